"""The life of an opening, as one table. Pure."""

from __future__ import annotations

from enum import StrEnum


class OpeningState(StrEnum):
    ASKED = "asked"
    OPEN = "open"
    REFUSED = "refused"
    CLOSED = "closed"
    LAPSED = "lapsed"


_S = OpeningState
NEXT: dict[OpeningState, frozenset[OpeningState]] = {
    _S.ASKED: frozenset({_S.OPEN, _S.REFUSED, _S.CLOSED, _S.LAPSED}),
    _S.OPEN: frozenset({_S.CLOSED, _S.LAPSED}),
    _S.REFUSED: frozenset(),
    _S.CLOSED: frozenset(),
    _S.LAPSED: frozenset(),
}
LIVE = frozenset({_S.ASKED, _S.OPEN})


def before(target: OpeningState) -> list[OpeningState]:
    """The states from which `target` may be reached: the guard of its UPDATE."""
    return [state for state, reachable in NEXT.items() if target in reachable]
