"""Who is there, two adults, the waiting room, and the soft close."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from consumers.wire import commands
from consumers.wire.present_evening import evenings
from consumers.wire.present_places import places
from consumers.ws.pictures import look
from consumers.ws.room import follow
from forum.attendance.queries import adults_here, came, here
from forum.errors import Code
from forum.memberships.models import Membership
from forum.messages.models import HeldFor
from forum.messages.states import State
from forum.notices.models import Notice
from forum.people.devices import open_device
from forum.sessions import actions as sessions
from forum.sessions.states import SessionState
from forum.timeline.models import Entry, Kind
from tests import evening, house
from tests.moderation.test_cases import refused
from tests.moderation.test_screening import screen_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> house.House:
    return house.build(adults_needed=2)


def kinds(session: sessions.Session) -> list[str]:
    return list(Entry.objects.filter(room=session.room_id).values_list("kind", flat=True))


def test_one_adult_alone_cannot_start_it(home: house.House) -> None:
    """D7: and is told how many are missing; whoever starts it counts."""
    session = evening.planned(home)
    with refused(Code.ADULTS_MISSING) as refusal:
        sessions.start(home.finn, session_id=session.pk)
    assert refusal.value.params == {"here": 1, "needed": 2}
    evening.attend(session, home.mia)
    sessions.start(home.finn, session_id=session.pk)


def test_young_people_and_adults_not_cleared_do_not_count(home: house.House) -> None:
    """D7"""
    session = evening.planned(home)
    Membership.objects.filter(pk=home.mia.pk).update(cleared=False)
    evening.attend(session, home.mia, home.ada, home.bo)
    with refused(Code.ADULTS_MISSING):
        sessions.start(home.finn, session_id=session.pk)


def test_whoever_has_said_nothing_for_seven_seconds_is_not_there(
    home: house.House, clock: time_machine.Coordinates
) -> None:
    """D7"""
    session = evening.opened(home, home.mia, home.ada)
    assert adults_here([session.pk], timezone.now()) == {session.pk: 2}
    clock.shift(timedelta(seconds=5))
    evening.attend(session, home.finn)
    clock.shift(timedelta(seconds=3))
    assert adults_here([session.pk], timezone.now()) == {session.pk: 1}
    assert here([session.pk], timezone.now())[session.pk] == [home.finn]
    assert [one.membership for one in came(session)] == [home.finn, home.mia, home.ada]


def test_the_room_is_told_when_an_adult_is_missing_and_when_one_is_back(
    home: house.House, clock: time_machine.Coordinates
) -> None:
    """D7: within a second of it; and those who may step in are called."""
    session = evening.opened(home, home.mia)
    assert sessions.watch() == 0
    clock.shift(timedelta(seconds=8))
    evening.attend(session, home.finn)
    assert sessions.watch() == 1 and sessions.watch() == 0
    session.refresh_from_db()
    assert session.short_since == timezone.now()
    assert Notice.objects.filter(kind="short").count() == 1
    evening.attend(session, home.max, home.finn)  # another one comes
    assert sessions.watch() == 1
    session.refresh_from_db()
    assert session.short_since is None
    assert kinds(session) == [Kind.SESSION_OPENED, Kind.ADULTS_MISSING, Kind.ADULTS_BACK]


@pytest.mark.parametrize("mode", ["hold_if_flagged", "publish_then_check"])
def test_nothing_is_shown_unread_while_an_adult_is_missing(home: house.House, mode: str) -> None:
    """D7 E1: asked anew for each batch, whether or not anything has noticed yet."""
    type(home.group).objects.filter(pk=home.group.pk).update(mode=mode)
    session = evening.opened(home, home.mia, home.ada)
    seen = house.say(home.ada, session.room, "hei alle sammen")
    assert settle(seen).state == State.PUBLISHED
    evening.gone([home.mia], session)
    held = house.say(home.ada, session.room, "er det noen her?")
    assert settle(held).state == State.HELD
    assert held.held_for == HeldFor.ADULTS
    from_an_adult = house.say(home.finn, session.room, "jeg er her")
    assert settle(from_an_adult).state == State.PUBLISHED
    elsewhere = house.say(home.ada, home.topic, "i et annet rom er det som før")
    assert settle(elsewhere).state == State.PUBLISHED
    evening.attend(session, home.max)
    again = house.say(home.ada, session.room, "så fint at du kom")
    assert settle(again).state == State.PUBLISHED


def settle(message: house.Message) -> house.Message:
    screen_all()
    message.refresh_from_db()
    return message


def test_the_last_place_is_given_once(home: house.House) -> None:
    """D1: adults take none; whoever came keeps theirs."""
    session = evening.planned(home)
    type(session).objects.filter(pk=session.pk).update(capacity=2)
    evening.attend(session, home.finn, home.mia, home.ada, home.bo)
    third = house.youth(home.group, "Varm stein")
    evening.attend(session, third)  # anybody may wait
    sessions.start(home.finn, session_id=session.pk)
    evening.attend(session, home.finn, home.mia, home.ada, home.bo)
    with refused(Code.SESSION_FULL) as refusal:
        evening.attend(session, third)
    assert refusal.value.params == {"capacity": 2}
    evening.attend(session, home.ada)
    for one, kept_out in ((third, True), (home.ada, False), (home.mia, False)):
        [placed] = places([one.person])
        [mine] = evenings([placed])
        assert mine.evenings[0].full == kept_out
    with refused(Code.SESSION_FULL):
        follow(third.person, commands.Follow(re=1, room=session.room_id, after=0))
    tokens = [open_device(one.person) for one in (third, home.ada)]
    seen = [picture and session.room_id in picture.rooms for picture in look(tokens)]
    assert seen == [False, True]


def test_five_minutes_for_last_words_and_then_it_closes(
    home: house.House, clock: time_machine.Coordinates
) -> None:
    """D2"""
    session = evening.opened(home, home.mia)
    sessions.begin_closing(home.finn, session_id=session.pk)
    with refused(Code.ALREADY_THERE):
        sessions.begin_closing(home.finn, session_id=session.pk)
    clock.shift(timedelta(minutes=4, seconds=59))
    evening.attend(session, home.finn, home.mia)
    assert sessions.watch() == 0
    clock.shift(timedelta(seconds=1))
    assert sessions.watch() == 1
    session.refresh_from_db()
    assert session.state == SessionState.OVER and session.closes_at is None
    assert kinds(session)[-2:] == [Kind.SESSION_CLOSING, Kind.SESSION_CLOSED]


def test_a_forgotten_session_closes_by_itself(
    home: house.House, clock: time_machine.Coordinates
) -> None:
    session = evening.opened(home, home.mia)
    clock.shift(timedelta(minutes=149))
    sessions.watch()
    session.refresh_from_db()
    assert session.state == SessionState.OPEN and session.short_since
    clock.shift(timedelta(minutes=2))
    sessions.watch()
    session.refresh_from_db()
    assert session.state == SessionState.OVER


def test_the_agenda_leads_through_the_evening(home: house.House) -> None:
    """D5: the first step is on from the start; steps may be changed while it is on."""
    session = evening.planned(home)
    steps = [sessions.agenda.Step("Innsjekk", 10, "Hvordan har uka vært?")]
    steps.append(sessions.agenda.Step("Samtale", 40))
    sessions.set_agenda(home.finn, session_id=session.pk, steps=steps)
    evening.attend(session, home.mia)
    started = sessions.start(home.finn, session_id=session.pk)
    assert started.step == 0 and started.step_began_at
    moved = sessions.go_to_step(home.finn, session_id=session.pk, step=1)
    assert moved.step == 1
    with refused(Code.STEP_NOT_FOUND):
        sessions.go_to_step(home.finn, session_id=session.pk, step=2)
    longer = [steps[0], sessions.agenda.Step("Pause", 5), steps[1]]
    changed = sessions.set_agenda(home.finn, session_id=session.pk, steps=longer)
    assert changed.step == 2 and changed.step_began_at == moved.step_began_at
    without = sessions.set_agenda(home.finn, session_id=session.pk, steps=steps[:1])
    assert without.step is None
    assert sessions.close(home.finn, session_id=session.pk).step is None
