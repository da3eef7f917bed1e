"""A course of evenings: the same hour on the wall, whatever the clock does."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import timezone

from forum.errors import Code, DomainError
from forum.sessions import actions, queries
from forum.sessions.models import Leader, Series, Session
from forum.sessions.states import SessionState
from tests import house
from tests.faults.times import compare
from tests.moderation.test_cases import refused

pytestmark = pytest.mark.django_db

TUESDAY = date(2030, 10, 8)
SEVEN = time(19)


@pytest.fixture
def home() -> house.House:
    return house.build()


def plan(**facts: object) -> actions.Plan:
    usual = {"theme": "Når hjemme er vanskelig", "first": TUESDAY, "at": SEVEN, "minutes": 90}
    return actions.Plan(**(usual | facts))  # type: ignore[arg-type]


def test_eight_tuesdays_in_one_go_keep_their_hour_on_the_wall(home: house.House) -> None:
    """D1 S4: across the last Sunday of October; without the one evening that does not fit."""
    made = actions.plan_series(home.finn, plan(), times=8, skipped=[date(2030, 10, 22)])
    assert len(made) == 7
    local = [queries.local_start(one) for one in made]
    assert {one.time() for one in local} == {SEVEN}
    assert [f"{one:%d.%m}" for one in local[:4]] == ["08.10", "15.10", "29.10", "05.11"]
    assert {one.starts_at.astimezone(UTC).hour for one in made} == {17, 18}
    assert len({one.room_id for one in made}) == 7
    [series] = Series.objects.all()
    assert series.rule == "FREQ=WEEKLY;INTERVAL=1;COUNT=8" and series.skipped == ["2030-10-22"]
    assert queries.numbers({series.pk})[made[-1].pk] == (7, 7)


def test_a_press_that_is_sent_again_plans_nothing_twice(home: house.House) -> None:
    """D1: over a bad line one never knows whether it went through."""
    actions.plan_series(home.finn, plan(), times=8)
    for how in ({"times": 8}, {"times": 1}):
        with refused(Code.ALREADY_THERE):
            actions.plan_series(home.finn, plan(), **how)
    assert Session.objects.count() == 8 and Series.objects.count() == 1
    assert actions.plan_series(home.finn, plan(theme="Noe helt annet"))


def test_one_alone_is_no_series(home: house.House) -> None:
    [made] = actions.plan_series(home.finn, plan(capacity=8))
    assert made.series is None and made.capacity == 8


@pytest.mark.parametrize(
    ("facts", "how", "code"),
    [
        ({}, {"times": 27}, Code.SERIES_LENGTH),
        ({}, {"times": 0}, Code.SERIES_LENGTH),
        ({}, {"times": 2, "every": 5}, Code.SERIES_LENGTH),
        ({}, {"times": 1, "skipped": [TUESDAY]}, Code.SERIES_LENGTH),
        ({"first": date(2020, 1, 1)}, {"times": 8}, Code.SESSION_PAST),
        ({"minutes": 20}, {}, Code.SESSION_LENGTH),
        ({"capacity": 1}, {}, Code.CAPACITY_UNFIT),
        ({"theme": " "}, {}, Code.TITLE_LENGTH),
        ({"agenda": (actions.agenda.Step("", 5),)}, {}, Code.AGENDA_UNFIT),
        ({"agenda": (actions.agenda.Step("Runde", 5),) * 13}, {}, Code.AGENDA_UNFIT),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(
    home: house.House, facts: dict[str, object], how: dict[str, int], code: Code
) -> None:
    """D1"""
    with refused(code):
        actions.plan_series(home.finn, plan(**facts), **how)  # type: ignore[arg-type]
    assert not Session.objects.exists() and not Series.objects.exists()


def test_who_leads_and_who_steps_in(home: house.House) -> None:
    """D1: whoever plans leads, unless others are named; young people never do."""
    [mine] = actions.plan_series(home.finn, plan())
    assert list(mine.leaders.values_list("membership", "substitute")) == [(home.finn.pk, False)]
    [shared] = actions.plan_series(
        home.finn,
        plan(at=time(20), leaders=(home.finn.pk, home.mia.pk), substitutes=(home.max.pk,)),
    )
    assert Leader.objects.filter(session=shared, substitute=True).get().membership == home.max
    assert shared.leaders.count() == 3
    for nobody in (home.ada.pk, house.staff(home.elsewhere, "Per", house.Role.FACILITATOR).pk):
        with refused(Code.LEADER_NOT_FOUND):
            actions.plan_series(home.finn, plan(at=time(21), leaders=(nobody,)))


def test_an_evening_may_be_moved_and_cancelled_with_the_rest(home: house.House) -> None:
    """D1: an exception is told, and leaves the others as they are."""
    made = actions.plan_series(home.finn, plan(), times=8)
    moved = actions.change(
        home.finn, plan(first=date(2030, 10, 9), at=time(18, 30)), session_id=made[0].pk
    )
    assert f"{queries.local_start(moved):%a %H:%M}" == "Wed 18:30"
    assert actions.cancel(home.finn, session_id=made[5].pk, words="Vinterferie", rest=True) == 3
    states = [Session.objects.get(pk=one.pk).state for one in made]
    assert states == [SessionState.PLANNED] * 5 + [SessionState.CANCELLED] * 3
    assert Session.objects.get(pk=made[7].pk).cancel_words == "Vinterferie"
    with refused(Code.ALREADY_THERE):
        actions.cancel(home.finn, session_id=made[5].pk)
    with refused(Code.NOT_FROM_HERE):
        actions.start(home.finn, session_id=made[5].pk)
    with refused(Code.NOT_FROM_HERE):
        actions.change(home.finn, plan(), session_id=made[5].pk)
    with pytest.raises(DomainError, match=Code.SESSION_OVER):
        house.say(home.ada, made[5].room, "er det noen her?")


def test_what_is_planned_an_hour_ahead_is_told_of_once(home: house.House) -> None:
    """D1"""
    soon = timezone.now() + timedelta(minutes=40)
    actions.schedule(home.finn, theme="Snart", starts_at=soon, minutes=60)
    assert actions.remind() == 1 and actions.remind() == 0


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31)])
def test_a_day_at_the_end_of_the_calendar_is_refused(home: house.House, day: date) -> None:
    with refused(Code.SESSION_PAST):
        actions.plan_series(home.finn, plan(first=day))


def test_its_adults_are_reminded_twice_and_never_again(home: house.House, clock: object) -> None:
    """D1: a day and an hour before, without a word of what it is."""
    from forum.notices.models import Notice

    now = timezone.now()
    session = actions.schedule(
        home.finn, theme="I morgen", starts_at=now + timedelta(days=2), minutes=60
    )
    assert actions.remind() == 0
    clock.shift(timedelta(days=1, minutes=1))  # type: ignore[attr-defined]
    assert actions.remind() == 1 and actions.remind() == 0
    clock.shift(timedelta(hours=23))  # type: ignore[attr-defined]
    assert actions.remind() == 1 and actions.remind() == 0
    assert {one.person_id for one in Notice.objects.all()} == {home.finn.person_id}
    assert Notice.objects.filter(kind="session").count() == 2
    assert session.theme not in str(list(Notice.objects.values()))


def test_ten_thousand_series_stand_on_their_hour() -> None:
    """D1: random rules and exceptions in four zones, against a second implementation that looks the
    hour up on the wall. All ten thousand: `python -m tests.faults.times`."""
    assert compare(600, seed=6) == 0


def test_the_evening_that_does_not_exist_is_an_hour_later(home: house.House) -> None:
    """D1: half past two on the last Sunday of March, as RFC 5545 has it."""
    [made] = actions.plan_series(home.finn, plan(first=date(2030, 3, 31), at=time(2, 30)))
    assert made.starts_at == datetime(2030, 3, 31, 1, 30, tzinfo=UTC)
