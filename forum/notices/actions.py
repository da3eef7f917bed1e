"""The only writers of notices and subscriptions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from forum import doorbell, env
from forum.errors import Code, DomainError
from forum.notices.models import Kind, Notice, PushSubscription
from forum.people.models import Person
from forum.permissions import system_only
from forum.sealed import seal, seal_same, unseal

ABOUT = "push"
PER_PERSON = 10
BATCH = 20
# While one process tries, the others leave it alone.
TRYING = timedelta(seconds=30)
# After the first, second and third failure; then no more.
AGAIN = (timedelta(seconds=15), timedelta(seconds=60), timedelta(minutes=5))


@dataclass(frozen=True)
class Letter:
    """What the carriers need to know of one notice. `done`: carriers that have taken it before."""

    notice: UUID
    kind: str
    language: str
    email: str
    subscriptions: tuple[tuple[int, dict[str, Any]], ...]
    done: frozenset[str]


@dataclass(frozen=True)
class Result:
    """What became of it with one carrier. `gone`: subscriptions that have ended."""

    notice: UUID
    carrier: str
    taken: bool
    gone: tuple[int, ...] = ()


@system_only
def notify(person: Person, kind: Kind) -> Notice:
    """A notice to this person. In the transaction that wants it."""
    now = timezone.now()
    notice = Notice.objects.create(person=person, kind=kind, at=now, next_at=now)
    doorbell.ring(doorbell.NOTICES)
    return notice


@system_only
def take() -> list[Letter]:
    """The notices to try now, none of which another process tries too."""
    now = timezone.now()
    letters: list[Letter] = []
    due = Notice.objects.filter(next_at__lte=now).select_related("person__account")
    for notice in due.order_by("at")[:BATCH]:
        mine = Notice.objects.filter(pk=notice.pk, next_at=notice.next_at)
        if not mine.update(next_at=now + TRYING, attempts=F("attempts") + 1):
            continue
        letters.append(
            Letter(
                notice=notice.pk,
                kind=notice.kind,
                language=notice.person.language,
                email=notice.person.account.email if notice.person.account else "",
                subscriptions=tuple(
                    (row.pk, json.loads(unseal(bytes(row.sealed), about=ABOUT)))
                    for row in PushSubscription.objects.filter(person=notice.person_id)
                ),
                done=frozenset(one["carrier"] for one in notice.results if one["taken"]),
            )
        )
    return letters


@system_only
@transaction.atomic
def settle(letter: Letter, results: Sequence[Result]) -> None:
    """Writes down what became of it, and when to try again what failed."""
    now = timezone.now()
    notice = Notice.objects.select_for_update().get(pk=letter.notice)
    notice.results = notice.results + [
        {"carrier": one.carrier, "taken": one.taken, "at": now.isoformat()} for one in results
    ]
    failed = any(not one.taken for one in results)
    more = failed and notice.attempts <= len(AGAIN)
    notice.next_at = now + AGAIN[notice.attempts - 1] if more else None
    notice.save(update_fields=["results", "next_at"])
    gone = [pk for one in results for pk in one.gone]
    PushSubscription.objects.filter(pk__in=gone).delete()


@system_only
@transaction.atomic
def subscribe(person: Person, *, endpoint: str, p256dh: str, auth: str) -> None:
    """Tells this browser from now on. The same browser again replaces itself. Error:
    `push_address` unless it can be a push service's."""
    if not _a_push_service(endpoint):
        raise DomainError(Code.PUSH_ADDRESS)
    info = {"endpoint": endpoint, "keys": {"p256dh": p256dh, "auth": auth}}
    known_by = seal_same(endpoint.encode(), about=ABOUT)
    PushSubscription.objects.filter(known_by__in=known_by).delete()
    PushSubscription.objects.create(
        person=person, known_by=known_by[0], sealed=seal(json.dumps(info), about=ABOUT)
    )
    all_of_them = PushSubscription.objects.filter(person=person).order_by("-at", "-pk")
    too_many = list(all_of_them.values_list("pk", flat=True))[PER_PERSON:]
    PushSubscription.objects.filter(pk__in=too_many).delete()


def _a_push_service(endpoint: str) -> bool:
    """A named host out there, by https: what is sent must not be aimed at our own network. While
    trying things out, this machine too."""
    parts = urlsplit(endpoint)
    host = parts.hostname or ""
    if not env.SECURE and host in ("127.0.0.1", "localhost"):
        return True
    named = "." in host and not host.replace(".", "").isdigit() and ":" not in host
    inside = host.endswith((".local", ".internal", ".localhost", ".lan"))
    return parts.scheme == "https" and named and not inside and parts.port in (None, 443)


@system_only
def unsubscribe(person: Person, *, endpoint: str) -> None:
    """Tells this browser no more."""
    known_by = seal_same(endpoint.encode(), about=ABOUT)
    PushSubscription.objects.filter(person=person, known_by__in=known_by).delete()
