"""Founding a group, and changing its frame."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from html import escape

from django.db import transaction
from django.utils import timezone

from forum import doorbell
from forum.errors import Code, DomainError
from forum.groups.access import FoundedBy
from forum.groups.frame import GroupFrame, checked
from forum.memberships.actions import appoint
from forum.memberships.models import Membership
from forum.people.models import Person
from forum.permissions import Permission, Role, requires
from forum.rooms.actions import create_group
from forum.rooms.agreement import publish_agreement
from forum.rooms.clauses import LENGTH_MAX, plain
from forum.rooms.models import Group, Mode

CLAUSE_MIN = 3
CLAUSES_MAX = 20
AGAIN = timedelta(minutes=10)


@requires(Permission.FOUND)
@transaction.atomic
def found(
    by: FoundedBy,
    *,
    frame: GroupFrame,
    mode: Mode,
    first_held: int,
    agreement: Sequence[str],
) -> Membership:
    """A new group with its rooms and its first agreement, made of these lines. Whoever founds it
    leads it, whatever they are elsewhere: somebody has to be able to set it up further.

    Errors: those of `frame.checked`, `agreement_empty`, `clause_length`, `already_there`: they have
    just made a group of this name, as when a press is sent again over a bad line.
    """
    html, facts = _as_html(agreement), checked(frame).facts()
    Person.objects.select_for_update().get(pk=by.person.pk)
    just_made = Membership.objects.filter(
        person=by.person,
        group__name=facts["name"],
        group__agreements__version=1,
        group__agreements__at__gt=timezone.now() - AGAIN,
    )
    if just_made.exists():
        raise DomainError(Code.ALREADY_THERE)
    group = create_group(**facts, mode=mode, first_held=first_held)
    publish_agreement(group, html)
    member = appoint(
        group=group,
        person=by.person,
        role=Role.FACILITATOR,
        name=by.name,
        organisation=by.organisation,
        cleared=by.cleared,
    )
    by.pk, by.group_id = member.pk, group.pk
    return member


@requires(Permission.SETUP)
@transaction.atomic
def set_frame(by: Membership, *, frame: GroupFrame) -> None:
    """Another frame for this group, from now on; when messages are shown is `rooms.set_mode`.
    Errors: those of `frame.checked`."""
    Group.objects.filter(pk=by.group_id).update(**checked(frame).facts())
    doorbell.ring(doorbell.group(by.group_id))


def _as_html(lines: Sequence[str]) -> str:
    clauses = [clause for clause in map(plain, lines) if clause]
    if not clauses or len(clauses) > CLAUSES_MAX:
        raise DomainError(Code.AGREEMENT_EMPTY, max=CLAUSES_MAX)
    if not all(CLAUSE_MIN <= len(clause) <= LENGTH_MAX for clause in clauses):
        raise DomainError(Code.CLAUSE_LENGTH, min=CLAUSE_MIN, max=LENGTH_MAX)
    items = "".join(f"<li>{escape(clause, quote=False)}</li>" for clause in clauses)
    return f"<ul>{items}</ul>"
