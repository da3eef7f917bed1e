"""After a session: what it was worth, and talking it through."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from consumers.wire.commands.command import NO_NUL, Command
from consumers.wire.frame import Part


class AnswerOutcome(Command, frozen=True, tag="answer_outcome"):
    """What the session was worth: 0 no, 1 a little, 2 yes. The words go to the adults, as a message
    under this nonce. Answer: `done`. Errors: `session_not_found`, `not_allowed`, `not_from_here`,
    and those of `submit`."""

    session: UUID
    nonce: UUID
    safe: Annotated[int, Meta(ge=0, le=2)]
    heard: Annotated[int, Meta(ge=0, le=2)]
    less_alone: Annotated[int, Meta(ge=0, le=2)]
    words: str = ""


class ReadCourse(Command, frozen=True, tag="read_course"):
    """Those who lead or oversee: how the sessions of a group went, of five people or more. Answer:
    `course`. Errors: `room_not_found`, `not_allowed`."""

    group: UUID


class WorrySpec(Part, frozen=True):
    """A worry about a young person: who sees to it, and by when."""

    member: UUID
    owner: UUID
    due: date
    words: Annotated[str, Meta(min_length=3, max_length=500, pattern=NO_NUL)]


DebriefText = Annotated[str, Meta(max_length=600, pattern=NO_NUL)]


class WriteDebrief(Command, frozen=True, tag="write_debrief"):
    """An adult who was there: five answers, and worries that become cases. Answer: `done`. Errors:
    `session_not_found`, `not_allowed`, `not_from_here`, `debrief_unfit`, `member_not_found`,
    `owner_needed`."""

    session: UUID
    answers: dict[Annotated[str, Meta(max_length=20)], DebriefText]
    worries: Annotated[list[WorrySpec], Meta(max_length=10)] = []


class WaiveDebrief(Command, frozen=True, tag="waive_debrief"):
    """A lead: the next session may begin without. Answer: `done`. Errors: `session_not_found`,
    `not_allowed`, `reason_short`, `already_there`."""

    session: UUID
    reason: Annotated[str, Meta(max_length=300, pattern=NO_NUL)]


AnyAfterwardsCommand = AnswerOutcome | ReadCourse | WriteDebrief | WaiveDebrief
