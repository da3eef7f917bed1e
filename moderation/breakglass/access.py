"""The way to an opening: for those of the group who ask, answer, or read the record."""

from __future__ import annotations

from django.db.models import QuerySet

from forum.errors import Code, DomainError
from forum.memberships.access import memberships
from forum.memberships.models import Membership
from forum.people.models import Person
from forum.permissions import Permission
from moderation.breakglass.models import Opening

SHOWN_TO = (Permission.UNSEAL, Permission.APPROVE, Permission.AUDIT)


def visible(person: Person) -> QuerySet[Opening]:
    """The openings this person may know of; never one on themselves."""
    groups = [
        member.group_id
        for member in memberships([person])
        if any(member.may(one) for one in SHOWN_TO)
    ]
    return Opening.objects.filter(case__group__in=groups).exclude(
        case__message__author__person=person
    )


def find(person: Person, opening_id: int) -> tuple[Membership, Opening]:
    """The opening, and who this person is in its group. Error: `opening_not_found`."""
    opening = (
        visible(person)
        .select_related("case__message__author__person", "case__about__person", "asked_by")
        .filter(pk=opening_id)
        .first()
    )
    if opening is None:
        raise DomainError(Code.OPENING_NOT_FOUND)
    return memberships([person]).get(group_id=opening.case.group_id), opening
