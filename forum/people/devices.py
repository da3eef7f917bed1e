"""Logins: opening one, knowing it again, ending it."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import date, timedelta

from django.contrib.auth import authenticate
from django.db import transaction
from django.utils import timezone

from forum import doorbell, pace
from forum.audit.actions import record
from forum.errors import Code, DomainError
from forum.people.models import Device, Person
from forum.permissions import system_only

IDLE_DAYS = 90
STAFF_IDLE_DAYS = 1


def _hash(token: str) -> bytes:
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
    Device.objects.create(person=person, token_hash=_hash(token), last_day=timezone.localdate())
    return token


def known(token: str) -> Device | None:
    """The living login this token opens, with its person; None for anything else."""
    return known_all([token])[0]


def known_all(tokens: Sequence[str]) -> list[Device | None]:
    """`known` for many at once, in order."""
    hashes = [_hash(token) for token in tokens]
    rows = Device.objects.select_related("person").filter(token_hash__in=hashes, ended_at=None)
    today = timezone.localdate()
    living = {bytes(row.token_hash): row for row in rows if not _idle(row, today)}
    stale = [device.pk for device in living.values() if device.last_day != today]
    if stale:
        Device.objects.filter(pk__in=stale).update(last_day=today)
    return [living.get(one) for one in hashes]


def _idle(device: Device, today: date) -> bool:
    days = STAFF_IDLE_DAYS if device.person.is_staff else IDLE_DAYS
    return device.last_day < today - timedelta(days=days)


@system_only
@transaction.atomic
def end_device(device: Device) -> None:
    """Sign out: this login stops working, on open sockets too."""
    Device.objects.filter(pk=device.pk, ended_at=None).update(ended_at=timezone.now())
    doorbell.ring(doorbell.person(device.person_id))
    if device.person.is_staff:
        record("people.sign_out", person=device.person_id)


@system_only
def sign_in(*, username: str, password: str, where: str) -> str:
    """Staff: a login for user name and password. Returns the cookie's token.

    `where` is the caller's address, used only for counting tries.
    Errors: `login_wrong`, `too_many_tries`.
    """
    pace.check("sign_in", where, username.casefold())
    account = authenticate(username=username, password=password)
    person = Person.objects.filter(account_id=account.pk).first() if account else None
    if person is None:
        pace.count("sign_in", where, username.casefold())
        raise DomainError(Code.LOGIN_WRONG)
    with transaction.atomic():
        token = open_device(person)
        record("people.sign_in", person=person.pk)
    return token
