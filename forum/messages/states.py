"""The life of a message, as one table. Pure."""

from __future__ import annotations

from enum import StrEnum

from forum.errors import Code, DomainError


class State(StrEnum):
    PENDING = "pending"  # stored, not yet scored
    PUBLISHED = "published"
    HELD = "held"  # a person looks at it
    DECLINED = "declined"  # never shown
    REMOVED = "removed"  # shown once, taken away by staff
    WITHDRAWN = "withdrawn"  # deleted by its author


NEXT: dict[State, frozenset[State]] = {
    State.PENDING: frozenset({State.PUBLISHED, State.HELD, State.WITHDRAWN}),
    State.HELD: frozenset({State.PUBLISHED, State.DECLINED, State.WITHDRAWN}),
    State.PUBLISHED: frozenset({State.HELD, State.REMOVED, State.WITHDRAWN}),
    # A decision against it may be taken back on appeal.
    State.DECLINED: frozenset({State.PUBLISHED, State.WITHDRAWN}),
    State.REMOVED: frozenset({State.PUBLISHED}),
    State.WITHDRAWN: frozenset(),
}


def before(target: State) -> list[State]:
    """The states from which `target` may be reached: the guard of its UPDATE."""
    return [state for state, reachable in NEXT.items() if target in reachable]


def refusal(current: State, target: State) -> DomainError:
    """Why the step failed: it is there already (soft), or cannot be reached (hard)."""
    return DomainError(Code.ALREADY_THERE if current == target else Code.NOT_FROM_HERE)
