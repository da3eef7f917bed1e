"""Making links for colleagues, and coming in by one."""

from __future__ import annotations

import secrets
import unicodedata
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from forum.audit.actions import record
from forum.colleagues.access import code_hash, usable
from forum.colleagues.models import StaffInvite
from forum.errors import Code, DomainError
from forum.groups.models import Founder
from forum.memberships.actions import appoint
from forum.memberships.invites import ALPHABET
from forum.memberships.models import Membership
from forum.organisations.models import Organisation
from forum.people.models import Person
from forum.permissions import Permission, Role, requires, system_only
from forum.rooms.models import Group

# Opened from a message, never typed: long enough for what it opens.
LENGTH = 24
VALID = timedelta(days=14)
NAME_MIN, NAME_MAX = 2, 24
ORGANISATION_MIN, ORGANISATION_MAX = 2, 120
# Whom those may bring in who set a group up; the others only an administrator.
ROLES = frozenset({Role.FACILITATOR, Role.MODERATOR, Role.SHIFT_LEAD, Role.SAFEGUARDING_LEAD})
ROLES_OF_ADMINISTRATOR = ROLES | {Role.ADMINISTRATOR, Role.AUDITOR}


@requires(Permission.SETUP)
@transaction.atomic
def invite(
    by: Membership, *, role: Role, organisation: str = "", cleared: bool = False
) -> tuple[str, datetime]:
    """A code for a colleague, and when it expires. `organisation`: a name; empty is one's own.
    `cleared`: their police certificate has been seen, by one whose own has been. Errors:
    `not_allowed` (that role, or to vouch for it), `organisation_length`."""
    allowed = ROLES_OF_ADMINISTRATOR if by.role == Role.ADMINISTRATOR else ROLES
    if role not in allowed or (cleared and not by.cleared):
        raise DomainError(Code.NOT_ALLOWED)
    theirs = _known_by(by.group, organisation) if organisation.strip() else by.organisation
    return _new_invite(group=by.group, role=role, organisation=theirs, cleared=cleared, by=by)


@requires(Permission.SETUP)
@transaction.atomic
def revoke(by: Membership, *, ref: UUID) -> None:
    """Takes a link back that nobody has used. Error: `invite_invalid`."""
    taken, _ = StaffInvite.objects.filter(ref=ref, group=by.group_id, used_at=None).delete()
    if not taken:
        raise DomainError(Code.INVITE_INVALID)


@system_only
@transaction.atomic
def invite_first(
    *, organisation: str, cleared: bool, group: Group | None = None, role: Role = Role.FACILITATOR
) -> tuple[str, datetime]:
    """From a terminal: a code for whoever is to found groups, or, with a group, to join it."""
    if group is not None:
        theirs = _known_by(group, organisation)
    else:
        name = _clean_organisation(organisation)
        same = (one for one in Organisation.objects.all() if one.name.casefold() == name.casefold())
        theirs = next(same, None) or Organisation.objects.create(name=name)
    return _new_invite(group=group, role=role, organisation=theirs, cleared=cleared, by=None)


def _new_invite(
    *,
    group: Group | None,
    role: Role,
    organisation: Organisation | None,
    cleared: bool,
    by: Membership | None,
) -> tuple[str, datetime]:
    code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    expires_at = timezone.now() + VALID
    StaffInvite.objects.create(
        code_hash=code_hash(code),
        group=group,
        role=role,
        organisation=organisation,
        cleared=cleared,
        by=by,
        expires_at=expires_at,
    )
    return code, expires_at


def _known_by(group: Group, text: str) -> Organisation:
    """The organisation of this name among those of the group, however it is spelled; else a new
    one. Compared here: SQLite knows no capitals beyond A to Z."""
    name = _clean_organisation(text)
    for one in group.organisations.all():
        if one.name.casefold() == name.casefold():
            return one
    made = Organisation.objects.create(name=name)
    group.organisations.add(made)
    return made


def _clean_organisation(text: str) -> str:
    name = _one_line(text)
    if not ORGANISATION_MIN <= len(name) <= ORGANISATION_MAX:
        raise DomainError(Code.ORGANISATION_LENGTH, min=ORGANISATION_MIN, max=ORGANISATION_MAX)
    return name


def _one_line(text: str) -> str:
    kept = "".join(
        " " if c.isspace() else c
        for c in unicodedata.normalize("NFC", text)
        if c.isspace() or unicodedata.category(c)[0] != "C"
    )
    return " ".join(kept.split())


# --- coming in ----------------------------------------------------------------------------------


@system_only
@transaction.atomic
def sign_up(*, code: str, name: str, username: str, password: str, language: str) -> Person:
    """A new adult, with an account, where the link leads. Errors: `invite_invalid`, those of
    `come_in`, `username_unfit`, `username_taken`, `password_weak`."""
    usable(code)
    account = User(username=User.normalize_username(username.strip()))
    try:
        User.username_validator(account.username)
    except ValidationError:
        raise DomainError(Code.USERNAME_UNFIT) from None
    if not 2 <= len(account.username) <= 150:
        raise DomainError(Code.USERNAME_UNFIT)
    if User.objects.filter(username__iexact=account.username).exists():
        raise DomainError(Code.USERNAME_TAKEN)
    try:
        validate_password(password, user=account)
    except ValidationError:
        raise DomainError(Code.PASSWORD_WEAK) from None
    account.set_password(password)
    account.save()
    person = Person.objects.create(account=account, language=language)
    come_in(person, code=code, name=name)
    return person


@system_only
@transaction.atomic
def come_in(person: Person, *, code: str, name: str) -> None:
    """This adult goes where the link leads, under the name young people will see. The link is spent
    then, but not by those who are there already. Errors: `invite_invalid`, `name_length`,
    `name_taken`."""
    taken = usable(code)
    group = taken.group
    here = Membership.objects.filter(group=group, person=person, removed_at=None)
    if group is not None and here.exists():
        return
    shown = _one_line(name)
    if not NAME_MIN <= len(shown) <= NAME_MAX:
        raise DomainError(Code.NAME_LENGTH, min=NAME_MIN, max=NAME_MAX)
    spent = StaffInvite.objects.filter(pk=taken.pk, used_at=None).update(used_at=timezone.now())
    if not spent:
        raise DomainError(Code.INVITE_INVALID)
    if group is None:
        Founder.objects.update_or_create(
            person=person,
            defaults={
                "name": shown,
                "organisation": taken.organisation,
                "cleared": taken.cleared,
            },
        )
        record("colleagues.come_in", person=person.pk)
        return
    names = Membership.objects.filter(group=group).values_list("alias", flat=True)
    if shown.casefold() in {one.casefold() for one in names}:
        raise DomainError(Code.NAME_TAKEN)
    member = appoint(
        group=group,
        person=person,
        role=Role(taken.role),
        name=shown,
        organisation=taken.organisation,
        cleared=taken.cleared,
    )
    record(
        "colleagues.come_in",
        person=person.pk,
        membership=member.pk,
        role=member.role,
        group=group.pk,
    )
