"""Within a session: the circle, how one comes and goes, activities."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from consumers.wire.commands.command import NO_NUL, Command
from forum.activities.kinds import Move, Setup


class BeginCircle(Command, frozen=True, tag="begin_circle"):
    """Facilitator: a talking circle among those who are there. While it is on only the one whose
    turn it is may write. Answer: `done`. Errors: `session_not_found`, `not_from_here`,
    `circle_unfit`, `already_there`."""

    session: UUID
    question: Annotated[str, Meta(max_length=200, pattern=NO_NUL)]
    turn_seconds: int
    with_adults: bool = True


class EndTurn(Command, frozen=True, tag="end_turn"):
    """I am done. Answer: `done`. Errors: `session_not_found`, `circle_not_found`,
    `not_your_turn`."""

    session: UUID


class PassTurn(Command, frozen=True, tag="pass_turn"):
    """I pass; I am asked once more at the end. Answer: `done`. Errors: as for `end_turn`."""

    session: UUID


class MoveOn(Command, frozen=True, tag="move_on"):
    """Facilitator: as if the speaker's time were up. Answer: `done`. Errors: `session_not_found`,
    `circle_not_found`."""

    session: UUID


class EndCircle(Command, frozen=True, tag="end_circle"):
    """Facilitator: the circle is over. Answer: `done`. Errors: as for `move_on`."""

    session: UUID


class CheckIn(Command, frozen=True, tag="check_in"):
    """How I am, when I come or when I go: a face, 1 the heaviest to 5, and up to three words. Only
    I see it. Answer: `done`, then `evenings`. Errors: `session_not_found`, `not_allowed`,
    `not_from_here`, `checkin_unfit`."""

    session: UUID
    moment: Literal["in", "out"]
    face: int
    words: Annotated[list[Annotated[str, Meta(max_length=20)]], Meta(max_length=3)] = []


class AskTalk(Command, frozen=True, tag="ask_talk"):
    """I would like to talk with the adults after this session. Answer: `side_room`. Errors:
    `session_not_found`, `not_allowed`, `too_few_adults`."""

    session: UUID


class StartActivity(Command, frozen=True, tag="start_activity"):
    """Facilitator: begins one; `setup` says which and how. Answer: `done`, then `evenings`. Errors:
    `session_not_found`, `not_from_here`, `activity_on`, `activity_unfit`."""

    session: UUID
    setup: Setup


class PlayActivity(Command, frozen=True, tag="play_activity"):
    """My move. Answer: `done`. Errors: `activity_not_found`, `move_unfit`."""

    activity: UUID
    move: Move


class AdvanceActivity(Command, frozen=True, tag="advance_activity"):
    """Facilitator: turns over, or goes on to the next round. Answer: `done`. Error:
    `activity_not_found`."""

    activity: UUID


class EndActivity(Command, frozen=True, tag="end_activity"):
    """Facilitator: it is over. Answer: `done`. Error: `activity_not_found`."""

    activity: UUID


AnyEveningCommand = (
    BeginCircle
    | EndTurn
    | PassTurn
    | MoveOn
    | EndCircle
    | CheckIn
    | AskTalk
    | StartActivity
    | PlayActivity
    | AdvanceActivity
    | EndActivity
)
