"""Whom to call, in which order. Pure, but for who is there."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from forum.memberships.models import Membership
from forum.permissions import Permission, Role
from moderation.shifts.models import Watch
from moderation.shifts.queries import current_shift, on_duty

AGAIN = timedelta(minutes=2)


def chain(group: UUID, now: datetime, *, without: UUID | None = None) -> list[Membership]:
    """Those on duty in the order of the shift's plan, those planned who are not there, then shift
    leads, then safeguarding leads; nobody twice, and never the person `without`."""
    shift = current_shift(group, now)
    places = dict(Watch.objects.filter(shift=shift).values_list("member", "place")) if shift else {}
    duties = sorted(
        (duty.member for duty in on_duty(group)),
        key=lambda member: places.get(member.pk, len(places)),
    )
    # Planned and not there yet: called before the leads are.
    planned = [
        watch.member
        for watch in Watch.objects.filter(shift=shift, member__removed_at=None)
        .select_related("member__person")
        .order_by("place")
    ]
    leads = Membership.objects.filter(
        group=group, removed_at=None, role__in=[Role.SHIFT_LEAD, Role.SAFEGUARDING_LEAD]
    ).select_related("person")
    order = {Role.SHIFT_LEAD.value: 0, Role.SAFEGUARDING_LEAD.value: 1}
    everybody = [*duties, *planned, *sorted(leads, key=lambda one: (order[one.role], one.alias))]
    seen: set[UUID] = set()
    called: list[Membership] = []
    for member in everybody:
        if member.person_id in seen or member.person_id == without:
            continue
        if member.may(Permission.JUDGE):
            seen.add(member.person_id)
            called.append(member)
    return called


def callee(people: list[Membership], already: list[UUID]) -> Membership | None:
    """Whom to call next: the first not called yet, and when all have been, the last again."""
    fresh = next((one for one in people if one.pk not in already), None)
    return fresh or (people[-1] if people else None)


def first_lead(people: list[Membership]) -> Membership | None:
    """Whom to tell of what is not a crisis: the nearest lead."""
    for role in (Role.SHIFT_LEAD, Role.SAFEGUARDING_LEAD):
        for member in people:
            if member.role == role:
                return member
    return people[0] if people else None
