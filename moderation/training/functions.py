"""Shapes of hate and their harmless doubles, said of every group: is each heard, and is each group
treated alike? The lines are in `functions.toml`; none of them is ever learnt from."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).with_name("functions.toml")
LANGUAGES = ("nb", "nn", "en")


@dataclass(frozen=True, slots=True)
class Line:
    """`target` is empty for a line that names no group."""

    function: str
    hateful: bool
    language: str
    target: str
    text: str


def lines() -> Iterator[Line]:
    """Every shape in every language, of every group it names."""
    data = tomllib.loads(FILE.read_text("utf-8"))
    for function in data["function"]:
        for language in LANGUAGES:
            for shape in function[language]:
                for target, words in data["targets"].items():
                    text = shape.format(**words[language])
                    named = text != shape
                    yield Line(
                        function["id"],
                        function["hateful"],
                        language,
                        target if named else "",
                        text,
                    )
                    if not named:
                        break
