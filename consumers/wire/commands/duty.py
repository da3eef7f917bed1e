"""Shifts of the adults, and how they are reached."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from consumers.wire.commands.command import NO_NUL, Command, Seq


class GoOnDuty(Command, frozen=True, tag="go_on_duty"):
    """Moderator: on duty from now. Answer: `done`, then `shifts`. Error: `on_duty_already`."""

    group: UUID


class GoOffDuty(Command, frozen=True, tag="go_off_duty"):
    """Moderator: off duty, with a word to those who come after. Answer: `done`, then `shifts`.
    Errors: `not_on_duty`, `cases_unowned`, `note_needed`."""

    group: UUID
    note: Annotated[str, Meta(max_length=1000, pattern=NO_NUL)] = ""


class TakeBreak(Command, frozen=True, tag="take_break"):
    """Moderator: a break from now. Answer: `done`, then `shifts`. Error: `cases_unowned`."""

    group: UUID


class PlanShift(Command, frozen=True, tag="plan_shift"):
    """Lead: plan a shift; `people` in the order in which they are called. Answer: `done`, then
    `shifts`. Errors: `shift_length`, `shift_people`, `not_allowed`."""

    group: UUID
    starts_at: Annotated[datetime, Meta(tz=True)]
    ends_at: Annotated[datetime, Meta(tz=True)]
    people: Annotated[list[UUID], Meta(max_length=10)]


class DropShift(Command, frozen=True, tag="drop_shift"):
    """Lead: take a planned shift back. Answer: `done`, then `shifts`. Error: `shift_not_found`."""

    group: UUID
    shift: Seq


class PushOn(Command, frozen=True, tag="push_on"):
    """Staff: tell this browser when something is urgent. What a browser's subscription says.
    Answer: `done`. Errors: `push_address`, `not_allowed`."""

    endpoint: Annotated[str, Meta(max_length=1000, pattern=NO_NUL)]
    p256dh: Annotated[str, Meta(max_length=200, pattern=NO_NUL)]
    auth: Annotated[str, Meta(max_length=100, pattern=NO_NUL)]


class PushOff(Command, frozen=True, tag="push_off"):
    """Staff: tell this browser no more. Answer: `done`. Error: `not_allowed`."""

    endpoint: Annotated[str, Meta(max_length=1000, pattern=NO_NUL)]


AnyDutyCommand = GoOnDuty | GoOffDuty | TakeBreak | PlanShift | DropShift | PushOn | PushOff
