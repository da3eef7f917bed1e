"""Logins: opening one, knowing it again, ending it."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from forum import doorbell
from forum.audit.actions import record
from forum.people.models import Device, Person
from forum.permissions import system_only

IDLE_DAYS = 90
# Adults sign in on machines that others use: a day is too long, and a day is too coarse.
STAFF_IDLE = timedelta(hours=12)
TOUCH_AGAIN = timedelta(minutes=10)


@system_only
def token_hash(token: str) -> bytes:
    """Under which a token is kept."""
    return hashlib.sha256(token.encode()).digest()


@system_only
def new_token() -> str:
    """A token that opens nothing yet."""
    return secrets.token_urlsafe(32)


@system_only
def open_device(person: Person, token: str = "") -> str:
    """A new login for this person. Returns the token for the cookie; only its hash is kept.

    `token`: one from `new_token`, where the answer may have to be given twice.
    """
    token = token or new_token()
    Device.objects.create(
        person=person,
        token_hash=token_hash(token),
        last_day=timezone.localdate(),
        seen_at=timezone.now() if person.is_staff else None,
    )
    return token


def known(token: str) -> Device | None:
    """The living login this token opens, with its person; None for anything else."""
    return known_all([token])[0]


def known_all(tokens: Sequence[str], *, touch: bool = True) -> list[Device | None]:
    """`known` for many at once, in order. `touch`: somebody is there; not so when an open page only
    asks whether its login still lives."""
    hashes = [token_hash(token) for token in tokens]
    rows = Device.objects.select_related("person").filter(token_hash__in=hashes, ended_at=None)
    now, today = timezone.now(), timezone.localdate()
    living = {bytes(row.token_hash): row for row in rows if not _idle(row, today, now)}
    if touch:
        stale = [device.pk for device in living.values() if device.last_day != today]
        if stale:
            Device.objects.filter(pk__in=stale).update(last_day=today)
        working = [
            device.pk
            for device in living.values()
            if device.seen_at and device.seen_at < now - TOUCH_AGAIN
        ]
        if working:
            Device.objects.filter(pk__in=working).update(seen_at=now)
    return [living.get(one) for one in hashes]


def _idle(device: Device, today: date, now: datetime) -> bool:
    if device.person.is_staff:
        return device.seen_at is None or device.seen_at < now - STAFF_IDLE
    return device.last_day < today - timedelta(days=IDLE_DAYS)


@system_only
@transaction.atomic
def end_device(device: Device) -> None:
    """Sign out: this login stops working, on open sockets too."""
    Device.objects.filter(pk=device.pk, ended_at=None).update(ended_at=timezone.now())
    doorbell.ring(doorbell.person(device.person_id))
    if device.person.is_staff:
        record("people.sign_out", person=device.person_id)
