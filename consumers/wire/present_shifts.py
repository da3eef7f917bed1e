"""Duties into frames, for those who judge: who is there, what one has carried, who was called."""

from __future__ import annotations

from django.utils import timezone

from consumers.wire import events
from consumers.wire.present import member
from forum.memberships.models import Membership
from forum.notices.vapid import public_key
from forum.people.models import Person
from forum.permissions import Permission
from moderation.cases.access import judging
from moderation.paging.models import Page
from moderation.shifts import queries
from moderation.shifts.models import Shift

PLANNED_MOST = 30
PAGES_MOST = 20


def shifts(person: Person) -> events.Shifts:
    """Of each group this person judges in."""
    return events.Shifts(
        push_key=public_key(),
        groups=[_group(by, by.may(Permission.ROSTER)) for by in judging(person)],
    )


def _group(by: Membership, leads: bool) -> events.GroupShifts:
    now = timezone.now()
    duties = queries.on_duty(by.group_id)
    mine = next((duty for duty in duties if duty.member_id == by.pk), None)
    gap = queries.gap_of(by.group_id)
    word = queries.handover(by.group_id)
    planned = Shift.objects.filter(group=by.group_id, ends_at__gt=now).order_by("starts_at")
    judges = [
        one
        for one in Membership.objects.filter(group=by.group_id, removed_at=None).order_by("alias")
        if one.may(Permission.JUDGE)
    ]
    loads = queries.loads(judges if leads else [by])
    own = loads[by.pk]
    return events.GroupShifts(
        group=by.group_id,
        name=by.group.name,
        mine_since=mine.since if mine else None,
        on_duty=[events.OnDuty(member=member(duty.member), since=duty.since) for duty in duties],
        gap_since=gap.since if gap else None,
        handover=events.Handover(who=word.member.alias, at=word.until, note=word.note)
        if word and word.until
        else None,
        planned=[
            events.PlannedShift(
                id=shift.pk,
                starts_at=shift.starts_at,
                ends_at=shift.ends_at,
                people=list(shift.people.order_by("watch__place").values_list("alias", flat=True)),
            )
            for shift in planned.prefetch_related("people")[:PLANNED_MOST]
        ],
        load=events.Load(
            items=own.items,
            items_most=queries.ITEMS_MOST,
            minutes=own.minutes,
            minutes_most=queries.MINUTES_MOST,
            rests_until=own.rests_until,
        ),
        # Of others, a lead learns this and nothing more.
        at_limit=[one.alias for one in judges if loads[one.pk].at_limit] if leads else [],
        may_plan=leads,
        colleagues=[member(one) for one in judges] if leads else [],
        pages=_pages(by) if leads else [],
    )


def _pages(by: Membership) -> list[events.PagePart]:
    made = Page.objects.filter(group=by.group_id).exclude(case__about__person=by.person_id)
    made = made.exclude(case__message__author__person=by.person_id)
    return [
        events.PagePart(
            at=page.at,
            why=page.why,
            who=page.member.alias if page.member else None,
            answered_at=page.answered_at,
        )
        for page in made.select_related("member").order_by("-at", "-pk")[:PAGES_MOST]
    ]
