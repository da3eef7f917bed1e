"""Detoxify as int8 ONNX: exported from tiny checkpoints through the real package and the real
runtime, offline, and served without torch."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from moderation.screening import exported
from moderation.screening.detoxify import Canary, DetoxifyScorer
from moderation.screening.scorer import ScorerUnavailable
from moderation.training import export as exporting
from tests.moderation.screening import tiny

ANYTHING = (Canary("hello friend", 0.0, 1.0),)
TEXTS = ["you are a friend", "thank you", "", "you fucking idiot " * 30, "help"]


@dataclass(frozen=True)
class Made:
    checkpoint: tiny.Tiny
    folder: Path
    pin: str
    report: list[str]


@pytest.fixture(scope="module", params=["bert", "xlm-roberta"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    at = tmp_path_factory.mktemp("export")
    checkpoint = tiny.write(at / "tiny.ckpt", tiny.content(at / "arch", request.param))
    report: list[str] = []
    pin = exporting.export(
        at / "out",
        checkpoint=str(checkpoint.path),
        sha256=checkpoint.sha256,
        say=report.append,
        canaries=ANYTHING,
    )
    return Made(checkpoint, at / "out", pin, report)


@pytest.fixture
def folder(made: Made, tmp_path: Path) -> Path:
    """A copy that may be damaged."""
    return copytree(made.folder, tmp_path / "out")


def _load(folder: Path, pin: str) -> DetoxifyScorer:
    return DetoxifyScorer.load(checkpoint=str(folder), sha256=pin, canaries=ANYTHING)


def test_what_was_exported_says_what_the_checkpoint_says(made: Made) -> None:
    small = _load(made.folder, made.pin)
    large = DetoxifyScorer.load(
        checkpoint=str(made.checkpoint.path), sha256=made.checkpoint.sha256, canaries=ANYTHING
    )
    assert small.heads == large.heads
    assert small.languages == large.languages
    assert small.version == f"{large.version}-int8"
    for one, other in zip(small.score(TEXTS), large.score(TEXTS), strict=True):
        assert one.heads == pytest.approx(other.heads, abs=0.02)


def test_together_or_alone_a_text_scores_the_same(made: Made) -> None:
    scorer = _load(made.folder, made.pin)
    together = scorer.score(TEXTS)
    for text, score in zip(TEXTS, together, strict=True):
        # int8 rounds by what else is in the batch.
        assert scorer.score([text])[0].heads == pytest.approx(score.heads, abs=0.01)
    assert scorer.score([]) == []


def test_the_report_tells_of_every_class_how_far_it_strays(made: Made) -> None:
    head, *lines = made.report
    assert "full: mean" in head
    assert "int8: mean" in head
    assert "same side" in head
    assert [line.split()[0] for line in lines] == tiny.CLASSES
    for line in lines:
        _, full, full_max, _, int8, int8_max, _ = line.split()
        assert float(full) <= float(full_max) <= exporting.FULL_AT_MOST
        assert 0 < float(int8) <= float(int8_max)


def test_one_that_strays_gets_no_manifest(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "INT8_MEAN_AT_MOST", 0.0)
    with pytest.raises(exporting.Strays, match="int8 is"):
        exporting.export(
            tmp_path,
            checkpoint=str(made.checkpoint.path),
            sha256=made.checkpoint.sha256,
            say=lambda line: None,
            texts=TEXTS,
            canaries=ANYTHING,
        )
    assert not (tmp_path / exported.ABOUT).exists()


@pytest.mark.parametrize("name", [exported.ABOUT, exported.MODEL, exported.TOKENIZER])
def test_a_damaged_or_missing_file_is_refused_by_its_name(
    made: Made, folder: Path, name: str
) -> None:
    content = bytearray((folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / name).write_bytes(content)
    with pytest.raises(ScorerUnavailable, match=f"{name} has another sha256"):
        _load(folder, made.pin)
    (folder / name).unlink()
    with pytest.raises(ScorerUnavailable, match=f"{name} cannot be read"):
        _load(folder, made.pin)


def test_without_a_pin_nothing_is_served(made: Made) -> None:
    with pytest.raises(ScorerUnavailable, match="needs the sha256"):
        _load(made.folder, "")


def test_weights_that_know_nothing_fail_the_canaries(made: Made) -> None:
    with pytest.raises(ScorerUnavailable, match="canary"):
        DetoxifyScorer.load(checkpoint=str(made.folder), sha256=made.pin)


def test_scores_that_are_no_numbers_are_an_error_not_a_score(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    scorer = _load(made.folder, made.pin)
    nothing: dict[str, Any] = {"toxicity": [float("nan")]}
    monkeypatch.setattr(scorer.model, "predict", lambda texts: nothing)
    with pytest.raises(ScorerUnavailable, match="not numbers"):
        scorer.score(["hello"])


def test_it_is_served_without_torch_or_transformers(made: Made) -> None:
    code = (
        "import sys, json, django; django.setup()\n"
        "from moderation.screening import detoxify\n"
        "detoxify.CANARIES = ()\n"
        "from moderation.screening.scorer import load\n"
        "scorer = load('detoxify', checkpoint=sys.argv[1], sha256=sys.argv[2])\n"
        "scores = scorer.score(['you are a friend'])[0].heads\n"
        "print(json.dumps([sorted(scores), [m for m in ('torch', 'transformers', 'detoxify') "
        "if m in sys.modules]]))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code, str(made.folder), made.pin],
        check=True,
        capture_output=True,
        text=True,
        env={"DJANGO_SETTINGS_MODULE": "forum.settings", "PATH": ""},
        cwd=Path(__file__).parents[3],
    )
    heads, loaded = json.loads(told.stdout)
    assert "toxicity" in heads
    assert loaded == []
