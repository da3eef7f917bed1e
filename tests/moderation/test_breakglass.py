"""Break-glass: two roles, a ground, one case, an hour at most; nothing in the database alone."""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from forum import env, sealed
from forum.audit.models import Act
from forum.errors import Code
from forum.notices.actions import subscribe
from forum.people import recovery
from forum.people.actions import contact_of, leave_contact
from forum.people.models import Contact, Recovery
from forum.permissions import Role
from forum.sealed import unseal
from moderation.breakglass import access, actions
from moderation.breakglass.models import Ground, Opening
from moderation.breakglass.states import OpeningState
from moderation.cases import actions as cases
from moderation.cases.models import Case
from moderation.screening.verdict import Queue
from tests import house
from tests.moderation.test_cases import held, refused

pytestmark = pytest.mark.django_db

CONTACT = "Mormor Gunvor, 47 11 22 33"


@pytest.fixture
def home() -> house.House:
    made = house.build()
    leave_contact(made.ada.person, CONTACT)
    return made


@pytest.fixture
def arne(home: house.House) -> house.Membership:
    return house.staff(home.group, "Arne", Role.ADMINISTRATOR)


@pytest.fixture
def case(home: house.House) -> Case:
    made = held(home, "jeg vil ikke leve", queue=Queue.CARE, severity=4)
    return cases.claim(home.siv, made)


def ask(by: house.Membership, case: Case, minutes: int = 30) -> Opening:
    return actions.ask(
        by, case, ground=Ground.VITAL, why="Sa at hun er på brua nå", minutes=minutes
    )


def test_seen_by_who_asked_while_it_is_open_and_every_look_counted(
    home: house.House, case: Case, arne: house.Membership, clock: Any
) -> None:
    """F6"""
    opening = ask(home.siv, case)
    with refused(Code.OPENING_CHANGED):
        actions.look(home.siv, opening)
    actions.approve(*access.find(arne.person, opening.pk))
    assert actions.look(home.siv, opening).contact == CONTACT
    actions.look(home.siv, opening)
    opening.refresh_from_db()
    assert opening.looks == 2
    clock.shift(timedelta(minutes=30, seconds=1))
    with refused(Code.OPENING_CHANGED):
        actions.look(home.siv, opening)
    assert actions.lapse() == 1
    done = list(Act.objects.filter(what__startswith="breakglass.").values_list("what", "role"))
    assert done == [
        ("breakglass.ask", "safeguarding_lead"),
        ("breakglass.approve", "administrator"),
        ("breakglass.look", "safeguarding_lead"),
        ("breakglass.look", "safeguarding_lead"),
    ]
    history = list(case.events.order_by("pk").values_list("what", flat=True))
    assert history[-5:] == [
        "unseal_asked",
        "unseal_open",
        "unseal_seen",
        "unseal_seen",
        "unseal_lapsed",
    ]


def test_the_auditor_reads_it_afterwards_and_nobody_elses_looks(
    home: house.House, case: Case, arne: house.Membership
) -> None:
    """F6"""
    auditor = house.staff(home.group, "Aud", Role.AUDITOR)
    vera = house.staff(home.group, "Vera", Role.SHIFT_LEAD)
    opening = ask(home.siv, case)
    actions.approve(arne, opening)
    assert list(access.visible(auditor.person)) == [opening]
    for member in (home.mia, home.finn, home.ada, home.bo, home.cam):
        assert list(access.visible(member.person)) == []
    for member in (vera, home.siv):
        if member == home.siv:
            continue
        with refused(Code.OPENING_CHANGED):
            actions.look(member, opening)
    for member in (arne, auditor, home.mia, home.ada):
        with refused(Code.NOT_ALLOWED):
            actions.look(member, opening)


def test_nobody_says_yes_to_themselves_or_to_their_own_role(home: house.House, case: Case) -> None:
    """F6"""
    tora = house.staff(home.group, "Tora", Role.SAFEGUARDING_LEAD)
    opening = ask(home.siv, case)
    for member in (home.siv, tora):
        with refused(Code.OPENING_TWO_ROLES):
            actions.approve(member, opening)
    for member in (home.mia, home.finn, home.ada):
        with refused(Code.NOT_ALLOWED):
            actions.approve(member, opening)


def test_only_a_lead_who_holds_the_case_asks_and_for_an_hour_at_most(
    home: house.House, case: Case
) -> None:
    """F6"""
    vera = house.staff(home.group, "Vera", Role.SHIFT_LEAD)
    with refused(Code.NOT_ALLOWED):
        ask(home.mia, case)
    with refused(Code.CASE_NOT_YOURS):
        ask(vera, case)
    for minutes in (0, 61):
        with refused(Code.OPENING_LENGTH):
            ask(home.siv, case, minutes)
    ask(home.siv, case, 60)
    with refused(Code.OPENING_WAITS):
        ask(home.siv, case)


def test_one_case_and_no_other(home: house.House, case: Case, arne: house.Membership) -> None:
    """F6: what is open in one case shows nobody of another."""
    leave_contact(home.bo.person, "Bos mamma")
    opening = ask(home.siv, case)
    actions.approve(arne, opening)
    assert actions.look(home.siv, opening).contact == CONTACT
    elsewhere = house.staff(home.elsewhere, "Stine", Role.SAFEGUARDING_LEAD)
    with refused(Code.OPENING_NOT_FOUND):
        access.find(elsewhere.person, opening.pk)


def test_a_no_is_a_no_and_an_old_question_is_none(
    home: house.House, case: Case, arne: house.Membership, clock: Any
) -> None:
    """F6"""
    opening = ask(home.siv, case)
    actions.refuse(arne, opening)
    with refused(Code.OPENING_CHANGED):
        actions.approve(arne, opening)
    again = ask(home.siv, case)
    clock.shift(timedelta(hours=2, seconds=1))
    with refused(Code.OPENING_CHANGED):
        actions.approve(arne, again)
    assert actions.lapse() == 1
    assert Opening.objects.filter(state=OpeningState.LAPSED).count() == 1


def test_a_contact_is_the_youths_own_to_leave_and_take_back(home: house.House) -> None:
    """F6"""
    assert contact_of(home.ada.person) == CONTACT
    leave_contact(home.ada.person, "Rektor Per")
    assert contact_of(home.ada.person) == "Rektor Per"
    leave_contact(home.ada.person, " ")
    assert not Contact.objects.exists()
    with refused(Code.CONTACT_LENGTH):
        leave_contact(home.ada.person, "a" * 201)


def readings(raw: bytes) -> Iterator[bytes]:
    """Everything a column might be hiding: as it is, and undone in the usual ways, twice over."""
    yield raw
    for undo in (
        lambda one: base64.b64decode(one, validate=True),
        lambda one: base64.urlsafe_b64decode(one + b"=" * (-len(one) % 4)),
        binascii.unhexlify,
        zlib.decompress,
        lambda one: one.decode("utf-16").encode(),
        lambda one: json.dumps(json.loads(one), ensure_ascii=False).encode(),
    ):
        try:
            undone = undo(raw)
        except (ValueError, binascii.Error, zlib.error, UnicodeError):
            continue
        if undone and undone != raw:
            yield undone


def dump() -> Iterator[tuple[str, bytes]]:
    """Every value of every column of every table."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                for value in row:
                    if value is not None:
                        raw = bytes(value) if isinstance(value, bytes | memoryview) else None
                        yield table, raw if raw is not None else str(value).encode()


def test_a_dump_of_the_database_alone_gives_nothing_that_identifies(home: house.House) -> None:
    """F6: contact, phrase, its hash, and the address of a browser, in no column, however read."""
    phrase = recovery.new_phrase(home.ada.person)
    endpoint = "https://push.example.org/send/ada-4711"
    subscribe(home.ada.person, endpoint=endpoint, p256dh="punkt-4711", auth="auth-4711")
    hashed = recovery._hash(" ".join(phrase))
    secrets = {
        "contact": [b"Gunvor", b"gunvor", b"47 11 22 33", b"47112233"],
        "phrase": [" ".join(phrase).encode(), hashed, hashed.hex().encode()],
        "push": [b"push.example.org", b"ada-4711", b"punkt-4711", b"auth-4711"],
    }
    # The search finds what is there to be found.
    assert any(b"Stille elv" in one for _, raw in dump() for one in readings(raw))
    seen: set[str] = set()
    for table, raw in dump():
        seen.add(table)
        for once in readings(raw):
            for twice in readings(once):
                for name, words in secrets.items():
                    for word in words:
                        assert word not in twice, f"{name} stands in {table}"
    assert {model._meta.db_table for model in (Contact, Recovery)} <= seen
    assert len(list(apps.get_models())) > 30


def test_without_the_keys_nothing_opens(home: house.House, monkeypatch: pytest.MonkeyPatch) -> None:
    """F6"""
    kept = bytes(Contact.objects.get().sealed)
    try:
        monkeypatch.setattr(env, "IDENTITY_KEYS", ["somebody else's keys, long enough too"])
        sealed._boxes.cache_clear()
        with pytest.raises(sealed.NotSealedHere):
            unseal(kept, about="contact")
    finally:
        sealed._boxes.cache_clear()
