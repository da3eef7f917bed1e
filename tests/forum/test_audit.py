"""The record of what staff did: whole, in order, and found out whenever it is not."""

from __future__ import annotations

import importlib
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forum import env
from forum.audit.actions import record
from forum.audit.chain import seal
from forum.audit.models import Act, Head
from forum.audit.verifying import Broken, Sound, verify
from forum.errors import DomainError
from forum.memberships.invites import create_invites
from forum.rooms.actions import create_topic
from moderation.cases import actions as cases
from moderation.cases.outcomes import Action
from tests import house
from tests.moderation.test_cases import decide, held

pytestmark = pytest.mark.django_db

ROWS = 12


@pytest.fixture
def written() -> list[Act]:
    """A record with some rows, and the triggers out of the way, as for somebody who owns the
    database."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE forum_act DISABLE TRIGGER acts_append_only")
        else:
            cursor.execute("DROP TRIGGER acts_no_update")
    return [record(f"test.{n}", facts={"n": n}) for n in range(1, ROWS + 1)]


def broken() -> Broken:
    found = verify()
    assert isinstance(found, Broken)
    return found


def test_a_whole_record_is_sound(written: list[Act]) -> None:
    """E10"""
    found = verify()
    assert isinstance(found, Sound)
    assert (found.acts, found.mark) == (ROWS, written[-1].mark.hex())
    call_command("verify_audit")


CHANGES: dict[str, Any] = {
    "at": "2026-01-01T00:00:00Z",
    "person": "11111111-1111-4111-8111-111111111111",
    "membership": "11111111-1111-4111-8111-111111111111",
    "role": "auditor",
    "group": "11111111-1111-4111-8111-111111111111",
    "what": "test.nothing",
    "subject_kind": "case",
    "subject": "1",
    "facts": {"n": 99},
    "before": bytes(32),
    "mark": bytes(32),
}


@pytest.mark.parametrize("column", CHANGES)
@pytest.mark.parametrize("seq", [2, 7, ROWS])
def test_a_changed_row_is_named(written: list[Act], column: str, seq: int) -> None:
    """E10: whichever column."""
    Act.objects.filter(seq=seq).update(**{column: CHANGES[column]})
    assert broken() == Broken(seq, "changed")
    with pytest.raises(CommandError, match=f"row {seq}: changed"):
        call_command("verify_audit")


@pytest.mark.parametrize("seq", [1, 7, ROWS])
def test_a_missing_row_is_named(written: list[Act], seq: int) -> None:
    """E10: the first, one in the middle, and the last."""
    Act.objects.filter(seq=seq).delete()
    assert broken() == Broken(seq, "missing")


def test_a_tail_cut_off_is_found(written: list[Act]) -> None:
    """E10"""
    Act.objects.filter(seq__gt=9).delete()
    assert broken() == Broken(10, "missing")
    Head.objects.update(seq=9, mark=written[8].mark)
    assert broken() == Broken(9, "head")


def test_rows_that_changed_places_are_named(written: list[Act]) -> None:
    """E10"""
    Act.objects.filter(seq=4).update(seq=1000)
    Act.objects.filter(seq=9).update(seq=4)
    Act.objects.filter(seq=1000).update(seq=9)
    assert broken() == Broken(4, "moved", 9)


def test_a_row_slipped_in_is_named(written: list[Act]) -> None:
    """E10: at the end, and in a gap made for it."""
    forged = Act(seq=ROWS + 1, at=written[0].at, what="test.forged", before=written[-1].mark)
    forged.mark = bytes(32)
    forged.save(force_insert=True)
    assert broken() == Broken(ROWS + 1, "added")
    forged.delete()
    Act.objects.filter(seq=5).delete()
    forged.seq, forged.before = 5, written[3].mark
    forged.save(force_insert=True)
    assert broken() == Broken(5, "changed")


def test_without_the_key_nobody_can_mend_it(
    written: list[Act], monkeypatch: pytest.MonkeyPatch
) -> None:
    """E10: whoever owns the database but not the key."""
    from forum.audit.chain import mark

    with monkeypatch.context() as thief:
        thief.setattr(env, "AUDIT_KEY", "a guess")
        before = written[4].mark
        for act in Act.objects.filter(seq__gte=6).order_by("seq"):
            act.what, act.before = "test.mended", before
            act.mark = before = mark(act)
            act.save()
        Head.objects.update(mark=before, seal=seal(ROWS, before))
    assert broken() == Broken(ROWS, "head")


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    how=st.sampled_from(["change", "delete", "swap"]),
    at=st.integers(1, ROWS),
    other=st.integers(1, ROWS),
)
def test_any_tampering_is_found_at_its_first_row(
    written: list[Act], how: str, at: int, other: int
) -> None:
    """E10"""
    with transaction.atomic():
        if how == "change":
            Act.objects.filter(seq=at).update(facts={"n": -1})
            first = at
        elif how == "delete":
            Act.objects.filter(seq__in=[at, other]).delete()
            first = min(at, other)
        else:
            Act.objects.filter(seq=at).update(seq=5000)
            Act.objects.filter(seq=other).update(seq=at)
            Act.objects.filter(seq=5000).update(seq=other)
            first = min(at, other)
        found = verify()
        if how == "swap" and at == other:
            assert isinstance(found, Sound)
        else:
            assert isinstance(found, Broken)
            assert found.seq == first
        transaction.set_rollback(True)


@pytest.mark.parametrize("verb", ["UPDATE forum_act SET what = 'x'", "DELETE FROM forum_act"])
def test_the_database_itself_refuses(verb: str) -> None:
    """E10"""
    record("test.one")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            migration = importlib.import_module("forum.migrations.0006_audit")
            cursor.execute("DROP TRIGGER acts_no_update")
            for statement in migration.REFUSE["sqlite"]:
                cursor.execute(statement)
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute(verb)


def test_every_act_of_staff_is_recorded_and_none_that_was_refused() -> None:
    """E10: with ids and codes, and nobody's words."""
    home = house.build()
    Act.objects.count()
    start = Act.objects.count()
    topic = create_topic(home.finn, title="Hemmelig tittel")
    create_invites(home.finn, count=1)
    case = held(home, "hemmelige ord")
    decide(home.mia, case, Action.REMOVE, words="Hemmelig hilsen")
    with pytest.raises(DomainError):
        cases.release(home.max, case)
    acts = list(Act.objects.order_by("seq")[start:])
    assert [act.what for act in acts] == [
        "rooms.create_topic",
        "memberships.create_invites",
        "cases.claim",
        "cases.decide",
    ]
    assert acts[0].subject == str(topic.pk)
    last = acts[-1]
    assert (last.membership, last.role, last.group) == (home.mia.pk, "moderator", home.group.pk)
    assert (last.subject_kind, last.subject) == ("case", str(case.pk))
    assert last.facts == {"version": 2, "action": "remove", "reason": "attack", "minutes": None}
    whole = " ".join(str(vars(act)) for act in Act.objects.all()).lower()
    for secret in ("hemmelig", "stille elv", "mia", "finn"):
        assert secret not in whole.replace(str(home.mia.pk), "")


def test_what_members_do_for_themselves_is_not(written: list[Act]) -> None:
    """E10 G3: the record is of staff."""
    home = house.build()
    before = Act.objects.count()
    house.say(home.ada, home.topic, "hei")
    assert Act.objects.count() == before
