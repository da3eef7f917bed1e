"""Invitations: how many came is known, and who was invited is not."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.apps import apps

from forum.errors import Code
from forum.memberships import invites
from forum.memberships.invites import create_invites, revoke_batch, revoke_invite
from forum.memberships.queries import batches
from tests import house
from tests.moderation.test_cases import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> house.House:
    return house.build()


def come(code: str, home: house.House, alias: str) -> None:
    house.join(
        code=code,
        person=None,
        language="nb",
        band=house.AgeBand.FROM_13,
        alias=alias,
        avatar="0-0-0",
        agreement_version=1,
    )


def test_ten_codes_and_how_many_have_come(home: house.House) -> None:
    """A1"""
    batch, codes = create_invites(home.finn, count=10)
    assert len(set(codes)) == 10 and all(len(code) <= 12 for code in codes)
    come(codes[0], home, "Varm stein")
    come(codes[1].lower(), home, "Lys natt")
    with refused(Code.INVITE_INVALID):
        come(codes[0], home, "Mild vind")
    [standing] = batches(home.group.pk)
    assert (standing.batch, standing.came, standing.open) == (batch, 2, 8)


def test_what_is_left_may_be_taken_back(home: house.House) -> None:
    """A1: all of it, or one that has gone astray; those who have come stay."""
    batch, codes = create_invites(home.finn, count=4)
    come(codes[0], home, "Varm stein")
    revoke_invite(home.finn, code=f"{codes[1][:5]}-{codes[1][5:]}")
    with refused(Code.INVITE_INVALID):
        revoke_invite(home.finn, code=codes[0])
    assert revoke_batch(home.finn, batch_id=batch.pk) == 2
    for code in codes[1:]:
        with refused(Code.INVITE_INVALID):
            come(code, home, "Lys natt")
    [standing] = batches(home.group.pk)
    assert (standing.came, standing.open) == (1, 0)
    assert home.group.memberships.filter(alias="Varm stein", removed_at=None).exists()


def test_a_code_ends_by_itself(home: house.House, clock: time_machine.Coordinates) -> None:
    """A1"""
    _, [code] = create_invites(home.finn, count=1)
    clock.shift(invites.VALID + timedelta(seconds=1))
    with refused(Code.INVITE_INVALID):
        come(code, home, "Varm stein")
    assert batches(home.group.pk)[0].open == 0
    clock.shift(timedelta(days=60))
    assert batches(home.group.pk) == []


@pytest.mark.parametrize("count", [0, 31, -1])
def test_from_one_to_thirty(home: house.House, count: int) -> None:
    with refused(Code.INVITE_COUNT):
        create_invites(home.finn, count=count)


def test_another_groups_codes_are_not_there(home: house.House) -> None:
    """B2"""
    per = house.staff(home.elsewhere, "Per", house.Role.FACILITATOR)
    batch, [code] = create_invites(per, count=1)
    for attempt in (
        lambda: revoke_batch(home.finn, batch_id=batch.pk),
        lambda: revoke_batch(home.finn, batch_id=uuid.uuid4()),
        lambda: revoke_invite(home.finn, code=code),
    ):
        with refused(Code.INVITE_INVALID):
            attempt()
    assert batches(per.group_id)[0].open == 1


def test_nothing_joins_a_code_with_whoever_came_by_it(home: house.House) -> None:
    """A1: no column of an invitation or a batch points at a person, and none of theirs back."""
    for name in ("Invite", "InviteBatch"):
        targets = {
            field.related_model.__name__
            for field in apps.get_model("forum", name)._meta.get_fields()
            if field.related_model
        }
        assert targets <= {"Group", "InviteBatch", "Invite"}
