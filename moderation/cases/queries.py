"""What moderators and authors may read of cases."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from forum.people.models import Person
from moderation.cases.access import of_my_groups, visible
from moderation.cases.models import Case, Skip
from moderation.cases.outcomes import AGAINST
from moderation.cases.states import Appeal, CaseState

SHOWN = 100
EARLIER_SHOWN = 20
_WAIT_FROM = 20
_WAIT_UNKNOWN = 30


@dataclass(frozen=True)
class Filter:
    """Which of the open cases; nothing said: all."""

    group: UUID | None = None
    queue: str | None = None
    mine: bool = False


def queue(person: Person, only: Filter = Filter()) -> QuerySet[Case]:
    """Open cases this person may know of: gravest first, then oldest."""
    return (
        _narrowed(visible(person), person, only)
        .select_related(
            "group", "holder", "owner", "message__author", "message__room__session", "about"
        )
        .annotate(skipped=Exists(Skip.objects.filter(case=OuterRef("pk"), by__person=person)))
        .order_by("-severity", "opened_at")
    )


def waiting(person: Person, only: Filter = Filter()) -> int:
    """How many these are. Counted without looking at each one's author: all, less one's own."""
    cases = _narrowed(of_my_groups(person), person, only)
    own = cases.filter(message__author__person=person).count()
    return cases.count() - own - cases.filter(about__person=person).count()


def _narrowed(cases: QuerySet[Case], person: Person, only: Filter) -> QuerySet[Case]:
    cases = cases.exclude(state=CaseState.DECIDED)
    if only.group:
        cases = cases.filter(group=only.group)
    if only.queue:
        cases = cases.filter(queue=only.queue)
    if only.mine:
        cases = cases.filter(holder__person=person)
    return cases


def earlier(case: Case) -> QuerySet[Case]:
    """Decided cases on this author in this group, newest first."""
    return (
        Case.objects.filter(message__author=case.subject, state=CaseState.DECIDED)
        .exclude(pk=case.pk)
        .order_by("-decided_at")
    )


def appeals(messages: Iterable[UUID]) -> dict[UUID, str]:
    """For each of these messages on which something was decided against its author: `may` appeal,
    or how the appeal stands."""
    stands: dict[UUID, str] = {}
    cases = Case.objects.filter(message__in=list(messages)).order_by("opened_at")
    for message, state, action, appeal in cases.values_list("message", "state", "action", "appeal"):
        if appeal != Appeal.NONE:
            stands[message] = appeal
        elif state == CaseState.DECIDED and action in AGAINST:
            stands[message] = "may"
    return stands


def expected_wait(group_id: UUID) -> int:
    """Minutes within which four of five of the group's latest decisions came, at least one."""
    recent = Case.objects.filter(
        group=group_id, state=CaseState.DECIDED, appeal=Appeal.NONE
    ).order_by("-decided_at")
    waits = sorted(
        (decided - opened).total_seconds() / 60
        for opened, decided in recent.values_list("opened_at", "decided_at")[:_WAIT_FROM]
        if decided is not None
    )
    return max(1, round(waits[ceil(len(waits) * 0.8) - 1])) if waits else _WAIT_UNKNOWN
