"""Which sessions a group is shown, and a person's calendar."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from forum.people.models import Person
from forum.sessions.models import Session
from forum.sessions.states import SessionState

SHOWN_AFTER = timedelta(hours=24)
CALENDAR_BACK = timedelta(days=30)


def current(groups: Iterable[UUID], now: datetime) -> list[Session]:
    """These groups' sessions that are open, still to come, cancelled, or ended within the last day;
    by start.

    One that was planned and never started is shown until a day after its start.
    """
    recent = now - SHOWN_AFTER
    return list(
        Session.objects.filter(
            Q(state=SessionState.OPEN)
            | Q(state__in=[SessionState.PLANNED, SessionState.CANCELLED], starts_at__gt=recent)
            | Q(state=SessionState.OVER, closed_at__gt=recent),
            group__in=groups,
        )
        .select_related("group")
        .prefetch_related("leaders__membership__organisation")
        .order_by("starts_at")
    )


def of_person(person: Person, now: datetime) -> list[Session]:
    """The sessions of all groups this person is in, from a month ago on; by start."""
    mine = Q(group__memberships__person=person, group__memberships__removed_at=None)
    return list(
        Session.objects.filter(mine, starts_at__gt=now - CALENDAR_BACK)
        .select_related("group")
        .order_by("starts_at")
        .distinct()
    )


def numbers(series: Iterable[UUID]) -> dict[UUID, tuple[int, int]]:
    """Of each session of these series that takes or took place: which it is, and of how many."""
    by_series: dict[UUID, list[UUID]] = {}
    rows = Session.objects.filter(series__in=list(series)).exclude(state=SessionState.CANCELLED)
    for one, of in rows.order_by("starts_at").values_list("pk", "series"):
        by_series.setdefault(of, []).append(one)
    return {
        one: (place, len(row))
        for row in by_series.values()
        for place, one in enumerate(row, start=1)
    }


def local_start(session: Session) -> datetime:
    """What the wall shows when it starts, in its group's zone."""
    return session.starts_at.astimezone(ZoneInfo(session.group.zone))
