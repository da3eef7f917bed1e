"""The questions of the sheet, as data: `questions.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from forum.help.lines import Helpline, every

CHOICES = ("yes", "no", "unsure")
TEXT_MAX = 2000


@dataclass(frozen=True)
class Question:
    """`law` is the paragraph its words restate, found at `url`, read against `checked`."""

    key: str
    kind: str
    law: str = ""
    url: str = ""
    checked: str = ""

    def takes(self, value: str) -> bool:
        """Whether this may be answered. Nothing takes an earlier answer back."""
        if self.kind == "text":
            return len(value) <= TEXT_MAX
        return value == "" or value in CHOICES


@cache
def _data() -> dict[str, Any]:
    text = (Path(__file__).parent / "questions.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def questions() -> dict[str, Question]:
    """All questions by key, in the order asked."""
    return {entry["key"]: Question(**entry) for entry in _data()["question"]}


@cache
def places() -> tuple[Helpline, ...]:
    """Where a person may ring, in the order shown."""
    lines = {line.id: line for line in every()}
    return tuple(lines[one] for one in _data()["places"])
