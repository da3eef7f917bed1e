"""The only way to a case: as somebody who judges in its group, and not one's own message."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from forum.errors import Code, DomainError
from forum.memberships.access import memberships
from forum.memberships.models import Membership
from forum.people.models import Person
from forum.permissions import Permission
from moderation.cases.models import Case


def judging(person: Person) -> list[Membership]:
    """This person's memberships that judge."""
    return [member for member in memberships([person]) if member.may(Permission.JUDGE)]


def visible(person: Person) -> QuerySet[Case]:
    """The cases this person may know of."""
    groups = [member.group_id for member in judging(person)]
    return Case.objects.filter(group__in=groups).exclude(Q(message__author__person=person))


def find(person: Person, case_id: UUID) -> tuple[Membership, Case]:
    """The case, and the membership this person judges it by. Raises `case_not_found`."""
    case = (
        visible(person)
        .select_related("message__author", "message__room", "message__reply_to", "holder", "group")
        .filter(pk=case_id)
        .first()
    )
    if case is None:
        raise DomainError(Code.CASE_NOT_FOUND)
    member = memberships([person]).get(group_id=case.group_id)
    return member, case
