"""Whose calendar a key opens."""

from __future__ import annotations

from forum.calendar.models import CalendarKey
from forum.people.devices import token_hash
from forum.people.models import Person


def owner(key: str) -> Person | None:
    """None for a key that is unknown or taken back."""
    row = CalendarKey.objects.select_related("person").filter(key_hash=token_hash(key)).first()
    return row.person if row else None


def has_key(person: Person) -> bool:
    """Whether this person has an address now."""
    return CalendarKey.objects.filter(person=person).exists()
