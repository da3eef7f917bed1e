"""The life of a set of limits, as one table. Pure."""

from __future__ import annotations

from enum import StrEnum


class LimitState(StrEnum):
    PROPOSED = "proposed"  # changes nothing; one person may have accepted already
    IN_FORCE = "in_force"
    REPLACED = "replaced"  # by a newer one, or taken back; may come back
    TURNED_DOWN = "turned_down"  # by a person, or by a newer proposal


NEXT: dict[LimitState, frozenset[LimitState]] = {
    LimitState.PROPOSED: frozenset({LimitState.IN_FORCE, LimitState.TURNED_DOWN}),
    LimitState.IN_FORCE: frozenset({LimitState.REPLACED}),
    LimitState.REPLACED: frozenset({LimitState.IN_FORCE}),
    LimitState.TURNED_DOWN: frozenset(),
}


def may_become(now: str, then: LimitState) -> bool:
    """Whether a set in the state `now` may go to `then`."""
    return then in NEXT[LimitState(now)]
