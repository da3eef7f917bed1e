"""The only writer of pages: one turn of the wheel, as often as one likes, in as many processes."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import structlog
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from forum import doorbell
from forum.memberships.models import Membership
from forum.notices.actions import notify
from forum.notices.models import Kind
from forum.permissions import system_only
from moderation.cases.history import tell
from moderation.cases.models import Case
from moderation.cases.states import CRISIS, KEPT, OPEN, CaseState
from moderation.paging.chain import AGAIN, callee, chain, first_lead
from moderation.paging.models import Page, Why
from moderation.screening.verdict import Queue
from moderation.shifts.models import Gap

log = structlog.get_logger(__name__)


@system_only
def turn() -> int:
    """Makes every page whose moment has come. Returns how many."""
    now = timezone.now()
    _answered(now)
    return (
        sum(_page_crisis(case, now) for case in _crises())
        + sum(_page_late(case, now) for case in _late(now))
        + sum(_page_gap(gap, now) for gap in _gaps())
    )


def _crises() -> list[Case]:
    """Crises that nobody looks at."""
    waiting = Case.objects.filter(queue=Queue.CARE, severity__gte=CRISIS, state=CaseState.WAITING)
    return list(waiting.select_related("message__author", "about", "group"))


def _late(now: datetime) -> list[Case]:
    told = Page.objects.filter(case=OuterRef("pk"), why=Why.LATE)
    late = Case.objects.filter(state=CaseState.WAITING, due_at__lt=now).exclude(Exists(told))
    # A crisis is called for already.
    late = late.exclude(queue=Queue.CARE, severity__gte=CRISIS)
    return list(late.select_related("message__author", "about", "group"))


def _gaps() -> list[Gap]:
    return list(Gap.objects.filter(until=None, pages=None).select_related("group"))


def _answered(now: datetime) -> None:
    """Somebody has taken the case since it was paged."""
    open_pages = Page.objects.filter(answered_at=None, case__isnull=False)
    open_pages.filter(case__state__in=sorted(KEPT)).update(answered_at=now)
    open_pages.exclude(case__state__in=sorted(OPEN)).update(answered_at=now)


def _page_crisis(case: Case, now: datetime) -> bool:
    before = list(
        Page.objects.filter(case=case, why=Why.CRISIS)
        .order_by("step")
        .values_list("step", "at", "member")
    )
    if before and now - before[-1][1] < AGAIN:
        return False
    people = chain(case.group_id, now, without=case.subject.person_id)
    whom = callee(people, [member for _, _, member in before if member])
    step = before[-1][0] + 1 if before else 0
    return _page(case.group_id, whom, Why.CRISIS, now, case=case, step=step)


def _page_late(case: Case, now: datetime) -> bool:
    people = chain(case.group_id, now, without=case.subject.person_id)
    return _page(case.group_id, first_lead(people), Why.LATE, now, case=case)


def _page_gap(gap: Gap, now: datetime) -> bool:
    people = chain(gap.group_id, now)
    return _page(gap.group_id, first_lead(people), Why.GAP, now, gap=gap)


@system_only
def tell_lead(case: Case, by: Membership) -> None:
    """Somebody takes a crisis beyond what they should carry, because nobody else is there. In the
    transaction of the claim."""
    now = timezone.now()
    people = [one for one in chain(case.group_id, now) if one.pk != by.pk]
    lead = first_lead(people)
    if lead is not None:
        _page(case.group_id, lead, Why.LIMIT, now)


@system_only
def drill(group: UUID) -> list[Membership]:
    """Calls everybody of the chain at once, marked as a drill. Gives whom."""
    now = timezone.now()
    people = chain(group, now)
    for member in people:
        _page(group, member, Why.DRILL, now)
    return people


def _page(
    group: UUID,
    whom: Membership | None,
    why: Why,
    now: datetime,
    *,
    case: Case | None = None,
    gap: Gap | None = None,
    step: int = 0,
) -> bool:
    """One page, unless another process was first."""
    try:
        with transaction.atomic():
            if case and not Case.objects.filter(pk=case.pk, state=CaseState.WAITING).exists():
                return False
            notice = notify(whom.person, Kind(why.value)) if whom else None
            Page.objects.create(
                group_id=group,
                case=case,
                gap=gap,
                why=why,
                step=step,
                member=whom,
                notice=notice,
                at=now,
            )
            if case:
                what = "paged" if whom else "nobody_to_page"
                tell(case, what, to=whom)
            doorbell.ring(doorbell.desk(group))
    except IntegrityError:
        return False
    if whom is None:
        # A crisis that reaches nobody is the operator's to hear of; a small group without leads is
        # told of a gap on its own screens.
        say = log.warning if why == Why.GAP else log.error
        say("nobody_to_page", why=why.value)
    return True
