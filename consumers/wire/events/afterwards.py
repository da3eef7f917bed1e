"""What is left when a session is over: talking it through, and how a course went."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from consumers.wire.events.people import Member
from consumers.wire.events.sessions import SumPart
from consumers.wire.frame import Frame, Part


class YoungPart(Part, frozen=True):
    """A young person of the group, and what holds for them now."""

    member: Member
    paused_until: datetime | None
    suspended_until: datetime | None


class DebriefAnswers(Part, frozen=True):
    """What an adult answered, by question."""

    by: Member
    answers: dict[str, str]


class DebriefPart(Part, frozen=True):
    """A session that is over, and how it was talked through. `lacking`: how many have still to
    answer. `may_answer`: I was there. `waived_by`, and why."""

    session: UUID
    theme: str
    closed_at: datetime
    lacking: int
    may_answer: bool
    answered: list[DebriefAnswers]
    waived_by: str | None
    waive_reason: str


class BackstageGroup(Part, frozen=True):
    """What the adults of a group see of it. `owners`: who may see to a worry."""

    group: UUID
    young: list[YoungPart]
    debriefs: list[DebriefPart]
    owners: list[Member]


class Backstage(Frame, frozen=True, tag="backstage"):
    """Snapshot, for adults who meet young people alone."""

    groups: list[BackstageGroup]


class CourseSession(Part, frozen=True):
    """A session that is over, and what at least five said of it; null where fewer did."""

    session: UUID
    theme: str
    starts_at: datetime
    came_with: SumPart | None
    left_with: SumPart | None
    safe: SumPart | None
    heard: SumPart | None
    less_alone: SumPart | None


class Course(Frame, frozen=True, tag="course"):
    """Answer to `read_course`: the latest sessions, oldest first."""

    re: int
    sessions: list[CourseSession]


AnyAfterwardsEvent = Backstage | Course
