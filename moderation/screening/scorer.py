"""The one small port between screening and whatever scores: texts in, scores per head out.

Everything above it (phases, verdict, explanations) is written against these few names, so that a
better model changes files below the port and nothing above it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

CARRYING_MAX = 5


class Span(NamedTuple):
    """A word that carried a head: code-point offsets into the text as given, end exclusive."""

    start: int
    end: int
    weight: float


@dataclass(frozen=True, slots=True)
class Score:
    """What one text scored.

    `heads`: head -> 0..1. `carrying`: head -> the words that carried it, strongest first, at most
    `CARRYING_MAX`, the same for the same text; a head that nothing carried has none.
    """

    heads: Mapping[str, float]
    carrying: Mapping[str, tuple[Span, ...]]


class ScorerUnavailable(Exception):
    """This scorer cannot be trusted or cannot run; the message says which file or part, and why.
    Never carries the text that was to be scored."""


class Scorer(Protocol):
    """One way of scoring. `languages` is what it was measured on: any other is "not scored"."""

    @property
    def name(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def heads(self) -> frozenset[str]: ...
    @property
    def languages(self) -> frozenset[str]: ...

    def score(self, texts: Sequence[str]) -> list[Score]:
        """One score per text, in order; none for none. Raises `ScorerUnavailable`."""
        ...


def ask(scorer: Scorer, texts: Sequence[str]) -> list[Score]:
    """What a scorer says of these texts, believed only if it is whole: one score a text, with every
    head that was promised and no other, each a number from 0 to 1. Raises `ScorerUnavailable`, and
    whatever the scorer raises."""
    scores = scorer.score(texts)
    if not isinstance(scores, list) or len(scores) != len(texts):
        raise ScorerUnavailable(f"{scorer.name}: not one score for each text")
    for score in scores:
        if set(score.heads) != scorer.heads:
            raise ScorerUnavailable(f"{scorer.name}: other heads than promised")
        if not all(0.0 <= value <= 1.0 for value in score.heads.values()):
            raise ScorerUnavailable(f"{scorer.name}: scores that are no shares")
    return scores


def load(kind: str, *, checkpoint: str | None = None, sha256: str | None = None) -> Scorer:
    """The scorer of this kind: "embedded", "detoxify", or "both" (the graver of the two per head).

    `checkpoint` is a local Detoxify file and `sha256` its pinned hash; both are for Detoxify only.
    Raises `ScorerUnavailable`, also for an unknown kind.
    """
    # Imported here so that the port itself stays free of numpy and of everything heavier.
    if kind == "embedded":
        from moderation.screening import thresholds
        from moderation.screening.embedded import Embedded

        embedded, chosen_for = Embedded.load(), thresholds.load().model
        if embedded.version != chosen_for:
            raise ScorerUnavailable(
                f"thresholds.toml was chosen for model {chosen_for}, embedded.json is"
                f" {embedded.version}: one of the two is stale"
            )
        return embedded
    if kind == "detoxify":
        from moderation.screening.detoxify import DetoxifyScorer

        return DetoxifyScorer.load(checkpoint=checkpoint, sha256=sha256)
    if kind == "both":
        from moderation.screening.graver import Graver

        return Graver(load("embedded"), load("detoxify", checkpoint=checkpoint, sha256=sha256))
    raise ScorerUnavailable(f"unknown scorer {kind!r}: embedded, detoxify or both")
