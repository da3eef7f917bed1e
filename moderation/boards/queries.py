"""What the boards are made of. Each figure costs the same however long the group has been here: it
reads weeks by index, and of very busy weeks a sample."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from django.db.models import Count, Q
from django.utils import timezone

from forum.rooms.models import Group
from moderation.cases.models import Case, Decision
from moderation.cases.outcomes import AGAINST
from moderation.cases.states import Appeal
from moderation.screening.models import Verdict
from moderation.screening.verdict import Fate

WEEKS = 12
RECENT = timedelta(days=28)
# Of a week, the newest; more would not move a median.
SAMPLE = 2000
# Fewer than these tell more of people than of figures.
FEW = 5


@dataclass(frozen=True)
class Spread:
    """Minutes: half took no longer than `p50`, nineteen of twenty no longer than `p95`."""

    p50: float
    p95: float
    of: int


@dataclass(frozen=True)
class Stretch:
    """One stretch of time, from its first day. Shares are 0..1, and None of fewer than none."""

    begins: date
    messages: int
    held: int
    unscored: int
    to_claim: Spread | None
    to_decide: Spread | None
    against: int
    appealed: int
    reversed: int


def weeks(group: Group) -> list[Stretch]:
    """The last twelve weeks, Monday to Monday where the group is, oldest first."""
    zone = ZoneInfo(group.zone)
    today = timezone.now().astimezone(zone).date()
    monday = today - timedelta(days=today.weekday())
    begins = [monday - timedelta(weeks=ago) for ago in range(WEEKS - 1, -1, -1)]
    return [
        stretch(group, day, _midnight(day, zone), _midnight(day + timedelta(weeks=1), zone))
        for day in begins
    ]


def recent(group: Group) -> Stretch:
    """The last four weeks in one."""
    now = timezone.now()
    return stretch(group, (now - RECENT).date(), now - RECENT, now + timedelta(seconds=1))


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, datetime.min.time(), zone)


def stretch(group: Group, begins: date, since: datetime, until: datetime) -> Stretch:
    """What happened in this group from `since`, before `until`."""
    within = Q(at__gte=since, at__lt=until)
    seen = Verdict.objects.filter(within, message__room__group=group).aggregate(
        messages=Count("pk"),
        held=Count("pk", filter=Q(fate=Fate.HOLD)),
        unscored=Count("pk", filter=Q(scorer="")),
    )
    decided = Decision.objects.filter(within, case__group=group, on_appeal=False)
    waits = decided.order_by("-at").values_list("at", "case__opened_at", "case__claimed_at")
    times = list(waits[:SAMPLE])
    answered = Decision.objects.filter(within, case__group=group, on_appeal=True)
    return Stretch(
        begins=begins,
        messages=seen["messages"],
        held=seen["held"],
        unscored=seen["unscored"],
        to_claim=spread([claimed - opened for _, opened, claimed in times if claimed]),
        to_decide=spread([at - opened for at, opened, _ in times]),
        against=decided.filter(action__in=sorted(AGAINST)).count(),
        appealed=answered.count(),
        reversed=answered.filter(case__appeal=Appeal.REVERSED).count(),
    )


def spread(waits: Sequence[timedelta]) -> Spread | None:
    """Of none: nothing."""
    if not waits:
        return None
    minutes = sorted(wait / timedelta(minutes=1) for wait in waits)
    return Spread(
        p50=minutes[ceil(len(minutes) * 0.5) - 1],
        p95=minutes[ceil(len(minutes) * 0.95) - 1],
        of=len(minutes),
    )


def unanswered(group: Group) -> int:
    """Appeals that still wait."""
    return Case.objects.filter(group=group, appeal=Appeal.ASKED).count()
