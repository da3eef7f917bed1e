"""Planning sessions, opening them, leading them through their steps."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from consumers.wire.commands.command import NO_NUL, Command
from consumers.wire.frame import Part


class StepSpec(Part, frozen=True):
    """A step of the evening: how long, and what is pinned above the talk while it is on."""

    title: Annotated[str, Meta(max_length=60, pattern=NO_NUL)]
    minutes: Annotated[int, Meta(ge=1, le=120)]
    prompt: Annotated[str, Meta(max_length=300, pattern=NO_NUL)] = ""


Clock = Annotated[str, Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]  # what a wall shows


Theme = Annotated[str, Meta(max_length=200, pattern=NO_NUL)]


Agenda = Annotated[list[StepSpec], Meta(max_length=12)]


Adults = Annotated[list[UUID], Meta(max_length=20)]


class PlanSessions(Command, frozen=True, tag="plan_sessions"):
    """Facilitator: plan a session, or a whole series: `times` of them, every so many weeks, without
    those on the days `skipped` (which count). `first` and `at` are what the wall shows in the
    group's zone. Without leaders it is led by whoever plans it.

    Answer: `done`, then `places` for everyone in the group. Errors: `not_allowed`,
    `session_length`, `session_past`, `title_length`, `series_length`, `capacity_unfit`,
    `agenda_unfit`, `leader_not_found`.
    """

    group: UUID
    theme: Theme
    first: date
    at: Clock
    minutes: int
    times: int = 1
    every: int = 1
    skipped: Annotated[list[date], Meta(max_length=26)] = []
    capacity: int | None = None
    leaders: Adults = []
    substitutes: Adults = []
    agenda: Agenda = []


class ChangeSession(Command, frozen=True, tag="change_session"):
    """Facilitator: another theme, hour, length or adults, of one that has not begun. An empty
    agenda leaves the old one. Answer: `done`. Errors: those of `plan_sessions`,
    `session_not_found`, `not_from_here`."""

    session: UUID
    theme: Theme
    first: date
    at: Clock
    minutes: int
    capacity: int | None = None
    leaders: Adults = []
    substitutes: Adults = []
    agenda: Agenda = []


class CancelSession(Command, frozen=True, tag="cancel_session"):
    """Facilitator: it does not take place; with `rest`, nor do those of its series after it. All
    are told, in these words. Answer: `done`. Errors: `session_not_found`, `already_there`,
    `not_from_here`."""

    session: UUID
    words: Annotated[str, Meta(max_length=200, pattern=NO_NUL)] = ""
    rest: bool = False


class StartSession(Command, frozen=True, tag="start_session"):
    """Facilitator: open the session's room. Answer: `done`. Errors: `session_not_found`,
    `not_from_here`, `adults_missing` (fewer are there than the group asks), `debrief_waits` (the
    last session has not been talked through)."""

    session: UUID


class Attend(Command, frozen=True, tag="attend"):
    """I have this session open: said every two and a half seconds, in the waiting room too. Who has
    not said it for seven is not there. Answer: `attending`. Errors: `room_not_found`,
    `session_over`, `session_full`."""

    room: UUID


class BeginClosing(Command, frozen=True, tag="begin_closing"):
    """Facilitator: five minutes for last words, then the room closes by itself. Answer: `done`.
    Errors: `session_not_found`, `already_there`, `not_from_here`."""

    session: UUID


class GoToStep(Command, frozen=True, tag="go_to_step"):
    """Facilitator: the step of the agenda that is on from now, by place; null: none. Answer:
    `done`. Errors: `session_not_found`, `step_not_found`, `not_from_here`."""

    session: UUID
    step: int | None


class SetAgenda(Command, frozen=True, tag="set_agenda"):
    """Facilitator: other steps, also while it is on. Answer: `done`. Errors: `session_not_found`,
    `agenda_unfit`, `not_from_here`."""

    session: UUID
    agenda: Agenda


class ReadCalendar(Command, frozen=True, tag="read_calendar"):
    """Whether I have a calendar address. Answer: `calendar`, without the address."""


class MakeCalendar(Command, frozen=True, tag="make_calendar"):
    """An address my phone's calendar can subscribe to; one made before opens nothing from now on.
    Answer: `calendar`."""


class DropCalendar(Command, frozen=True, tag="drop_calendar"):
    """Takes my calendar address back. Answer: `calendar`."""


class CloseSession(Command, frozen=True, tag="close_session"):
    """Facilitator: close the session's room. Answer: `done`."""

    session: UUID


AnySessionsCommand = (
    PlanSessions
    | ChangeSession
    | CancelSession
    | Attend
    | BeginClosing
    | GoToStep
    | SetAgenda
    | ReadCalendar
    | MakeCalendar
    | DropCalendar
    | StartSession
    | CloseSession
)
