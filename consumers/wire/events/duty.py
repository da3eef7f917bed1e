"""Shifts of the adults."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from consumers.wire.events.people import Member
from consumers.wire.frame import Frame, Part


class OnDuty(Part, frozen=True):
    """Somebody on duty."""

    member: Member
    since: datetime


class Handover(Part, frozen=True):
    """The latest word to those who come after."""

    who: str
    at: datetime
    note: str


class PlannedShift(Part, frozen=True):
    """A planned shift; `people` in the order in which they are called."""

    id: int
    starts_at: datetime
    ends_at: datetime
    people: list[str]


class Load(Part, frozen=True):
    """What I have looked at that was grave since my last break, and the most before the next."""

    items: int
    items_most: int
    minutes: int
    minutes_most: int
    rests_until: datetime | None


class PagePart(Part, frozen=True):
    """Somebody was called; `why`: crisis, late, gap, drill. `who` is null: nobody was there."""

    at: datetime
    why: str
    who: str | None
    answered_at: datetime | None


class GroupShifts(Part, frozen=True):
    """One group's duties. `gap_since`: somebody should be on duty and nobody is. `at_limit`,
    `colleagues` and `pages` are for those who plan."""

    group: UUID
    name: str
    mine_since: datetime | None
    on_duty: list[OnDuty]
    gap_since: datetime | None
    handover: Handover | None
    planned: list[PlannedShift]
    load: Load
    at_limit: list[str]
    may_plan: bool
    colleagues: list[Member]
    pages: list[PagePart]


class Shifts(Frame, frozen=True, tag="shifts"):
    """Snapshot for moderators: the duties of their groups. `push_key` is what a browser subscribes
    with."""

    push_key: str
    groups: list[GroupShifts]


AnyDutyEvent = Shifts
