"""Reports: two taps, a receipt, an outcome, and round the adult they are about."""

from __future__ import annotations

import pytest
from django.db.models import QuerySet

from forum.errors import Code
from forum.memberships.access import in_room
from forum.permissions import Role
from moderation.care.actions import open_side_room
from moderation.cases import actions, queries
from moderation.cases.access import colleagues, find
from moderation.cases.models import Case
from moderation.cases.outcomes import Action
from moderation.reports import actions as reports
from moderation.reports.models import Outcome, Report, Why
from moderation.reports.queries import own
from moderation.screening.verdict import Queue
from tests import house
from tests.moderation.test_cases import decide, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> house.House:
    return house.build()


def report(by: house.Membership, message: house.Message, why: Why = Why.HURTS) -> Report:
    _, room = in_room(by.person, message.room_id)
    return reports.report_message(by, room, message_id=message.pk, why=why)


def cases_of(by: house.Membership) -> QuerySet[Case]:
    return queries.queue(by.person)


def test_all_reports_on_a_message_are_one_case(home: house.House) -> None:
    """E2 E9"""
    message = house.share(home.ada, home.topic, "dere er teite")
    first = report(home.bo, message)
    assert report(home.bo, message) == first
    report(home.finn, message, Why.WORRIED)
    [case] = cases_of(home.mia)
    assert (case.queue, case.because) == (Queue.CARE, ["report_hurts", "report_worried"])
    assert case.reports.count() == 2


def test_two_taps_first_and_what_it_is_about_afterwards(home: house.House) -> None:
    """E2 E9: the same report, said more clearly, raises the one case."""
    message = house.share(home.ada, home.topic, "send meg et bilde da")
    first = report(home.bo, message, Why.OTHER)
    [case] = cases_of(home.mia)
    assert case.severity == 1
    again = report(home.bo, message, Why.UNSAFE)
    assert again == first
    [case] = cases_of(home.mia)
    assert (case.severity, case.reports.count()) == (3, 1)
    assert Report.objects.get().why == Why.UNSAFE


def test_the_reporter_gets_a_receipt_and_the_outcome(home: house.House) -> None:
    """E9"""
    message = house.share(home.ada, home.topic, "dere er teite")
    made = report(home.bo, message)
    assert [one.outcome for one in own([home.bo.person])] == [""]
    [case] = cases_of(home.mia)
    decide(home.mia, case, Action.REMOVE)
    [told] = own([home.bo.person])
    assert told.outcome == Outcome.ACTED
    reports.put_away(home.bo, report_id=made.pk)
    assert own([home.bo.person]) == []
    with refused(Code.REPORT_NOT_FOUND):
        reports.put_away(home.ada, report_id=made.pk)


def test_a_receipt_put_away_comes_back_with_the_outcome(home: house.House) -> None:
    """E9"""
    message = house.share(home.ada, home.topic, "dere er teite")
    made = report(home.bo, message)
    reports.put_away(home.bo, report_id=made.pk)
    [case] = cases_of(home.mia)
    decide(home.mia, case, Action.PUBLISH, reason="fine")
    assert [one.outcome for one in own([home.bo.person])] == [Outcome.LOOKED_AT]


def test_nobody_reports_themselves_or_what_they_cannot_see(home: house.House) -> None:
    """E9 B2"""
    message = house.share(home.ada, home.topic, "hei")
    with refused(Code.REPORT_OWN):
        report(home.ada, message)
    hidden = house.say(home.ada, home.topic, "ikke vist")
    with refused(Code.MESSAGE_NOT_FOUND):
        report(home.bo, hidden)
    with refused(Code.ROOM_NOT_FOUND):
        report(home.cam, message)


def test_a_flood_of_reports_ends(home: house.House) -> None:
    """E9"""
    for number in range(reports.PER_HOUR):
        report(home.bo, house.share(home.ada, home.topic, f"nummer {number}"))
        house.Message.objects.update(submitted_at="2026-01-01T00:00:00Z")
    with refused(Code.TOO_MANY_REPORTS):
        report(home.bo, house.share(home.ada, home.topic, "en til"))


def test_a_report_on_an_adult_goes_round_that_adult(home: house.House) -> None:
    """E21: the moderator it is about cannot list, find, claim or be handed it, and neither can
    colleagues at the same level: it is for a lead."""
    reports.report_adult(home.ada, adult_id=home.mia.pk, why=Why.UNSAFE, words="Skriver privat")
    for member in (home.mia, home.max, home.finn):
        assert list(cases_of(member)) == []
    [case] = cases_of(home.siv)
    with refused(Code.CASE_NOT_FOUND):
        find(home.mia.person, case.pk)
    member, found = find(home.siv.person, case.pk)
    assert actions.claim(member, found).holder == home.siv
    assert home.mia not in colleagues(found, home.siv)
    with refused(Code.NOT_FOR_THEM):
        actions.hand_over(home.siv, found, to=home.mia, note="ta den")
    decide(home.siv, found, Action.TALKED, reason="contact")
    [told] = own([home.ada.person])
    assert told.outcome == Outcome.ACTED


def test_the_only_lead_is_gone_round_too(home: house.House) -> None:
    """E21: then it is the moderators who judge."""
    reports.report_adult(home.ada, adult_id=home.siv.pk, why=Why.UNSAFE)
    assert list(cases_of(home.siv)) == []
    assert len(cases_of(home.mia)) == len(cases_of(home.max)) == 1


def test_two_reports_on_an_adult_are_one_case(home: house.House) -> None:
    """E2"""
    reports.report_adult(home.ada, adult_id=home.finn.pk, why=Why.UNSAFE)
    reports.report_adult(home.bo, adult_id=home.finn.pk, why=Why.HURTS)
    [case] = cases_of(home.siv)
    assert case.because == ["report_hurts", "report_unsafe"]
    decide(home.siv, case, Action.REMOVE_MEMBER, reason="contact")
    with refused(Code.ROOM_NOT_FOUND):
        in_room(home.finn.person, home.topic.pk)


def test_an_adults_message_is_never_for_that_adult(home: house.House) -> None:
    """E21"""
    message = house.share(home.mia, home.topic, "slutt å mase")
    report(home.ada, message)
    assert list(cases_of(home.mia)) == []
    assert len(cases_of(home.max)) == 1


def test_the_side_room_is_with_who_told_and_without_whom_it_is_about(home: house.House) -> None:
    """E21 F4: a room the adult already sits in is not used again."""
    cared = house.share(home.ada, home.topic, "jeg orker ikke mer")
    care = actions.open_case(cared, queue=Queue.CARE, severity=3, because=["crisis_selfharm"])
    before = open_side_room(home.max, actions.claim(home.max, care))
    reports.report_adult(home.ada, adult_id=home.mia.pk, why=Why.UNSAFE)
    case = cases_of(home.siv).get(about=home.mia)
    room = open_side_room(home.siv, actions.claim(home.siv, case))
    assert room != before
    assert in_room(home.ada.person, room.pk)
    for member in (home.siv, home.max, home.finn):
        assert in_room(member.person, room.pk)
    with refused(Code.ROOM_NOT_FOUND):
        in_room(home.mia.person, room.pk)


@pytest.mark.parametrize("who", ["ada", "cam"])
def test_only_an_adult_of_ones_group_is_reported(home: house.House, who: str) -> None:
    """E9 B2"""
    with refused(Code.ADULT_NOT_FOUND):
        reports.report_adult(home.bo, adult_id=getattr(home, who).pk, why=Why.HURTS)
    stranger = house.staff(home.elsewhere, "Per", Role.MODERATOR)
    with refused(Code.ADULT_NOT_FOUND):
        reports.report_adult(home.bo, adult_id=stranger.pk, why=Why.HURTS)
