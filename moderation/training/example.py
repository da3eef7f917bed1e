"""What a model learns from: a text, and what is known of each head."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from moderation.screening import heads


@dataclass(frozen=True, slots=True)
class Example:
    """`labels`: head -> does it hold; a head that is not in it is unknown, not absent. `weight` is
    relative to one chat message of the public sets. `source` names the set or corpus category.
    `unit` is what a split may not tear apart: a family of the corpus, a row in its translations,
    the sentences of one comment."""

    text: str
    labels: Mapping[str, bool]
    weight: float
    source: str
    unit: str


def only(present: Iterable[str], *, unknown: Iterable[str] = ()) -> dict[str, bool]:
    """Labels where these heads hold, those are unknown, and no other holds."""
    present, unknown = set(present), set(unknown)
    return {head: head in present for head in heads.SCORED if head not in unknown}


def conduct(present: Iterable[str], *, unknown: Iterable[str] = ()) -> dict[str, bool]:
    """As `only`, with nothing known of the heads of care."""
    return only(present, unknown={*unknown, *heads.CARE})
