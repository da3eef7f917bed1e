"""The only writers of factors and half-finished sign-ins."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta

import pyotp
from django.conf import settings
from django.contrib.auth import authenticate
from django.db import transaction
from django.utils import timezone

from forum import env, pace
from forum.audit.actions import record
from forum.errors import Code, DomainError
from forum.factors.models import Factor, FactorKind, OidcLink, PaperCode, Pending
from forum.memberships.invites import ALPHABET
from forum.people.devices import new_token, open_device, token_hash
from forum.people.models import Person
from forum.permissions import system_only
from forum.sealed import seal, unseal

PENDING_MINUTES = 10
PAPER_CODES = 10
ABOUT = "factor"
STEP_SECONDS = 30


@dataclass(frozen=True)
class Began:
    """A sign-in after the password: let in with `token`, or `pending` a second factor (to be
    enrolled first, when `enrols`)."""

    token: str = ""
    pending: str = ""
    enrols: bool = False


@system_only
def begin(*, username: str, password: str, where: str) -> Began:
    """Staff: user name and password. `where` is the caller's address, used only for counting tries.
    Errors: `login_wrong`, `too_many_tries`."""
    person = _by_password(username, password, where)
    return after_first(person)


@system_only
def after_first(person: Person, *, strong: bool = False) -> Began:
    """What stands between this person and the desk. `strong`: whoever vouched for them has asked
    for a second factor already."""
    has = Factor.objects.filter(person=person).exists()
    if strong or (not has and env.SECOND_FACTOR == "offered"):
        return Began(token=_let_in(person, "password" if not strong else "oidc"))
    return Began(pending=_open_pending(person, enrols=not has), enrols=not has)


@system_only
def ask_again(person: Person, *, password: str, where: str) -> str:
    """Signed in already, and about to change their factors: the password once more. Gives the
    pending token. Errors: as for `begin`."""
    if _by_password(person.username, password, where) != person:
        raise DomainError(Code.LOGIN_WRONG)
    return _open_pending(person, enrols=True)


def _by_password(username: str, password: str, where: str) -> Person:
    pace.check("sign_in", where, username.casefold())
    account = authenticate(username=username, password=password)
    person = Person.objects.filter(account_id=account.pk).first() if account else None
    if person is None:
        pace.count("sign_in", where, username.casefold())
        raise DomainError(Code.LOGIN_WRONG)
    return person


def _open_pending(person: Person, *, enrols: bool) -> str:
    token = new_token()
    Pending.objects.filter(until__lt=timezone.now()).delete()
    Pending.objects.create(
        token_hash=token_hash(token),
        person=person,
        until=timezone.now() + timedelta(minutes=PENDING_MINUTES),
        enrols=enrols,
    )
    return token


@system_only
def find(token: str) -> Pending:
    """The half-finished sign-in this token stands for. Error: `sign_in_again`."""
    pending = (
        Pending.objects.select_related("person__account")
        .filter(token_hash=token_hash(token), until__gt=timezone.now())
        .first()
    )
    if pending is None:
        raise DomainError(Code.SIGN_IN_AGAIN)
    return pending


def _let_in(person: Person, how: str) -> str:
    with transaction.atomic():
        token = open_device(person)
        Pending.objects.filter(person=person).delete()
        record("people.sign_in", person=person.pk, facts={"how": how})
    return token


# --- giving the second factor -------------------------------------------------------------------


@system_only
def with_code(pending: Pending, code: str, *, where: str) -> str:
    """Six figures from the app, or a code on paper. Gives the login's token. Errors:
    `factor_wrong`, `too_many_tries`."""
    who = str(pending.person_id)
    pace.check("factor", where, who)
    given = "".join(one for one in code.lower() if one.isalnum())
    if given.isdigit() and len(given) == 6 and _totp(pending.person, given):
        return _let_in(pending.person, "totp")
    if PaperCode.objects.filter(person=pending.person, code_hash=_paper(given)).delete()[0]:
        return _let_in(pending.person, "paper")
    pace.count("factor", where, who)
    raise DomainError(Code.FACTOR_WRONG)


def _totp(person: Person, given: str) -> bool:
    for factor in Factor.objects.filter(person=person, kind=FactorKind.TOTP):
        step = _step(unseal(bytes(factor.sealed), about=ABOUT), given, after=factor.counter)
        if step is not None:
            # Compare and set: the same code does not count twice, from two screens neither.
            unused = Factor.objects.filter(pk=factor.pk, counter=factor.counter)
            return bool(unused.update(counter=step))
    return False


def _step(secret: str, given: str, *, after: int = 0) -> int | None:
    """The step of time whose code this is: now, or one beside it for clocks that differ, and later
    than `after`."""
    now = int(timezone.now().timestamp()) // STEP_SECONDS
    app = pyotp.TOTP(secret)
    for step in (now, now - 1, now + 1):
        if step > after and hmac.compare_digest(app.generate_otp(step).encode(), given.encode()):
            return step
    return None


@system_only
def let_in_by_passkey(pending: Pending, factor: Factor, uses: int) -> str:
    """After `passkeys.verify`. Gives the login's token. Error: `factor_wrong` (used meanwhile)."""
    unused = Factor.objects.filter(pk=factor.pk, counter=factor.counter)
    if not unused.update(counter=uses):
        raise DomainError(Code.FACTOR_WRONG)
    return _let_in(pending.person, "passkey")


@system_only
def challenge(pending: Pending, value: bytes) -> None:
    """What a passkey is to sign next."""
    Pending.objects.filter(pk=pending.pk).update(challenge=value)


# --- having them --------------------------------------------------------------------------------


@system_only
def new_secret(pending: Pending) -> str:
    """A secret for a new app, the same until its first code has come."""
    if pending.secret:
        return unseal(bytes(pending.secret), about=ABOUT)
    secret = pyotp.random_base32()
    Pending.objects.filter(pk=pending.pk).update(secret=seal(secret, about=ABOUT))
    return secret


@system_only
@transaction.atomic
def add_totp(pending: Pending, code: str, *, where: str) -> list[str]:
    """The app's first code. Gives fresh codes on paper when these are the first factors. Errors:
    `not_allowed`, `factor_wrong`, `too_many_tries`."""
    _may_enrol(pending)
    who = str(pending.person_id)
    pace.check("factor", where, who)
    secret = new_secret(pending)
    given = "".join(one for one in code if one.isdigit())
    step = _step(secret, given)
    if step is None:
        pace.count("factor", where, who)
        raise DomainError(Code.FACTOR_WRONG)
    return add(pending, FactorKind.TOTP, sealed=seal(secret, about=ABOUT), counter=step)


@system_only
@transaction.atomic
def add(
    pending: Pending,
    kind: FactorKind,
    *,
    sealed: bytes,
    handle: bytes | None = None,
    counter: int = 0,
) -> list[str]:
    """One more factor; codes on paper with the first. Error: `not_allowed`."""
    _may_enrol(pending)
    first = not Factor.objects.filter(person=pending.person).exists()
    Factor.objects.create(
        person=pending.person, kind=kind, sealed=sealed, handle=handle, counter=counter
    )
    Pending.objects.filter(pk=pending.pk).update(secret=None, challenge=None)
    record("people.add_factor", person=pending.person_id, facts={"kind": kind.value})
    return new_paper_codes(pending) if first else []


@system_only
@transaction.atomic
def remove(pending: Pending, factor_id: int) -> None:
    """One factor less; the last one only where none is required. Errors: `not_allowed`,
    `last_factor`."""
    _may_enrol(pending)
    left = Factor.objects.filter(person=pending.person).exclude(pk=factor_id)
    if not enough(left.count()):
        raise DomainError(Code.LAST_FACTOR)
    if Factor.objects.filter(person=pending.person, pk=factor_id).delete()[0]:
        record("people.remove_factor", person=pending.person_id)


@system_only
@transaction.atomic
def new_paper_codes(pending: Pending) -> list[str]:
    """Ten codes, shown once; earlier ones no longer count. Error: `not_allowed`."""
    _may_enrol(pending)
    codes = [
        "".join(secrets.choice(ALPHABET) for _ in range(10)).lower() for _ in range(PAPER_CODES)
    ]
    PaperCode.objects.filter(person=pending.person).delete()
    PaperCode.objects.bulk_create(
        [PaperCode(person=pending.person, code_hash=_paper(code)) for code in codes]
    )
    record("people.new_paper_codes", person=pending.person_id)
    return [f"{code[:5]}-{code[5:]}" for code in codes]


@system_only
@transaction.atomic
def finish(pending: Pending) -> str:
    """In, after enrolling. Gives the login's token. Error: `not_allowed` without any factor."""
    _may_enrol(pending)
    if not enough(Factor.objects.filter(person=pending.person).count()):
        raise DomainError(Code.NOT_ALLOWED)
    return _let_in(pending.person, "enrolled")


@system_only
@transaction.atomic
def reset(person: Person) -> None:
    """A lost phone and lost paper: all factors go, and the next sign-in enrols anew."""
    Factor.objects.filter(person=person).delete()
    PaperCode.objects.filter(person=person).delete()
    Pending.objects.filter(person=person).delete()
    record("people.reset_factors", person=person.pk)


@system_only
@transaction.atomic
def link_oidc(person: Person, *, issuer: str, subject: str) -> None:
    """This account elsewhere lets this person in from now on, and no other of theirs."""
    OidcLink.objects.filter(person=person).delete()
    OidcLink.objects.create(person=person, issuer=issuer, subject=subject_hash(subject))
    record("people.link_oidc", person=person.pk)


@system_only
def by_oidc(*, issuer: str, subject: str) -> Person:
    """Who this account elsewhere is here. Error: `oidc_unknown`."""
    link = (
        OidcLink.objects.select_related("person")
        .filter(issuer=issuer, subject=subject_hash(subject))
        .first()
    )
    if link is None:
        raise DomainError(Code.OIDC_UNKNOWN)
    return link.person


@system_only
def subject_hash(subject: str) -> bytes:
    """The keyed hash under which an account elsewhere is kept."""
    return hmac.new(settings.SECRET_KEY.encode(), subject.encode(), hashlib.sha256).digest()


@system_only
def enough(factors: int) -> bool:
    """Whether somebody may stand with so many factors."""
    return factors > 0 or env.SECOND_FACTOR != "required"


def _may_enrol(pending: Pending) -> None:
    if not pending.enrols:
        raise DomainError(Code.NOT_ALLOWED)


def _paper(code: str) -> bytes:
    keyed = f"{settings.SECRET_KEY}:paper".encode()
    return hmac.new(keyed, code.encode(), hashlib.sha256).digest()
