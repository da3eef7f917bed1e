"""Joining, and what happens to a membership afterwards."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from forum import doorbell
from forum.errors import Code, DomainError
from forum.memberships import alias as aliases
from forum.memberships import avatar as avatars
from forum.memberships import invites
from forum.memberships.models import Bar, Membership
from forum.organisations.models import Organisation
from forum.people.models import Person
from forum.permissions import Permission, Role, requires, system_only
from forum.rooms.agreement import current
from forum.rooms.models import Group, Mode, Room


@system_only
def check_alias(group: Group, person: Person | None, text: str) -> str:
    """The alias as it would stand in this group.

    Errors: those of `alias.clean`, `alias_taken`, `alias_elsewhere` (this person uses it in
    another group, where it would join the two).
    """
    alias = aliases.clean(text)
    if Membership.objects.filter(group=group, alias__iexact=alias).exists():
        raise DomainError(Code.ALIAS_TAKEN)
    if person and Membership.objects.filter(person=person, alias__iexact=alias).exists():
        raise DomainError(Code.ALIAS_ELSEWHERE)
    return alias


@system_only
def propose_alias(group: Group, language: str, *, besides: str = "") -> str:
    """A free alias in this language, another than `besides`."""
    taken = Membership.objects.filter(group=group).values_list("alias", flat=True)
    return aliases.propose(language, {alias.casefold() for alias in (*taken, besides)})


@system_only
@transaction.atomic
def join(
    *,
    code: str,
    person: Person | None,
    language: str,
    band: str,
    alias: str,
    avatar: str,
    agreement_version: int,
) -> Membership:
    """Turns a code into a membership, with a new person unless one is signed in already.

    Errors: `invite_invalid`, `age_outside`, `agreement_needed`, and those of `check_alias`.
    """
    invite = invites.usable(code)
    group = invite.group
    if band not in group.bands:
        raise DomainError(Code.AGE_OUTSIDE)
    if agreement_version != current(group).version:
        raise DomainError(Code.AGREEMENT_NEEDED)
    name = check_alias(group, person, alias)
    if person is None:
        person = Person.objects.create(language=language)
    elif Membership.objects.filter(group=group, person=person).exists():
        # In already, or removed and not let back in by a fresh code.
        raise DomainError(Code.INVITE_INVALID)
    invites.use(invite)
    try:
        member = Membership.objects.create(
            group=group,
            person=person,
            role=Role.PARTICIPANT,
            alias=name,
            avatar=avatar if avatars.valid(avatar) else avatars.random_seed(),
            band=band,
            agreement_version=agreement_version,
        )
    except IntegrityError as error:
        raise DomainError(Code.ALIAS_TAKEN) from error
    doorbell.ring(doorbell.person(person.pk), doorbell.group(group.pk))
    return member


@system_only
@transaction.atomic
def appoint(
    *,
    group: Group,
    person: Person,
    role: Role,
    name: str,
    organisation: Organisation | None = None,
    cleared: bool = True,
) -> Membership:
    """Makes a staff member part of a group, under their first name, of their own organisation.
    `cleared`: somebody has seen their police certificate."""
    member = Membership.objects.create(
        group=group,
        person=person,
        role=role,
        alias=name,
        avatar=avatars.random_seed(),
        agreement_version=current(group).version,
        organisation=organisation,
        cleared=cleared,
    )
    if organisation is not None:
        group.organisations.add(organisation)
    doorbell.ring(doorbell.person(person.pk), doorbell.group(group.pk))
    return member


@system_only
@transaction.atomic
def accept_agreement(by: Membership, *, version: int) -> None:
    """Accepts the version in force. Error: `agreement_needed` when it changed meanwhile."""
    if version != current(by.group).version:
        raise DomainError(Code.AGREEMENT_NEEDED)
    Membership.objects.filter(pk=by.pk).update(agreement_version=version)
    doorbell.ring(doorbell.person(by.person_id))


@requires(Permission.JUDGE)
@transaction.atomic
def set_member_mode(by: Membership, *, member_id: UUID, mode: Mode | None) -> None:
    """When a young person's messages are shown, whatever holds in their group; None: as in the
    group. Error: `member_not_found`."""
    there = Membership.objects.filter(
        pk=member_id, group=by.group_id, removed_at=None, role=Role.PARTICIPANT
    )
    if not there.update(mode=mode or ""):
        raise DomainError(Code.MEMBER_NOT_FOUND)
    doorbell.ring(doorbell.desk(by.group_id))


@system_only
@transaction.atomic
def pause(member: Membership, *, minutes: int, reason: str = "") -> datetime:
    """No writing for a while. Returns until when."""
    until = timezone.now() + timedelta(minutes=minutes)
    Membership.objects.filter(pk=member.pk).update(paused_until=until, pause_reason=reason)
    doorbell.ring(doorbell.person(member.person_id), doorbell.group(member.group_id))
    return until


@system_only
@transaction.atomic
def remove(member: Membership) -> None:
    """Out of the group, on open sockets too."""
    Membership.objects.filter(pk=member.pk, removed_at=None).update(removed_at=timezone.now())
    doorbell.ring(doorbell.person(member.person_id), doorbell.group(member.group_id))


@system_only
@transaction.atomic
def end_pause(member: Membership) -> None:
    """May write again at once."""
    Membership.objects.filter(pk=member.pk).update(paused_until=None, pause_reason="")
    doorbell.ring(doorbell.person(member.person_id), doorbell.group(member.group_id))


@system_only
@transaction.atomic
def suspend(member: Membership, *, until: datetime, reason: str) -> None:
    """Out of the shared rooms until then, on open sockets too."""
    Membership.objects.filter(pk=member.pk).update(suspended_until=until, suspend_reason=reason)
    doorbell.ring(doorbell.person(member.person_id), doorbell.group(member.group_id))


@system_only
@transaction.atomic
def end_suspension(member: Membership) -> None:
    """May come in again at once."""
    Membership.objects.filter(pk=member.pk).update(suspended_until=None, suspend_reason="")
    doorbell.ring(doorbell.person(member.person_id), doorbell.group(member.group_id))


@system_only
@transaction.atomic
def take_back(member: Membership) -> None:
    """Into the group again, as who they were, unless they are in it by another way already."""
    elsewhere = Membership.objects.filter(
        group=member.group_id, person=member.person_id, removed_at=None
    )
    if not elsewhere.exists():
        Membership.objects.filter(pk=member.pk).update(removed_at=None)
    doorbell.ring(doorbell.person(member.person_id), doorbell.group(member.group_id))


@system_only
@transaction.atomic
def bar(member: Membership, room: Room) -> None:
    """Out of this room, on open sockets too."""
    Bar.objects.get_or_create(room=room, membership=member)
    doorbell.ring(doorbell.person(member.person_id))


@system_only
@transaction.atomic
def unbar(member: Membership, room: Room) -> None:
    """May enter it again."""
    Bar.objects.filter(room=room, membership=member).delete()
    doorbell.ring(doorbell.person(member.person_id))
