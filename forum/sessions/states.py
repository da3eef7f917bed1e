"""The life of a session, as one table. Pure."""

from __future__ import annotations

from enum import StrEnum

from forum.errors import Code, DomainError


class SessionState(StrEnum):
    PLANNED = "planned"
    OPEN = "open"
    OVER = "over"
    CANCELLED = "cancelled"


_S = SessionState
NEXT: dict[SessionState, frozenset[SessionState]] = {
    _S.PLANNED: frozenset({_S.OPEN, _S.CANCELLED}),
    _S.OPEN: frozenset({_S.OVER}),
    _S.OVER: frozenset(),
    _S.CANCELLED: frozenset(),
}


def before(target: SessionState) -> list[SessionState]:
    """The states from which `target` may be reached: the guard of its UPDATE."""
    return [state for state, reachable in NEXT.items() if target in reachable]


def refusal(current: str, target: SessionState) -> DomainError:
    """Why the step failed: it is there already (soft), or cannot be reached (hard)."""
    return DomainError(Code.ALREADY_THERE if current == target else Code.NOT_FROM_HERE)
