"""Opened identities, the record, the figures."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from consumers.wire.events.people import RoleName
from consumers.wire.frame import Frame, Part


class OpeningPart(Part, frozen=True):
    """Somebody asks to see who a young person is. `looks`: how often it was seen. `mine`: I asked.
    `may_answer`: I am of another role, and may say yes or no."""

    id: int
    case: UUID
    group_name: str
    ground: str
    why: str
    minutes: int
    state: Literal["asked", "open", "refused", "closed", "lapsed"]
    asked_by: str
    asked_role: RoleName
    asked_at: datetime
    answered_by: str | None
    answered_at: datetime | None
    until: datetime | None
    looks: int
    mine: bool
    may_answer: bool


class Openings(Frame, frozen=True, tag="openings"):
    """Snapshot for those who ask, answer or audit: the newest openings of their groups."""

    openings: list[OpeningPart]


class Revealed(Frame, frozen=True, tag="revealed"):
    """Answer to `look_opening`: what they left, if anything, and on how many devices they are."""

    re: int
    contact: str
    devices: int
    subscriptions: int


class ActPart(Part, frozen=True):
    """A row of the record."""

    seq: int
    at: datetime
    who: str | None
    role: str
    what: str
    subject: str
    facts: str


class Acts(Frame, frozen=True, tag="acts"):
    """Answer to `read_acts`, newest first."""

    re: int
    acts: list[ActPart]
    more: bool


class OwnContact(Frame, frozen=True, tag="own_contact"):
    """Answer to `read_contact` and `leave_contact`; empty: nothing left."""

    re: int
    contact: str


class SpreadPart(Part, frozen=True):
    """Minutes: half of `of` took no longer than `p50`, nineteen of twenty no longer than `p95`."""

    p50: float
    p95: float
    of: int


class BoardWeek(Part, frozen=True):
    """One week from its Monday. Shares are 0..1; null: there were no messages, or no cases."""

    begins: date
    messages: int
    held: float | None
    unscored: float | None
    to_claim: SpreadPart | None
    to_decide: SpreadPart | None
    against: int
    appealed: int
    reversed: int


class Board(Frame, frozen=True, tag="board"):
    """Answer to `read_board`: the last twelve weeks, oldest first."""

    re: int
    weeks: list[BoardWeek]
    appeals_waiting: int


class Transparency(Frame, frozen=True, tag="transparency"):
    """Answer to `read_transparency`: the last four weeks. Null: too few to tell without telling of
    somebody."""

    re: int
    held_in_hundred: int | None
    wait_minutes: int | None
    appealed: int | None
    reversed: int | None


AnyOversightEvent = Board | Transparency | Openings | Revealed | Acts | OwnContact
