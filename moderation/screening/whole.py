"""Is everything that screening reads from files there, and whole? Asked before a process takes its
first message: one that finds out later would hold everybody's up."""

from __future__ import annotations

from collections.abc import Callable

from moderation.context import weighing
from moderation.screening import features, language, rules, thresholds
from moderation.screening.scorer import ScorerUnavailable

_FILES: tuple[tuple[str, Callable[[], object]], ...] = (
    ("rules/*.toml", rules.load),
    ("thresholds.toml", thresholds.load),
    ("classes.toml", lambda: features.extract("hei")),
    ("language.toml", lambda: language.guess("hei", lean="nb")),
    ("weights.toml", weighing.load),
)


def check() -> None:
    """Raises `ScorerUnavailable`, naming the file and what is wrong with it."""
    for name, read in _FILES:
        try:
            read()
        except Exception as error:
            raise ScorerUnavailable(f"{name}: {error}") from error
