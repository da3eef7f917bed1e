"""Two scorers as one: per head the graver word counts, with the words that carried it."""

from __future__ import annotations

from collections.abc import Sequence

from moderation.screening.scorer import Score, Scorer


class Graver:
    """Asks both. Speaks the languages of the first: the second is a second opinion, and a
    language it was not measured on does not become scored through it, nor unscored."""

    def __init__(self, first: Scorer, second: Scorer) -> None:
        self._first, self._second = first, second
        self.name = f"{first.name}+{second.name}"
        self.version = f"{first.version}+{second.version}"
        self.heads = first.heads | second.heads
        self.languages = first.languages

    def score(self, texts: Sequence[str]) -> list[Score]:
        """See `Scorer.score`."""
        firsts, seconds = self._first.score(texts), self._second.score(texts)
        return [_graver(one, other) for one, other in zip(firsts, seconds, strict=True)]


def _graver(one: Score, other: Score) -> Score:
    heads = dict(one.heads)
    carrying = dict(one.carrying)
    for head, score in other.heads.items():
        if score > heads.get(head, -1.0):
            heads[head] = score
            carrying[head] = other.carrying.get(head, ())
    return Score(heads, carrying)
