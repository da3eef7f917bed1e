"""After a session: talking it through, worries with an owner and a date, and the next one waits."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from consumers.wire.present_desk import desk
from consumers.wire.present_evening import backstage
from consumers.wire.present_places import places
from forum.debriefs import actions as debriefs
from forum.debriefs.questions import QUESTIONS
from forum.errors import Code
from forum.memberships.actions import remove
from forum.permissions import Role
from forum.sessions import actions as sessions
from moderation.cases import actions as cases
from moderation.cases.access import actions_for
from moderation.cases.models import Case
from moderation.cases.outcomes import Action
from moderation.shifts import actions as shifts
from moderation.worries.actions import Worry, debrief
from tests import evening, house
from tests.moderation.test_cases import refused

pytestmark = pytest.mark.django_db

ANSWERS = dict.fromkeys(QUESTIONS, "Det gikk fint.")


@pytest.fixture
def home() -> house.House:
    return house.build(adults_needed=2)


@pytest.fixture
def over(home: house.House) -> sessions.Session:
    session = evening.opened(home, home.mia, home.ada, home.bo)
    return sessions.close(home.finn, session_id=session.pk)


def answer(by: house.Membership, session: sessions.Session, *worries: Worry) -> None:
    debrief(by, session_id=session.pk, answers=ANSWERS, worries=worries)


def start_next(home: house.House) -> sessions.Session:
    session = evening.planned(home)
    evening.attend(session, home.mia)
    return sessions.start(home.finn, session_id=session.pk)


def test_the_next_session_waits_until_both_have_answered(
    home: house.House, over: sessions.Session
) -> None:
    """D11"""
    with refused(Code.DEBRIEF_WAITS):
        start_next(home)
    answer(home.finn, over)
    with refused(Code.DEBRIEF_WAITS):
        start_next(home)
    answer(home.finn, over)  # said again, it is still one of them
    with refused(Code.DEBRIEF_WAITS):
        start_next(home)
    answer(home.mia, over)
    assert start_next(home).state == "open"


def test_or_until_a_lead_lets_it_begin_and_says_why(
    home: house.House, over: sessions.Session
) -> None:
    """D11"""
    with refused(Code.REASON_SHORT):
        debriefs.waive(home.siv, session_id=over.pk, reason="ja")
    with refused(Code.NOT_ALLOWED):
        debriefs.waive(home.finn, session_id=over.pk, reason="Vi rakk det ikke i kveld")
    debriefs.waive(home.siv, session_id=over.pk, reason="Vi rakk det ikke i kveld")
    with refused(Code.ALREADY_THERE):
        debriefs.waive(home.siv, session_id=over.pk, reason="Vi rakk det ikke i kveld")
    assert start_next(home).state == "open"


def test_whoever_has_left_the_group_is_not_waited_for(
    home: house.House, over: sessions.Session
) -> None:
    answer(home.finn, over)
    remove(home.mia)
    session = evening.planned(home)
    evening.attend(session, home.max)
    assert sessions.start(home.finn, session_id=session.pk)


def test_whoever_answered_and_left_answered_for_nobody_else(
    home: house.House, over: sessions.Session
) -> None:
    """D11"""
    answer(home.mia, over)
    remove(home.mia)
    session = evening.planned(home)
    evening.attend(session, home.max)
    with refused(Code.DEBRIEF_WAITS):
        sessions.start(home.finn, session_id=session.pk)
    answer(home.finn, over)
    assert sessions.start(home.finn, session_id=session.pk)


def test_only_those_who_were_there_answer_and_all_five(
    home: house.House, over: sessions.Session
) -> None:
    """D11"""
    with refused(Code.NOT_ALLOWED):
        answer(home.max, over)
    for unfit in ({"went": ""}, {"us": " "}, {"more": "x"}, {"us": "x" * 601}):
        with refused(Code.DEBRIEF_UNFIT):
            debrief(home.finn, session_id=over.pk, answers=ANSWERS | unfit, worries=[])
    planned = evening.planned(home)
    with refused(Code.NOT_FROM_HERE):
        answer(home.finn, planned)


def test_a_worry_is_a_care_case_with_an_owner_and_a_date(
    home: house.House, over: sessions.Session
) -> None:
    """D11 S8: its owner is told; one on duty may still go home; a second worry joins the first."""
    friday = timezone.localdate() + timedelta(days=3)
    answer(home.finn, over, Worry(home.ada.pk, home.mia.pk, friday, "Stille i kveld, spør igjen"))
    case = Case.objects.get()
    assert (case.about, case.owner, case.queue) == (home.ada, home.mia, "care")
    assert timezone.localtime(case.due_at).date() == friday
    assert home.mia.person.notices.filter(kind="handed").count() == 1
    [row] = desk(home.max.person).cases
    assert (row.subject, row.owner, row.text) == ("young", "Mia", "Stille i kveld, spør igjen")
    shifts.go_on(home.mia)
    shifts.go_off(home.mia)
    sooner = friday - timedelta(days=1)
    answer(home.mia, over, Worry(home.ada.pk, home.max.pk, sooner, "Jeg tenkte det samme"))
    case = Case.objects.get()
    assert case.owner == home.max and "spør igjen\n\nJeg tenkte" in case.text
    assert timezone.localtime(case.due_at).date() == sooner
    assert not Case.objects.filter(about__role__in=[Role.FACILITATOR]).exists()


def test_a_worry_is_seen_to_and_decided_like_any_case(
    home: house.House, over: sessions.Session
) -> None:
    """S8"""
    day = timezone.localdate() + timedelta(days=1)
    answer(home.finn, over, Worry(home.ada.pk, home.mia.pk, day, "Sov dårlig"))
    case = cases.claim(home.mia, Case.objects.get())
    assert actions_for(case) == [Action.LOOKED_AFTER, Action.TALKED, Action.NO_GROUND]
    judged = cases.Judgement(Action.TALKED, "care", "Vi snakket sammen")
    cases.decide(home.mia, case, version=case.version, judgement=judged)
    assert Case.objects.get().state == "decided"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"owner": "finn"}, Code.OWNER_NEEDED),  # leads, and judges nothing
        ({"owner": "cam"}, Code.OWNER_NEEDED),
        ({"days": -1}, Code.OWNER_NEEDED),
        ({"days": 61}, Code.OWNER_NEEDED),
        ({"member": "cam"}, Code.MEMBER_NOT_FOUND),
        ({"member": "mia"}, Code.MEMBER_NOT_FOUND),
    ],
)
def test_a_worry_needs_somebody_of_this_group_and_a_day(
    home: house.House, over: sessions.Session, facts: dict[str, object], code: Code
) -> None:
    """D11: and where it cannot be, nothing is kept of the debrief either."""
    due = timezone.localdate() + timedelta(days=int(facts.get("days", 1)))  # type: ignore[call-overload]
    member = getattr(home, str(facts.get("member", "ada")))
    owner = getattr(home, str(facts.get("owner", "mia")))
    with refused(code):
        answer(home.finn, over, Worry(member.pk, owner.pk, due, "Stille"))
    assert not Case.objects.exists()


def test_the_adults_see_what_is_missing(home: house.House, over: sessions.Session) -> None:
    """D11: in the group's picture behind the stage, and never in a young person's."""
    answer(home.finn, over)
    [placed] = places([home.mia.person])
    [group] = backstage(placed).groups
    [shown] = group.debriefs
    assert (shown.lacking, shown.may_answer, len(shown.answered)) == (1, True, 1)
    [young] = places([home.ada.person])
    assert backstage(young).groups == []


def test_the_last_one_is_asked_for_however_long_ago(
    home: house.House, over: sessions.Session, clock: time_machine.Coordinates
) -> None:
    """D11: or the next session would wait for what nobody is shown; those before it for a month."""
    clock.shift(timedelta(days=70))
    [placed] = places([home.mia.person])
    assert [one.session for one in backstage(placed).groups[0].debriefs] == [over.pk]
    with refused(Code.DEBRIEF_WAITS):
        start_next(home)


def test_a_day_that_was_agreed_on_stands(home: house.House, over: sessions.Session) -> None:
    """S8: grading a worry neither makes it late nor calls anybody."""
    friday = timezone.localdate() + timedelta(days=3)
    answer(home.finn, over, Worry(home.ada.pk, home.mia.pk, friday, "Stille i kveld"))
    due = Case.objects.get().due_at
    case = cases.claim(home.mia, Case.objects.get())
    cases.grade(home.mia, case, severity=3, note="Tyngre enn jeg trodde")
    assert Case.objects.get().due_at == due
