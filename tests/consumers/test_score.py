"""`manage.py score`: lines in, judgements out, whatever the lines are."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from consumers.management.commands.score import answers
from moderation.screening import heads
from moderation.screening.embedded import Embedded

ROOT = Path(__file__).parents[2]
SCORER = Embedded.load()


def told(*lines: object) -> list[dict[str, Any]]:
    raw = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
    return list(answers(io.BytesIO(b"\n".join(raw)), SCORER))


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("hei, hvordan går det med deg i dag?", "publish"),
        ("du er en jævla idiot, ingen vil ha deg her", "hold_conduct"),
        ("jeg vil ikke leve mer", "care_suicide"),
        ("jeg er så stygg og dum", "care_self_directed"),
        ("ring meg på 91 23 45 67", "hold_privacy"),
        ("ich habe heute keine Lust auf die Schule und du", "not_scored"),
    ],
)
def test_each_verdict_has_its_name(text: str, verdict: str) -> None:
    """E14, E15, E16, E17"""
    answer = told({"id": 7, "text": text, "lang": "nb"})[0]
    assert answer["verdict"] == verdict
    assert answer["id"] == 7
    assert set(answer["scores"]) == set(heads.SCORED)
    assert set(answer["versions"]) == {"model", "limits", "rules"}


def test_carrying_words_are_what_was_written() -> None:
    """E14"""
    text = "hei 😂 du er en jævla IDIOOOT"
    for words in told({"id": 1, "text": text})[0]["words"].values():
        assert all(text[word["start"] : word["end"]] == word["word"] for word in words)


def test_the_language_asked_for_is_leaned_on_and_a_strange_one_ignored() -> None:
    assert told({"id": 1, "text": "takk", "lang": "nn"})[0]["lang"] == "nn"
    assert told({"id": 1, "text": "takk", "lang": "klingon"})[0]["lang"] == "nb"


def test_what_cannot_be_scored_is_refused_by_name_and_the_rest_goes_on() -> None:
    answered = told(
        b"nonsense",
        b'{"id": 1, "text": "\xff\xfe"}',
        {"id": 2},
        {"id": 3, "text": 7},
        [1, 2],
        {"id": 4, "text": "x" * 100_001},
        b"",
        {"id": 5, "text": ""},
    )
    assert [answer.get("error") for answer in answered] == [
        "not_json", "not_json", "no_text", "no_text", "no_text", "too_long", None,
    ]  # fmt: skip
    assert answered[-1]["verdict"] == "publish"


def test_the_command_streams_and_its_exit_code_tells_of_refusals() -> None:
    clean = {name: value for name, value in os.environ.items() if "FELLESROM" not in name}
    with subprocess.Popen(
        [sys.executable, "manage.py", "score"],
        cwd=ROOT, env=clean, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        for number in range(3):
            # The answer comes before the next question is put.
            process.stdin.write(json.dumps({"id": number, "text": "hei"}) + "\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == number
        process.stdin.write("{\n")
        process.stdin.close()
        assert json.loads(process.stdout.readline())["error"] == "not_json"
        assert process.wait(20) == 1
