"""A session as those in it see it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from consumers.wire.events.people import Member
from consumers.wire.frame import Frame, Part
from forum.activities.kinds import View


class StepPart(Part, frozen=True):
    """A step of the agenda. `prompt` is pinned above the talk while it is on."""

    title: str
    minutes: int
    prompt: str


class LeaderPart(Part, frozen=True):
    """Who is to lead; or to step in."""

    member: UUID
    substitute: bool


class SessionPlace(Part, frozen=True):
    """A session that is planned, open, cancelled, or ended within the last day. `room` is its room.
    `number` of `of`: its place in its series. `local_date` and `local_time`: what the wall shows in
    the group's zone. `words`: why it was cancelled. `agenda`: for those who lead, also before."""

    id: UUID
    room: UUID
    theme: str
    starts_at: datetime
    ends_at: datetime
    local_date: str
    local_time: str
    state: Literal["planned", "open", "over", "cancelled"]
    series: UUID | None
    number: int
    of: int
    capacity: int | None
    leaders: list[LeaderPart]
    words: str
    agenda: list[StepPart]


class CirclePart(Part, frozen=True):
    """A talking circle. Everybody who takes part is in one of the lists, in the order they are
    asked: `waiting`, `passed` (asked once more), `away` (their turn is kept), `heard`. `speaker`:
    whose turn it is, `again` for the second time, until `ends_at`."""

    question: str
    turn_seconds: int
    speaker: UUID | None
    again: bool
    ends_at: datetime | None
    waiting: list[UUID]
    passed: list[UUID]
    away: list[UUID]
    heard: list[UUID]


class ActivityPart(Part, frozen=True):
    """The activity that is on, as I see it."""

    id: UUID
    view: View


class Answered(Part, frozen=True):
    """How I said I was. Nobody else sees it."""

    face: int
    words: list[str]


class SumPart(Part, frozen=True):
    """What at least five people said: on average, and words they shared."""

    people: int
    mean: float
    words: list[str]


class Evening(Part, frozen=True):
    """A session that is near, open, or just over, as I see it.

    `people`: those who are or were there. `step`: the one that is on, until `step_ends_at`.
    `closes_at`: last words until then. `short`: fewer adults are there than the group asks, and
    nothing is shown unread. `full`: every place is taken, and none is mine. `offer_talk`: it has
    become much heavier for me. `summary`: keys under `app.theme.`, of what at least three talked
    about.
    """

    session: UUID
    group: UUID
    people: list[Member]
    agenda: list[StepPart]
    step: int | None
    step_ends_at: datetime | None
    closes_at: datetime | None
    short: bool
    circle: CirclePart | None
    activity: ActivityPart | None
    took_part: bool
    full: bool
    check_in: Answered | None
    check_out: Answered | None
    offer_talk: bool
    outcome_given: bool
    came_with: SumPart | None
    left_with: SumPart | None
    summary: list[str]


class Evenings(Frame, frozen=True, tag="evenings"):
    """Snapshot: what goes on in sessions that are near, open, or just over."""

    evenings: list[Evening]


class Share(Part, frozen=True):
    """How many messages the adults and the young people have written in this session."""

    adults: int
    young: int


class Attending(Frame, frozen=True, tag="attending"):
    """Answer to `attend`: who is there, in the order they came, and how many cleared adults.
    `share`: for adults alone."""

    re: int
    here: list[Member]
    adults: int
    share: Share | None


class Calendar(Frame, frozen=True, tag="calendar"):
    """Whether I have a calendar address; and the address itself, where it was just made."""

    re: int
    on: bool
    url: str | None


AnySessionsEvent = Evenings | Attending | Calendar
