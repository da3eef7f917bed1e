"""Two scorers as one: the first decides, the second may make it graver, and both are remembered.

The second has a say in the verdict only where it was measured. Detoxify's multilingual weights
know no Norwegian, and score swear words as attacks whatever they are aimed at; there its opinion is
kept for whoever judges, and for learning later whether it was right, but raises nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from moderation.screening import language
from moderation.screening.breaker import Second
from moderation.screening.scorer import Score, Scorer, ScorerUnavailable

# Leaned on where a text does not tell its language: there the second does not speak.
_UNTOLD = "nb"


class Graver:
    """See `scorer.Scorer`. Speaks the languages of the first: a second opinion neither makes a
    language scored that is not, nor unscored one that is. Raises `ScorerUnavailable` for two that
    do not fit."""

    def __init__(self, first: Scorer, second: Second) -> None:
        self._first, self._second = first, second
        self.name = f"{first.name}+{second.scorer.name}"
        self.version = f"{first.version}+{second.scorer.version}"
        if not second.scorer.heads <= first.heads:
            raise ScorerUnavailable(f"{self.name}: the second knows heads that the first does not")
        self.heads = first.heads
        self.languages = first.languages

    def score(self, texts: Sequence[str]) -> list[Score]:
        """See `Scorer.score`. Where the second does not answer, the first alone counts, and the
        score holds no `opinions`."""
        firsts, seconds = self._first.score(texts), self._second.opinion(texts)
        return [
            one if other is None else self._together(text, one, other)
            for text, one, other in zip(texts, firsts, seconds, strict=True)
        ]

    def _together(self, text: str, one: Score, other: Score) -> Score:
        opinions = {
            self._first.name: dict(one.heads),
            self._second.scorer.name: dict(other.heads),
        }
        if language.guess(text, lean=_UNTOLD) not in self._second.scorer.languages:
            return replace(one, opinions=opinions)
        heads, carrying = dict(one.heads), dict(one.carrying)
        for head, score in other.heads.items():
            if score > heads[head]:
                heads[head] = score
                carrying[head] = other.carrying.get(head, ())
        return Score(heads, carrying, opinions)
