"""The moderators' cases."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from consumers.wire.commands.command import NO_NUL, CaseNote, Command


class LookCase(Command, frozen=True, tag="look_case"):
    """Moderator: the whole case, without taking it. Answer: `casefile`. Error: `case_not_found`."""

    case: UUID


class ClaimCase(Command, frozen=True, tag="claim_case"):
    """Moderator: take the case for five minutes, or renew one's own claim.

    Answer: `casefile`. Errors: `case_taken`, `case_decided`, `case_not_found`,
    `case_escalated`, `appeal_of_mine`.
    """

    case: UUID


class ReleaseCase(Command, frozen=True, tag="release_case"):
    """Moderator: let go of a claim. Answer: `done`. Error: `case_not_yours`."""

    case: UUID


class HoldCase(Command, frozen=True, tag="hold_case"):
    """Moderator: keep the case one holds while waiting for something. Answer: `done`. Errors:
    `case_not_yours`, `hold_length`, `note_needed`."""

    case: UUID
    minutes: Annotated[int, Meta(ge=1, le=600)]
    note: CaseNote


class HandOverCase(Command, frozen=True, tag="hand_over_case"):
    """Moderator: give the case one holds to a named colleague. Answer: `done`. Errors:
    `case_not_yours`, `not_for_them`, `note_needed`."""

    case: UUID
    to: UUID
    note: CaseNote


class EscalateCase(Command, frozen=True, tag="escalate_case"):
    """Moderator: put the case one holds before a lead. Answer: `done`. Errors: `case_not_yours`,
    `nobody_above`, `note_needed`."""

    case: UUID
    note: CaseNote


class SkipCase(Command, frozen=True, tag="skip_case"):
    """Moderator: not for me; it stands last in my queue. Answer: `done`. Error: `case_decided`."""

    case: UUID


class GradeCase(Command, frozen=True, tag="grade_case"):
    """Moderator: how grave the care case one holds is, 1 green to 4 crisis. Answer: `casefile`.
    Errors: `case_not_yours`, `action_unfit`, `note_needed`."""

    case: UUID
    severity: Annotated[int, Meta(ge=1, le=4)]
    note: CaseNote


class NoteCase(Command, frozen=True, tag="note_case"):
    """Moderator: a line for colleagues in the case's history. Answer: `casefile`. Error:
    `note_needed`."""

    case: UUID
    note: CaseNote


class ListCases(Command, frozen=True, tag="list_cases"):
    """Moderator: the first hundred open cases of this group, queue, or held by me. Ask again when
    `desk` comes. Answer: `cases`."""

    group: UUID | None = None
    queue: Literal["conduct", "care"] | None = None
    mine: bool = False


class DecideCase(Command, frozen=True, tag="decide_case"):
    """Moderator: decide the case one holds, against the version one saw.

    `note` is for `publish_with_note` (what stands above the collapsed text) and otherwise a few
    words to the author. `clause` is the part of the agreement it rests on, as `casefile` gave it.
    `minutes` is for `pause`. Answer: `done`; the outcome comes in `desk`, and to the author in
    `mine` or `entries`. Errors: `case_not_yours`, `case_changed`, `case_decided`, `reason_needed`,
    `action_unfit`.
    """

    case: UUID
    version: int
    action: Literal[
        "publish",
        "publish_with_note",
        "rephrase",
        "remove",
        "pause",
        "remove_session",
        "remove_member",
        "looked_after",
        "uphold",
        "lift",
        "no_ground",
        "talked",
    ]
    reason: Annotated[str, Meta(max_length=24, pattern=NO_NUL)]
    note: CaseNote = ""
    clause: Annotated[str, Meta(max_length=300, pattern=NO_NUL)] = ""
    minutes: Annotated[int, Meta(ge=1, le=60)] | None = None


class OpenSideRoom(Command, frozen=True, tag="open_side_room"):
    """Moderator: a private room between the case's author and the group's moderators and
    facilitators. Answer: `side_room`. Errors: `case_not_found`, `case_not_yours`,
    `too_few_adults`."""

    case: UUID


AnyCasesCommand = (
    LookCase
    | ClaimCase
    | ReleaseCase
    | HoldCase
    | HandOverCase
    | EscalateCase
    | SkipCase
    | GradeCase
    | NoteCase
    | ListCases
    | DecideCase
    | OpenSideRoom
)
