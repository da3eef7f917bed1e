"""On and off duty, breaks, and who may leave when."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from forum.errors import Code, DomainError
from forum.permissions import Role
from moderation.cases import actions as cases
from moderation.cases.outcomes import Action
from moderation.paging.models import Page, Why
from moderation.screening.verdict import Queue
from moderation.shifts import actions as shifts
from moderation.shifts import queries
from tests import house
from tests.moderation.test_cases import decide, held, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> house.House:
    return house.build()


def test_nobody_leaves_with_a_case_of_theirs(home: house.House) -> None:
    """E20"""
    shifts.go_on(home.mia)
    shifts.go_on(home.max)
    case = cases.claim(home.mia, held(home))
    with pytest.raises(DomainError) as refusal:
        shifts.go_off(home.mia, note="Ha en fin kveld")
    assert (refusal.value.code, refusal.value.params) == (Code.CASES_UNOWNED, {"count": 1})
    cases.hand_over(home.mia, case, to=home.max, note="Din")
    shifts.go_off(home.mia, note="Ha en fin kveld")
    handed = queries.handover(home.group.pk)
    assert handed and (handed.member, handed.note) == (home.mia, "Ha en fin kveld")


def test_the_last_one_stays_while_cases_are_open(home: house.House) -> None:
    """E20: the others leave with a word."""
    shifts.go_on(home.mia)
    shifts.go_on(home.max)
    case = held(home)
    with refused(Code.NOTE_NEEDED):
        shifts.go_off(home.mia)
    shifts.go_off(home.mia, note="En venter")
    with refused(Code.CASES_UNOWNED):
        shifts.go_off(home.max, note="Ingen igjen")
    decide(home.max, case, Action.PUBLISH, reason="fine")
    shifts.go_off(home.max)
    assert queries.on_duty(home.group.pk) == []


def test_on_duty_once_and_off_once(home: house.House) -> None:
    """E20"""
    shifts.go_on(home.mia)
    with refused(Code.ON_DUTY_ALREADY):
        shifts.go_on(home.mia)
    shifts.go_off(home.mia)
    with refused(Code.NOT_ON_DUTY):
        shifts.go_off(home.mia)


def test_only_leads_plan_and_only_people_who_judge_are_planned(home: house.House) -> None:
    """E20 B1"""
    now = timezone.now()
    facts = {"starts_at": now, "ends_at": now + timedelta(hours=2)}
    with refused(Code.NOT_ALLOWED):
        shifts.plan(home.mia, people=[home.mia.pk], **facts)
    for people in ([], [home.finn.pk], [home.ada.pk], [home.mia.pk, home.mia.pk]):
        with refused(Code.SHIFT_PEOPLE):
            shifts.plan(home.siv, people=people, **facts)
    with refused(Code.SHIFT_LENGTH):
        shifts.plan(home.siv, starts_at=now, ends_at=now, people=[home.mia.pk])
    shift = shifts.plan(home.siv, people=[home.mia.pk], **facts)
    shifts.drop(home.siv, shift_id=shift.pk)
    with refused(Code.SHIFT_NOT_FOUND):
        shifts.drop(home.siv, shift_id=shift.pk)


def see_grave(home: house.House, by: house.Membership, count: int) -> None:
    for number in range(count):
        decide(by, held(home, f"trussel {by.alias} {number}", severity=3), Action.REMOVE)
        house.Message.objects.update(submitted_at="2026-01-01T00:00:00Z")


def test_after_so_many_grave_cases_a_break(home: house.House, clock: Any) -> None:
    """E19: light ones may still be taken, and after the break the count begins anew."""
    see_grave(home, home.mia, queries.ITEMS_MOST)
    assert queries.load(home.mia).at_limit
    grave = held(home, "en til", severity=3)
    with pytest.raises(DomainError) as refusal:
        cases.claim(home.mia, grave)
    assert (refusal.value.code, refusal.value.params) == (Code.BREAK_NEEDED, {"minutes": 15})
    decide(home.mia, held(home, "lett", severity=1), Action.PUBLISH, reason="fine")
    shifts.rest(home.mia)
    clock.shift(timedelta(minutes=10))
    with refused(Code.BREAK_NEEDED):
        cases.claim(home.mia, grave)
    clock.shift(timedelta(minutes=6))
    assert cases.claim(home.mia, grave).holder == home.mia
    assert queries.load(home.mia).items == 1


def test_minutes_count_as_well_as_cases(home: house.House, clock: Any) -> None:
    """E19"""
    for number in range(3):
        case = cases.claim(home.mia, held(home, f"tung {number}", severity=3))
        for _ in range(4):
            clock.shift(timedelta(minutes=4))
            cases.claim(home.mia, case)
        decide(home.mia, case, Action.REMOVE)
    assert queries.load(home.mia).minutes == 45
    assert queries.load(home.mia).at_limit


def test_a_life_comes_first_where_there_is_nobody_else(home: house.House, clock: Any) -> None:
    """E19 F5"""
    shifts.go_on(home.mia)
    see_grave(home, home.mia, queries.ITEMS_MOST)
    crisis = held(home, "jeg vil ikke leve", queue=Queue.CARE, severity=4)
    shifts.go_on(home.max)
    with refused(Code.BREAK_NEEDED):
        cases.claim(home.mia, crisis)
    shifts.go_off(home.max, note="Må gå")
    assert cases.claim(home.mia, crisis).holder == home.mia
    page = Page.objects.get(why=Why.LIMIT)
    assert page.member == home.siv


def test_a_gap_is_a_planned_time_or_an_open_session_without_anybody(
    home: house.House, clock: Any
) -> None:
    """E20"""
    assert shifts.look_for_gaps() == 0
    now = timezone.now()
    vera = house.staff(home.group, "Vera", Role.SHIFT_LEAD)
    shifts.plan(vera, starts_at=now, ends_at=now + timedelta(hours=1), people=[home.mia.pk])
    assert shifts.look_for_gaps() == 1
    assert queries.gap_of(home.group.pk)
    clock.shift(timedelta(minutes=61))
    assert shifts.look_for_gaps() == 1
    assert queries.gap_of(home.group.pk) is None


def test_many_are_counted_as_each_alone(home: house.House, clock: Any) -> None:
    """E19: whatever one handed to another, and whenever each had their break."""
    see_grave(home, home.mia, 3)
    clock.shift(timedelta(minutes=1))
    shifts.rest(home.mia)
    clock.shift(timedelta(minutes=20))
    see_grave(home, home.max, 2)
    case = cases.claim(home.mia, held(home, "og en til", severity=3))
    clock.shift(timedelta(minutes=4))
    cases.hand_over(home.mia, case, to=home.max, note="din")
    people = [home.mia, home.max, home.siv]
    assert queries.loads(people) == {one.pk: queries.load(one) for one in people}
    assert [queries.load(one).items for one in people] == [1, 2, 0]
    assert queries.loads([]) == {}
