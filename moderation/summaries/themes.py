"""Which themes a text is about. Pure."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from moderation.screening.normalise import normalise

FILE = Path(__file__).parent / "themes.toml"


@cache
def load() -> dict[str, tuple[str, ...]]:
    """Theme -> beginnings of words."""
    read = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {theme: tuple(entry["words"]) for theme, entry in read.items()}


def themes(text: str) -> set[str]:
    """The themes whose words begin a word of it."""
    folded = normalise(text).text
    # Every mark is a space, so that a word's beginning and end are one.
    spaced = f" {''.join(c if c.isalnum() else ' ' for c in folded)} "
    return {
        theme
        for theme, words in load().items()
        if any((word if word.startswith(" ") else f" {word}") in spaced for word in words)
    }
