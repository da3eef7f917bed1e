"""The only writers of calendar keys."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils import timezone

from forum.calendar.models import CalendarKey
from forum.people.devices import token_hash
from forum.people.models import Person
from forum.permissions import system_only


@system_only
@transaction.atomic
def make_key(person: Person) -> str:
    """A new key, shown once; one made before opens nothing from now on."""
    key = secrets.token_urlsafe(32)
    CalendarKey.objects.update_or_create(
        person=person, defaults={"key_hash": token_hash(key), "made_at": timezone.now()}
    )
    return key


@system_only
def drop_key(person: Person) -> None:
    """No calendar any more."""
    CalendarKey.objects.filter(person=person).delete()
