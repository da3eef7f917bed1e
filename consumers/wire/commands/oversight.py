"""Opening an identity, the record, the figures."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from consumers.wire.commands.command import NO_NUL, CaseNote, Command, Seq


class AskOpening(Command, frozen=True, tag="ask_opening"):
    """Lead: ask to see who the young person of the case one holds is. Somebody of another role says
    yes. Answer: `done`, then `openings`. Errors: `case_not_yours`, `action_unfit`, `note_needed`,
    `opening_length`, `opening_waits`, `not_allowed`."""

    case: UUID
    ground: Literal["vital", "avert", "help", "child", "court"]
    why: CaseNote
    minutes: Annotated[int, Meta(ge=1, le=60)]


class ApproveOpening(Command, frozen=True, tag="approve_opening"):
    """Yes to an opening. Answer: `done`. Errors: `opening_not_found`, `opening_two_roles`,
    `opening_changed`, `not_allowed`."""

    opening: Seq


class RefuseOpening(Command, frozen=True, tag="refuse_opening"):
    """No to an opening. Answer: `done`. Errors: as for `approve_opening`."""

    opening: Seq


class CloseOpening(Command, frozen=True, tag="close_opening"):
    """Done with an opening of mine. Answer: `done`. Errors: `opening_not_found`,
    `opening_changed`, `not_allowed`."""

    opening: Seq


class LookOpening(Command, frozen=True, tag="look_opening"):
    """What is sealed, while an opening of mine is open. Answer: `revealed`. Errors:
    `opening_not_found`, `opening_changed`, `not_allowed`."""

    opening: Seq


class ReadActs(Command, frozen=True, tag="read_acts"):
    """Auditor: the record of what staff did, newest first, before this row, of actions whose name
    begins so. Answer: `acts`. Error: `not_allowed`."""

    before: Seq | None = None
    what: Annotated[str, Meta(max_length=60, pattern=NO_NUL)] = ""


class ReadContact(Command, frozen=True, tag="read_contact"):
    """What I left about how to reach me outside. Answer: `own_contact`."""


class LeaveContact(Command, frozen=True, tag="leave_contact"):
    """How I may be reached outside if I am in danger; empty: no longer. Answer: `own_contact`.
    Error: `contact_length`."""

    contact: Annotated[str, Meta(max_length=500, pattern=NO_NUL)]


class ReadBoard(Command, frozen=True, tag="read_board"):
    """Lead, administrator, auditor: how well the watching works. Answer: `board`. Errors:
    `room_not_found`, `not_allowed`."""

    group: UUID


class ReadTransparency(Command, frozen=True, tag="read_transparency"):
    """How my group is looked after, in figures. Answer: `transparency`. Error:
    `room_not_found`."""

    group: UUID


AnyOversightCommand = (
    AskOpening
    | ApproveOpening
    | RefuseOpening
    | CloseOpening
    | LookOpening
    | ReadActs
    | ReadContact
    | LeaveContact
    | ReadBoard
    | ReadTransparency
)
