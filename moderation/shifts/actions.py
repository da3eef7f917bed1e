"""The only writers of shifts, duties, breaks and gaps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from forum import doorbell
from forum.errors import Code, DomainError
from forum.memberships.models import Membership
from forum.permissions import Permission, requires, system_only
from forum.rooms.models import Group
from moderation.shifts import queries
from moderation.shifts.models import Duty, Gap, Rest, Shift, Watch

LENGTH_MAX = timedelta(hours=16)
PEOPLE_MAX = 10


@requires(Permission.ROSTER)
@transaction.atomic
def plan(
    by: Membership, *, starts_at: datetime, ends_at: datetime, people: Sequence[UUID]
) -> Shift:
    """Plans a shift; `people` are memberships, in the order in which they are called.

    Errors: `shift_length`, `shift_people` (none, too many, or not staff who judge here).
    """
    if not timedelta() < ends_at - starts_at <= LENGTH_MAX or ends_at <= timezone.now():
        raise DomainError(Code.SHIFT_LENGTH)
    members = {
        one.pk: one
        for one in Membership.objects.filter(pk__in=people, group=by.group_id, removed_at=None)
        if one.may(Permission.JUDGE)
    }
    if not people or len(people) > PEOPLE_MAX or len(members) != len(people):
        raise DomainError(Code.SHIFT_PEOPLE)
    shift = Shift.objects.create(group=by.group, starts_at=starts_at, ends_at=ends_at)
    Watch.objects.bulk_create(
        [Watch(shift=shift, member=members[one], place=place) for place, one in enumerate(people)]
    )
    doorbell.ring(doorbell.desk(by.group_id))
    return shift


@requires(Permission.ROSTER)
@transaction.atomic
def drop(by: Membership, *, shift_id: int) -> None:
    """Takes a planned shift back. Error: `shift_not_found`."""
    if not Shift.objects.filter(pk=shift_id, group=by.group_id).delete()[0]:
        raise DomainError(Code.SHIFT_NOT_FOUND)
    doorbell.ring(doorbell.desk(by.group_id))


@requires(Permission.JUDGE)
@transaction.atomic
def go_on(by: Membership) -> Duty:
    """On duty from now. Error: `on_duty_already`."""
    now = timezone.now()
    try:
        with transaction.atomic():
            duty = Duty.objects.create(member=by, group=by.group, since=now)
    except IntegrityError as error:
        raise DomainError(Code.ON_DUTY_ALREADY) from error
    Gap.objects.filter(group=by.group_id, until=None).update(until=now)
    doorbell.ring(doorbell.desk(by.group_id))
    return duty


@requires(Permission.JUDGE)
@transaction.atomic
def go_off(by: Membership, *, note: str = "") -> Duty:
    """Off duty, with a word to those who come after.

    Errors: `not_on_duty`; `cases_unowned` (with how many) while one holds cases, or as the last one
    on duty while cases are open; `note_needed` while cases are open.
    """
    # The group's row: two who leave at once must not each believe that the other stays.
    Group.objects.select_for_update().get(pk=by.group_id)
    duty = queries.duty_of(by)
    if duty is None:
        raise DomainError(Code.NOT_ON_DUTY)
    held = queries.held_by(by)
    if held:
        raise DomainError(Code.CASES_UNOWNED, count=held)
    waiting = queries.unowned(by.group_id, by.person_id)
    others = any(one.member_id != by.pk for one in queries.on_duty(by.group_id))
    if waiting and not others:
        raise DomainError(Code.CASES_UNOWNED, count=waiting)
    if waiting and not note.strip():
        raise DomainError(Code.NOTE_NEEDED)
    duty.until, duty.note = timezone.now(), note.strip()
    duty.save(update_fields=["until", "note"])
    doorbell.ring(doorbell.desk(by.group_id))
    return duty


@requires(Permission.JUDGE)
@transaction.atomic
def rest(by: Membership) -> Rest:
    """A break from now; the same one again while it lasts. Error: `cases_unowned` while one holds
    cases."""
    now = timezone.now()
    held = queries.held_by(by)
    if held:
        raise DomainError(Code.CASES_UNOWNED, count=held)
    running = Rest.objects.filter(member=by, until__gt=now).first()
    if running:
        return running
    begun = Rest.objects.create(member=by, since=now, until=now + queries.REST)
    doorbell.ring(doorbell.desk(by.group_id))
    return begun


@system_only
def look_for_gaps() -> int:
    """Opens a gap where somebody should be on duty and nobody is, and closes those that are over.
    Returns how many changed."""
    now = timezone.now()
    missing = queries.unwatched(now)
    told = set(Gap.objects.filter(until=None).values_list("group", flat=True))
    for group in missing ^ told:
        with transaction.atomic():
            if group in missing:
                Gap.objects.bulk_create([Gap(group_id=group, since=now)], ignore_conflicts=True)
            else:
                Gap.objects.filter(group=group, until=None).update(until=now)
            doorbell.ring(doorbell.desk(group))
    return len(missing ^ told)
