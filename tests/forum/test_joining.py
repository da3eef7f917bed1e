"""Joining by code, and what an alias may be."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from forum.errors import Code, DomainError
from forum.memberships import invites
from forum.memberships.access import in_group, in_room
from forum.memberships.actions import join
from forum.memberships.models import Invite, Membership
from forum.people.models import Person
from forum.rooms.models import AgeBand
from tests import house

pytestmark = pytest.mark.django_db


def refused(code: Code) -> object:
    return pytest.raises(DomainError, match=f"^{code.value}$")


def come_in(code: str, **facts: object) -> Membership:
    asked = {
        "person": None,
        "language": "nb",
        "band": AgeBand.FROM_13,
        "alias": "Lun bekk",
        "avatar": "1-1-1",
        "agreement_version": 1,
    }
    return join(code=code, **(asked | facts))


def test_a_code_makes_a_membership_that_knows_nothing_of_the_person() -> None:
    """A1 A4: no name, e-mail, phone or birth date anywhere in what was stored."""
    code, _ = invites.new_invite(house.group())
    assert len(code) <= 12
    member = come_in(code)
    person = member.person
    assert {f.name for f in Person._meta.concrete_fields} == {"id", "language", "account"}
    assert person.account is None
    assert member.band == AgeBand.FROM_13


@pytest.mark.parametrize("what", ["unknown", "used", "expired", "revoked"])
def test_a_code_that_cannot_be_used_gives_one_and_the_same_refusal(what: str) -> None:
    """A1"""
    group = house.group()
    code, _ = invites.new_invite(group)
    if what == "unknown":
        code = "AAAAAAAAAA"
    elif what == "used":
        come_in(code)
    elif what == "expired":
        Invite.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    else:
        invites.revoke_invite(house.staff(group, "Finn", house.Role.FACILITATOR), code=code)
    with refused(Code.INVITE_INVALID):
        come_in(code, alias="En annen")


def test_a_code_may_be_typed_with_small_letters_and_spaces() -> None:
    """A1"""
    code, _ = invites.new_invite(house.group())
    assert come_in(f" {code[:5].lower()} {code[5:].lower()}")


def test_outside_the_age_band_the_code_is_not_spent() -> None:
    """A4: somebody else, or the same youth in another year, can still use it."""
    code, _ = invites.new_invite(house.group())
    with refused(Code.AGE_OUTSIDE):
        come_in(code, band=AgeBand.UNDER_13)
    assert come_in(code)


def test_nobody_joins_without_the_agreement_in_force() -> None:
    code, _ = invites.new_invite(house.group())
    with refused(Code.AGREEMENT_NEEDED):
        come_in(code, agreement_version=0)


@pytest.mark.parametrize(
    ("alias", "code"),
    [
        ("Ingrid", Code.ALIAS_LOOKS_REAL),
        ("mohammed 07", Code.ALIAS_LOOKS_REAL),
        ("ring 41 23 45 67", Code.ALIAS_CONTACT),
        ("meg@post.no", Code.ALIAS_CONTACT),
        ("@stille_elv", Code.ALIAS_CONTACT),
        ("x", Code.ALIAS_LENGTH),
        ("y" * 25, Code.ALIAS_LENGTH),
    ],
)
def test_an_alias_that_gives_somebody_away_is_refused_with_the_reason(
    alias: str, code: Code
) -> None:
    """A2"""
    invite, _ = invites.new_invite(house.group())
    with refused(code):
        come_in(invite, alias=alias)


def test_two_in_one_group_cannot_share_an_alias_whatever_its_case() -> None:
    """A2"""
    group = house.group()
    house.youth(group, "Lun bekk")
    code, _ = invites.new_invite(group)
    with refused(Code.ALIAS_TAKEN):
        come_in(code, alias="LUN BEKK")


def test_the_same_person_cannot_carry_an_alias_into_another_group() -> None:
    """A2 G6: it would join the two."""
    ada = house.youth(house.group(), "Lun bekk")
    code, _ = invites.new_invite(house.group("En annen"))
    with refused(Code.ALIAS_ELSEWHERE):
        come_in(code, person=ada.person)


def test_unknown_and_forbidden_rooms_are_refused_alike() -> None:
    """B2: Cam exists, is signed in, and learns nothing."""
    home = house.build()
    assert in_room(home.ada.person, home.topic.pk)[0] == home.ada
    for room in (home.topic.pk, home.ada.pk):
        with refused(Code.ROOM_NOT_FOUND):
            in_room(home.cam.person, room)
    with refused(Code.ROOM_NOT_FOUND):
        in_group(home.cam.person, home.group.pk)
