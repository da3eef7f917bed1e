"""A member of staff as somebody at a terminal names them."""

from __future__ import annotations

from django.core.management.base import CommandError

from forum.people.models import Person


def chosen_staff(username: str) -> Person:
    """The member of staff of this user name. Raises `CommandError` when there is none."""
    person = Person.objects.filter(account__username=username).first()
    if person is None:
        raise CommandError("There is no member of staff of that name.")
    return person
