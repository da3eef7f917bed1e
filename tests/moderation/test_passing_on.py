"""Passing a case on: on hold, to a colleague, upward, not for me."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from forum.errors import Code, DomainError
from forum.permissions import Role
from moderation.cases import actions, queries
from moderation.cases.access import find
from moderation.cases.models import Case, CaseEvent
from moderation.cases.states import CaseState
from moderation.reports import actions as reports
from moderation.reports.models import Why
from moderation.screening.verdict import Queue
from tests import house
from tests.moderation.test_cases import held, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> house.House:
    return house.build()


def history(case: Case) -> list[str]:
    return list(CaseEvent.objects.filter(case=case).order_by("pk").values_list("what", flat=True))


def test_on_hold_it_is_nobody_elses_until_the_time_named(home: house.House) -> None:
    """E4"""
    with time_machine.travel(timezone.now(), tick=False) as clock:
        case = actions.claim(home.mia, held(home))
        actions.hold(home.mia, case, minutes=20, note="Venter på svar fra helsesykepleier")
        clock.shift(timedelta(minutes=15))
        assert actions.lapse() == 0
        with refused(Code.CASE_TAKEN):
            actions.claim(home.max, case)
        assert actions.claim(home.mia, case).state == CaseState.CLAIMED
        actions.hold(home.mia, case, minutes=1, note="enda litt")
        clock.shift(timedelta(minutes=2))
        assert actions.lapse() == 1
        assert actions.claim(home.max, case).holder == home.max
    assert history(case)[-3:] == ["on_hold", "lapsed", "claimed"]


def test_the_graver_the_shorter_it_may_wait(home: house.House) -> None:
    """E4"""
    case = actions.claim(home.mia, held(home, queue=Queue.CARE, severity=4))
    with pytest.raises(DomainError) as refusal:
        actions.hold(home.mia, case, minutes=20, note="ringer")
    assert (refusal.value.code, refusal.value.params) == (Code.HOLD_LENGTH, {"max": 5})
    with refused(Code.NOTE_NEEDED):
        actions.hold(home.mia, case, minutes=5, note="  ")


def test_handed_over_it_is_the_colleagues_for_five_minutes(home: house.House) -> None:
    """E4"""
    with time_machine.travel(timezone.now(), tick=False) as clock:
        case = actions.claim(home.mia, held(home))
        actions.hand_over(home.mia, case, to=home.max, note="Jeg kjenner denne")
        case.refresh_from_db()
        assert (case.state, case.holder) == (CaseState.CLAIMED, home.max)
        with refused(Code.CASE_NOT_YOURS):
            actions.release(home.mia, case)
        line = CaseEvent.objects.get(case=case, what="handed_over")
        assert (line.by, line.to, line.note) == (home.mia, home.max, "Jeg kjenner denne")
        clock.shift(timedelta(minutes=6))
        assert actions.lapse() == 1


def test_a_case_is_given_only_to_who_could_have_taken_it(home: house.House) -> None:
    """E4 E21"""
    said = house.say(home.max, home.topic, "det er helt idiotisk")
    case = actions.open_case(said, queue=Queue.CONDUCT, severity=1, because=["toxicity"])
    case = actions.claim(home.mia, case)
    for other in (home.finn, home.ada, home.max, home.mia):
        with refused(Code.NOT_FOR_THEM):
            actions.hand_over(home.mia, case, to=other, note="ta den")
    actions.hand_over(home.mia, case, to=home.siv, note="ta den")


def test_escalated_it_is_for_those_above(home: house.House) -> None:
    """E4"""
    case = actions.claim(home.mia, held(home))
    before = case.due_at
    actions.escalate(home.mia, case, note="Dette er over mitt hode")
    for moderator in (home.mia, home.max):
        with refused(Code.CASE_ESCALATED):
            actions.claim(moderator, case)
        assert find(moderator.person, case.pk), "still to be seen"
    claimed = actions.claim(home.siv, case)
    assert claimed.due_at < before
    with refused(Code.NOBODY_ABOVE):
        actions.escalate(home.siv, case, note="hjelp")
    assert history(case)[-2:] == ["escalated", "claimed"]


def test_it_goes_to_the_nearest_lead_first(home: house.House) -> None:
    """E4"""
    vera = house.staff(home.group, "Vera", Role.SHIFT_LEAD)
    case = actions.claim(home.mia, held(home))
    actions.escalate(home.mia, case, note="Se på denne")
    case = actions.claim(vera, find(vera.person, case.pk)[1])
    actions.escalate(vera, case, note="Og du på denne")
    with refused(Code.CASE_ESCALATED):
        actions.claim(vera, case)
    assert actions.claim(home.siv, case)


def test_what_is_not_for_me_stands_last_for_me_alone(home: house.House) -> None:
    """E4"""
    case = actions.claim(home.mia, held(home))
    actions.skip(home.mia, case)
    [mine], [others] = queries.queue(home.mia.person), queries.queue(home.max.person)
    assert (mine.skipped, others.skipped) == (True, False)  # type: ignore[attr-defined]
    assert others.state == CaseState.WAITING
    actions.skip(home.mia, case)
    assert history(case).count("skipped") == 1


def test_a_person_sets_how_grave_a_care_case_is(home: house.House) -> None:
    """F2 E6"""
    case = actions.claim(home.mia, held(home, queue=Queue.CARE, severity=2))
    actions.grade(home.mia, case, severity=4, note="Hun er alene hjemme")
    case.refresh_from_db()
    assert case.severity == 4
    assert case.due_at == case.opened_at + timedelta(minutes=2)
    assert history(case)[-1] == "graded_4"
    conduct = actions.claim(home.mia, held(home, "du er en idiot til"))
    with refused(Code.ACTION_UNFIT):
        actions.grade(home.mia, conduct, severity=4, note="nei")


def test_opening_a_case_is_recorded_once_in_a_while(home: house.House) -> None:
    """E5"""
    with time_machine.travel(timezone.now(), tick=False) as clock:
        case = held(home)
        actions.look(home.mia, case)
        actions.look(home.mia, case)
        actions.look(home.max, case)
        assert history(case) == ["opened", "seen", "seen"]
        clock.shift(timedelta(minutes=31))
        actions.look(home.mia, case)
        assert history(case).count("seen") == 3


def test_the_queue_is_filtered_by_group_kind_and_mine(home: house.House) -> None:
    """E6"""
    conduct, care = held(home), held(home, "jeg orker ikke", queue=Queue.CARE)
    actions.claim(home.mia, care)
    asked = queries.Filter
    of = home.mia.person
    assert list(queries.queue(of, asked(queue="conduct"))) == [conduct]
    assert list(queries.queue(of, asked(mine=True))) == [care]
    assert list(queries.queue(of, asked(group=home.elsewhere.pk))) == []
    assert queries.queue(of, asked(group=home.group.pk)).count() == 2


def test_the_number_of_open_cases_is_that_of_the_list(home: house.House) -> None:
    """E6 E21: counted another way, and less one's own."""
    held(home), held(home, "en til", queue=Queue.CARE)
    said = house.say(home.mia, home.topic, "det er helt idiotisk")
    actions.open_case(said, queue=Queue.CONDUCT, severity=1, because=["toxicity"])
    reports.report_adult(home.ada, adult_id=home.siv.pk, why=Why.UNSAFE)
    reports.report_adult(home.ada, adult_id=home.finn.pk, why=Why.UNSAFE)
    for member in (home.mia, home.max, home.siv, home.finn, home.ada):
        for only in (queries.Filter(), queries.Filter(queue="care"), queries.Filter(mine=True)):
            listed = queries.queue(member.person, only).count()
            assert queries.waiting(member.person, only) == listed
    assert queries.waiting(home.mia.person) == 3
    assert queries.waiting(home.siv.person) == 4
