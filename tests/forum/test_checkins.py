"""How one is: seen by oneself, and by others only of five or more."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from consumers.wire.events import Evening
from consumers.wire.present_evening import evenings
from consumers.wire.present_places import places
from forum.checkins import actions as checkins
from forum.checkins.feelings import heavier
from forum.checkins.models import Moment
from forum.errors import Code
from forum.messages.models import Message
from forum.outcomes import actions as outcomes
from forum.permissions import Role
from forum.rooms.models import RoomKind
from forum.sessions import actions as sessions
from forum.tallies.models import Tally
from moderation.care.actions import ask_talk, open_side_room
from moderation.cases import actions as cases
from moderation.cases.models import Case
from moderation.reports.actions import report_adult
from moderation.reports.models import Why
from moderation.screening.verdict import Queue
from tests import evening, house
from tests.moderation.test_cases import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> house.House:
    return house.build()


def shown(of: house.Membership) -> Evening:
    """The evening as this person's screen gets it."""
    [mine] = evenings(places([of.person]))
    return mine.evenings[0]


def check(one: house.Membership, session: sessions.Session, moment: str, face: int) -> None:
    checkins.check(
        one, session_id=session.pk, moment=Moment(moment), face=face, words=["tired", "hopeful"]
    )


def test_only_oneself_sees_it(home: house.House) -> None:
    """D9"""
    session = evening.opened(home, home.ada, home.bo)
    check(home.ada, session, "in", 2)
    mine, others, adults = shown(home.ada), shown(home.bo), shown(home.finn)
    assert mine.check_in.face == 2 and mine.check_in.words == ["tired", "hopeful"]
    assert others.check_in is None and adults.check_in is None
    assert mine.came_with is None and adults.came_with is None


def test_five_together_are_shown_and_four_are_not(
    home: house.House, clock: time_machine.Coordinates
) -> None:
    """D9 I2: and only once nobody has answered for a while, so that nothing changes one by one."""
    young = [home.ada, home.bo, *evening.youths(home, 4)]
    session = evening.opened(home, *young)
    for one in young[:4]:
        check(one, session, "in", 2)
    clock.shift(timedelta(minutes=5))
    assert checkins.count_checkins() == 0 and shown(home.finn).came_with is None
    check(young[4], session, "in", 4)
    assert checkins.count_checkins() == 0
    clock.shift(timedelta(seconds=31))
    assert checkins.count_checkins() == 1
    came = shown(home.finn).came_with
    assert (came.people, came.mean, came.words) == (5, 2.4, ["hopeful", "tired"])
    # The sixth is one alone, and whoever changes their mind changes nothing.
    check(young[5], session, "in", 5)
    check(young[0], session, "in", 5)
    clock.shift(timedelta(minutes=5))
    assert checkins.count_checkins() == 0
    assert shown(home.finn).came_with == came
    assert shown(young[0]).check_in.face == 5


def test_a_marked_drop_offers_a_talk_to_that_person_alone(home: house.House) -> None:
    """D9 S8: no case is made; the talk is in a side room with the adults, who are told."""
    session = evening.opened(home, home.ada, home.bo)
    check(home.ada, session, "in", 4)
    check(home.ada, session, "out", 2)
    assert shown(home.ada).offer_talk
    assert not shown(home.bo).offer_talk and not shown(home.finn).offer_talk
    assert not Case.objects.exists()
    room = ask_talk(home.ada, session_id=session.pk)
    assert room.kind == RoomKind.SIDE
    assert home.finn.person.notices.get().kind == "talk"
    assert not home.mia.person.notices.exists(), "who did not lead is not woken"
    with refused(Code.NOT_ALLOWED):
        ask_talk(home.finn, session_id=session.pk)


def test_the_talk_is_without_each_adult_the_young_person_told_of(home: house.House) -> None:
    """D9 F8: also when a case opens the room, and where one of them sits in the old one."""
    session = evening.opened(home, home.ada)
    first = ask_talk(home.ada, session_id=session.pk)
    assert {home.finn, home.mia} <= {seat.membership for seat in first.seat_set.all()}
    for told_of in (home.finn, home.mia):
        report_adult(home.ada, adult_id=told_of.pk, why=Why.UNSAFE)
    second = ask_talk(home.ada, session_id=session.pk)
    assert second != first
    message = house.share(home.ada, home.topic, "jeg orker ikke")
    case = cases.open_case(message, queue=Queue.CARE, severity=3, because=["distress"])
    assert open_side_room(home.max, cases.claim(home.max, case)) == second
    assert not second.seat_set.filter(membership__in=[home.finn, home.mia]).exists()


def test_who_only_administers_hears_nothing_of_what_goes_on(home: house.House) -> None:
    """D2 B1"""
    evening.opened(home, home.ada)
    auditor = house.staff(home.group, "Aud", Role.AUDITOR)
    [hers] = evenings(places([auditor.person]))
    assert hers.evenings == []


def test_for_whom_it_is_full_it_tells_nothing_of_who_is_there(home: house.House) -> None:
    """D1 D2"""
    session = evening.opened(home, home.ada)
    sessions.Session.objects.filter(pk=session.pk).update(capacity=1)
    seen = shown(home.bo)
    assert seen.full and seen.people == []
    assert not shown(home.ada).full and len(shown(home.ada).people) == 2


@pytest.mark.parametrize(
    ("came", "left", "offered"),
    [
        *[(4, 2, True), (5, 3, True), (2, 1, True), (None, 1, True)],
        *[(3, 2, False), (1, 1, False), (2, 4, False), (None, 2, False), (4, None, False)],
    ],
)
def test_what_a_marked_drop_is(came: int | None, left: int | None, offered: bool) -> None:
    """D9"""
    assert heavier(came, left) == offered


def test_who_may_check_in_and_when(home: house.House, clock: time_machine.Coordinates) -> None:
    session = evening.opened(home, home.ada)
    for outsider in (home.finn, home.bo):
        with refused(Code.NOT_ALLOWED):
            check(outsider, session, "in", 3)
    for face, words in ((0, []), (6, []), (3, ["calm"] * 4), (3, ["nonsense"])):
        with refused(Code.CHECKIN_UNFIT):
            checkins.check(
                home.ada, session_id=session.pk, moment=Moment.IN, face=face, words=words
            )
    sessions.close(home.finn, session_id=session.pk)
    check(home.ada, session, "out", 3)
    with refused(Code.NOT_FROM_HERE):
        check(home.ada, session, "in", 3)
    clock.shift(timedelta(hours=25))
    with refused(Code.NOT_FROM_HERE):
        check(home.ada, session, "out", 3)


def tap(one: house.Membership, session: sessions.Session, value: int, words: str = "") -> None:
    outcomes.answer(
        one,
        session_id=session.pk,
        safe=value,
        heard=value,
        less_alone=2,
        words=words,
        nonce=house.uuid.uuid4(),
    )


def test_three_taps_and_words_that_only_the_adults_read(
    home: house.House, clock: time_machine.Coordinates
) -> None:
    """I1: the words are scored like any others, so that a cry for help is heard."""
    young = [home.ada, home.bo, *evening.youths(home, 3)]
    session = evening.opened(home, *young)
    with refused(Code.NOT_FROM_HERE):
        tap(home.ada, session, 2)
    sessions.close(home.finn, session_id=session.pk)
    for one in young:
        tap(one, session, 1, "det var fint" if one == home.ada else "")
    message = Message.objects.get(room__kind=RoomKind.BACK)
    assert (message.author, message.state) == (home.ada, "pending")
    clock.shift(timedelta(minutes=3))
    assert outcomes.count_outcomes() == 1
    assert Tally.objects.get(session=session, kind="safe").total == 5
    assert Tally.objects.get(session=session, kind="less_alone").total == 10
    assert shown(home.ada).outcome_given and timezone.now()
