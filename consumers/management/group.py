"""A group as somebody at a terminal names it."""

from __future__ import annotations

from uuid import UUID

from django.core.management.base import CommandError

from forum.rooms.models import Group


def chosen_group(named: str | None) -> Group | None:
    """The group of this name or id; none for none. Raises `CommandError` when there is not
    exactly one."""
    if named is None:
        return None
    try:
        found = list(Group.objects.filter(pk=UUID(named)))
    except ValueError:
        found = list(Group.objects.filter(name=named))
    if len(found) != 1:
        raise CommandError(f"{len(found)} groups have that name or id; give the id of one.")
    return found[0]
