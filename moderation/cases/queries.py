"""What moderators and authors may read of cases."""

from __future__ import annotations

from math import ceil
from uuid import UUID

from django.db.models import QuerySet

from forum.people.models import Person
from moderation.cases.access import visible
from moderation.cases.models import Case, CaseState

SHOWN = 100
_WAIT_FROM = 20
_WAIT_UNKNOWN = 30


def queue(person: Person) -> QuerySet[Case]:
    """Open cases this person may judge: gravest first, then oldest."""
    return (
        visible(person)
        .exclude(state=CaseState.DECIDED)
        .select_related("group", "holder", "message__author", "message__room")
        .order_by("-severity", "opened_at")
    )


def earlier(case: Case) -> int:
    """How many decided cases this author has had in this group."""
    return Case.objects.filter(
        message__author=case.message.author_id, state=CaseState.DECIDED
    ).count()


def expected_wait(group_id: UUID) -> int:
    """Minutes within which four of five of the group's latest decisions came, at least one."""
    recent = Case.objects.filter(group=group_id, state=CaseState.DECIDED).order_by("-decided_at")
    waits = sorted(
        (decided - opened).total_seconds() / 60
        for opened, decided in recent.values_list("opened_at", "decided_at")[:_WAIT_FROM]
        if decided is not None
    )
    return max(1, round(waits[ceil(len(waits) * 0.8) - 1])) if waits else _WAIT_UNKNOWN
