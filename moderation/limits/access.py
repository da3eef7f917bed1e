"""The only way to a set of limits: as somebody who tunes where it holds.

A set for the whole installation belongs to all who tune anywhere in it.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from forum.errors import Code, DomainError
from forum.memberships.access import memberships
from forum.memberships.models import Membership
from forum.people.models import Person
from forum.permissions import Permission
from moderation.limits.models import LimitSet


def tuning(person: Person) -> list[Membership]:
    """This person's memberships that tune."""
    return [member for member in memberships([person]) if member.may(Permission.TUNE)]


def visible(members: list[Membership]) -> QuerySet[LimitSet]:
    """The sets that these memberships, all of one person, may decide on."""
    if not members:
        return LimitSet.objects.none()
    groups = [member.group_id for member in members]
    return LimitSet.objects.filter(Q(group=None) | Q(group__in=groups))


def find(person: Person, set_id: int) -> tuple[Membership, LimitSet]:
    """The set, and the membership this person tunes it by. Raises `limits_not_found`."""
    members = tuning(person)
    limits = visible(members).filter(pk=set_id).first()
    if limits is None:
        raise DomainError(Code.LIMITS_NOT_FOUND)
    return next(one for one in members if limits.group_id in (None, one.group_id)), limits
