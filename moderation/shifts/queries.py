"""Who is on duty, what they have had to look at, and whether somebody is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Max, Q
from django.utils import timezone

from forum.memberships.models import Membership
from forum.sessions.models import Session
from forum.sessions.states import SessionState
from moderation.cases.models import Case, CaseEvent
from moderation.cases.states import GRAVE, KEPT, CaseState
from moderation.shifts.models import Duty, Gap, Rest, Shift

# What one may look at between two breaks: grave cases, and minutes with them.
ITEMS_MOST = 12
MINUTES_MOST = 45
REST = timedelta(minutes=15)
# Without a break for so long, the count begins anew: a night has passed.
FORGOTTEN = timedelta(hours=12)
# A case left open on a screen counts no longer than this.
LOOK_MOST = timedelta(minutes=15)


@dataclass(frozen=True)
class Load:
    """What somebody has had to look at since their last break. `rests_until`: on a break now."""

    items: int
    minutes: int
    rests_until: datetime | None

    @property
    def at_limit(self) -> bool:
        return self.items >= ITEMS_MOST or self.minutes >= MINUTES_MOST


def on_duty(group: UUID) -> list[Duty]:
    """Who is on duty now, longest first."""
    found = Duty.objects.filter(group=group, until=None, member__removed_at=None)
    return list(found.select_related("member__person").order_by("since", "pk"))


def duty_of(member: Membership) -> Duty | None:
    """Their duty now."""
    return Duty.objects.filter(member=member, until=None).first()


def current_shift(group: UUID, now: datetime) -> Shift | None:
    """The planned shift of this moment, the one that began last."""
    found = Shift.objects.filter(group=group, starts_at__lte=now, ends_at__gt=now)
    return found.order_by("-starts_at").first()


def unwatched(now: datetime) -> set[UUID]:
    """The groups for which somebody should be on duty, a shift being planned for now or a session
    open, and nobody is."""
    planned = Shift.objects.filter(starts_at__lte=now, ends_at__gt=now).values_list("group")
    open_now = Session.objects.filter(state=SessionState.OPEN).values_list("group")
    there = Duty.objects.filter(until=None, member__removed_at=None).values_list("group")
    return {one for (one,) in planned.union(open_now)} - {one for (one,) in there}


def gap_of(group: UUID) -> Gap | None:
    """The gap that is open."""
    return Gap.objects.filter(group=group, until=None).first()


def unowned(group: UUID, person: UUID) -> int:
    """Open cases that nobody on duty would answer for if this person went."""
    # What somebody sees to by a later day waits for nobody tonight.
    owned = Q(owner__isnull=False, owner__removed_at=None, due_at__gt=timezone.now())
    return (
        Case.objects.filter(group=group)
        .exclude(state=CaseState.DECIDED)
        .exclude(owned)
        .exclude(Q(message__author__person=person) | Q(about__person=person))
        .count()
    )


def held_by(member: Membership) -> int:
    """Cases that are theirs now."""
    return Case.objects.filter(holder=member, state__in=sorted(KEPT)).count()


def load(member: Membership) -> Load:
    """Counted from the cases' history."""
    return loads([member])[member.pk]


def loads(members: Sequence[Membership]) -> dict[UUID, Load]:
    """Of each of these, with as many questions as for one."""
    now = timezone.now()
    rested = dict(
        Rest.objects.filter(member__in=members).values_list("member").annotate(last=Max("until"))
    )
    since = {one.pk: max(now - FORGOTTEN, rested.get(one.pk, now - FORGOTTEN)) for one in members}
    lines: dict[UUID, list[tuple[UUID, str, datetime]]] = {one.pk: [] for one in members}
    history = CaseEvent.objects.filter(
        Q(by__in=members) | Q(to__in=members),
        at__gt=min(since.values(), default=now),
        case__severity__gte=GRAVE,
    ).order_by("pk")
    for case, what, at, by, to in history.values_list("case", "what", "at", "by", "to"):
        for member in {by, to} & lines.keys():
            if at > since[member]:
                lines[member].append((case, what, at))
    return {member: _load(own, now=now, rested=rested.get(member)) for member, own in lines.items()}


def _load(
    lines: Sequence[tuple[UUID, str, datetime]], *, now: datetime, rested: datetime | None
) -> Load:
    items: set[UUID] = set()
    begun: dict[UUID, datetime] = {}
    looked = timedelta()
    for case, what, at in lines:
        if what == "claimed":
            items.add(case)
            begun[case] = at
        elif case in begun and what not in ("seen", "noted", "joined"):
            looked += min(at - begun.pop(case), LOOK_MOST)
    looked += sum((min(now - at, LOOK_MOST) for at in begun.values()), timedelta())
    return Load(
        items=len(items),
        minutes=round(looked / timedelta(minutes=1)),
        rests_until=rested if rested and rested > now else None,
    )


def handover(group: UUID) -> Duty | None:
    """The latest word to those who come after."""
    return (
        Duty.objects.filter(group=group, until__isnull=False)
        .exclude(note="")
        .select_related("member")
        .order_by("-until")
        .first()
    )
