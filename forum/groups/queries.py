"""Who may found a group without being in one."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from forum.groups.models import Founder
from forum.people.models import Person


def founding(people: Iterable[Person]) -> set[UUID]:
    """Those of these people."""
    asked = [person.pk for person in people]
    if not asked:
        return set()
    return set(Founder.objects.filter(person__in=asked).values_list("person", flat=True))
