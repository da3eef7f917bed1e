"""The names of the bells."""

from __future__ import annotations

from uuid import UUID

SCREENING = "screening"
# Limits were proposed, accepted or taken back: for those who tune.
LIMITS = "limits"
# Somebody of staff is to be reached.
NOTICES = "notices"
# The one channel on which bells travel that are rows too.
CHANGES = "changes"


def room(room_id: UUID) -> str:
    """New entries in this room's timeline."""
    return f"room.{room_id}"


def group(group_id: UUID) -> str:
    """The group's picture changed: rooms, sessions, people."""
    return f"group.{group_id}"


def person(person_id: UUID) -> str:
    """Something only this person sees changed: own messages, memberships, logins."""
    return f"person.{person_id}"


def desk(group_id: UUID) -> str:
    """The group's queue of cases changed."""
    return f"desk.{group_id}"


def counted(bell: str) -> bool:
    """Whether the database tells the same without a row of the bell's own."""
    return bell == SCREENING or bell.startswith("room.")
