"""The only writers of openings, and the only way to what is sealed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from forum import doorbell
from forum.errors import Code, DomainError
from forum.memberships.models import Membership
from forum.notices.models import PushSubscription
from forum.people.actions import contact_of
from forum.people.models import Device
from forum.permissions import Permission, requires, system_only
from moderation.breakglass.models import Ground, Opening
from moderation.breakglass.states import OpeningState, before
from moderation.cases.history import tell
from moderation.cases.models import Case

MINUTES_MAX = 60
# An unanswered question is no standing one.
ASKED_FOR = timedelta(hours=2)


@dataclass(frozen=True)
class Revealed:
    """What is known of somebody outside: what they left, if anything, and on how many devices."""

    contact: str
    devices: int
    subscriptions: int


@requires(Permission.UNSEAL)
@transaction.atomic
def ask(by: Membership, case: Case, *, ground: Ground, why: str, minutes: int) -> Opening:
    """Asks to see who this case's young person is. Errors: `case_not_yours` (one must hold it),
    `action_unfit` (it is about an adult), `note_needed`, `opening_length`, `opening_waits` (there
    is a live one)."""
    if case.holder_id != by.pk:
        raise DomainError(Code.CASE_NOT_YOURS)
    if case.subject.is_staff:
        raise DomainError(Code.ACTION_UNFIT)
    if not why.strip():
        raise DomainError(Code.NOTE_NEEDED)
    if not 1 <= minutes <= MINUTES_MAX:
        raise DomainError(Code.OPENING_LENGTH, max=MINUTES_MAX)
    try:
        with transaction.atomic():
            opening = Opening.objects.create(
                case=case,
                ground=ground,
                why=why.strip(),
                minutes=minutes,
                asked_by=by,
                asked_at=timezone.now(),
            )
    except IntegrityError as error:
        raise DomainError(Code.OPENING_WAITS) from error
    _told(opening, "unseal_asked", by)
    return opening


@requires(Permission.APPROVE)
@transaction.atomic
def approve(by: Membership, opening: Opening) -> None:
    """Yes, from now for the minutes asked for. Errors: `opening_two_roles` (another person, of
    another role, must say it), `opening_changed`."""
    _another(by, opening)
    now = timezone.now()
    _move(
        opening,
        OpeningState.OPEN,
        Q(asked_at__gt=now - ASKED_FOR),
        answered_by=by,
        answered_at=now,
        until=now + timedelta(minutes=opening.minutes),
    )
    _told(opening, "unseal_open", by)


@requires(Permission.APPROVE)
@transaction.atomic
def refuse(by: Membership, opening: Opening) -> None:
    """No. Errors: as for `approve`."""
    _another(by, opening)
    now = timezone.now()
    _move(opening, OpeningState.REFUSED, Q(), answered_by=by, answered_at=now, ended_at=now)
    _told(opening, "unseal_refused", by)


def _another(by: Membership, opening: Opening) -> None:
    asked = opening.asked_by
    if asked.person_id == by.person_id or asked.role == by.role:
        raise DomainError(Code.OPENING_TWO_ROLES)


@requires(Permission.UNSEAL)
@transaction.atomic
def look(by: Membership, opening: Opening) -> Revealed:
    """What is sealed, for who asked, while it is open. Counted, and in the record. Error:
    `opening_changed`."""
    seen = Opening.objects.filter(
        pk=opening.pk,
        state=OpeningState.OPEN,
        asked_by=by,
        until__gt=timezone.now(),
    ).update(looks=F("looks") + 1)
    if not seen:
        raise DomainError(Code.OPENING_CHANGED)
    _told(opening, "unseal_seen", by)
    person = opening.case.subject.person
    return Revealed(
        contact=contact_of(person),
        devices=Device.objects.filter(person=person, ended_at=None).count(),
        subscriptions=PushSubscription.objects.filter(person=person).count(),
    )


@requires(Permission.UNSEAL)
@transaction.atomic
def close(by: Membership, opening: Opening) -> None:
    """Done with it, or not needed any more. Errors: `opening_changed`, `not_allowed` for others
    than who asked."""
    if opening.asked_by_id != by.pk:
        raise DomainError(Code.NOT_ALLOWED)
    _move(opening, OpeningState.CLOSED, Q(), ended_at=timezone.now())
    _told(opening, "unseal_closed", by)


@system_only
def lapse() -> int:
    """Ends what has run out. Returns how many."""
    now = timezone.now()
    ended = 0
    over = Q(state=OpeningState.OPEN, until__lte=now)
    forgotten = Q(state=OpeningState.ASKED, asked_at__lte=now - ASKED_FOR)
    for opening in Opening.objects.filter(over | forgotten).select_related("case"):
        with transaction.atomic():
            try:
                _move(opening, OpeningState.LAPSED, over | forgotten, ended_at=now)
            except DomainError:
                continue
            _told(opening, "unseal_lapsed", None)
            ended += 1
    return ended


def _move(opening: Opening, target: OpeningState, guard: Q, **facts: Any) -> None:
    live = Opening.objects.filter(guard, pk=opening.pk, state__in=before(target))
    if not live.update(state=target, **facts):
        raise DomainError(Code.OPENING_CHANGED)


def _told(opening: Opening, what: str, by: Membership | None) -> None:
    tell(opening.case, what, by)
    group = opening.case.group_id
    doorbell.ring(doorbell.desk(group), doorbell.group(group))
