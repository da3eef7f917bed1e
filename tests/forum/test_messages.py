"""A message's life: stored first, seen later, gone when its author says so."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from forum.errors import Code, DomainError
from forum.memberships.access import in_room
from forum.memberships.actions import pause
from forum.messages import actions, queries
from forum.messages.models import HeldFor
from forum.messages.states import NEXT, State
from forum.rooms.models import Room
from forum.timeline.actions import mark_read
from forum.timeline.models import Marker
from forum.timeline.queries import before, since
from tests import house

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> house.House:
    return house.build()


def refused(code: Code) -> object:
    return pytest.raises(DomainError, match=f"^{code.value}$")


def test_nobody_sees_a_message_before_it_is_published(home: house.House) -> None:
    """E11"""
    message = house.say(home.ada, home.topic, "hei")
    assert since(home.topic.pk, 0) == []
    assert queries.unsettled([home.ada.person]) == [message]
    actions.publish(message)
    assert [entry.message for entry in since(home.topic.pk, 0)] == [message]
    assert queries.unsettled([home.ada.person]) == []


def test_the_same_client_id_twice_stores_one_message(home: house.House) -> None:
    """C1"""
    nonce = uuid.uuid4()
    first = actions.submit(home.ada, home.topic, nonce=nonce, text="hei")
    assert actions.submit(home.ada, home.topic, nonce=nonce, text="hei") == first
    with refused(Code.NONCE_REUSED):
        actions.submit(home.ada, home.topic, nonce=nonce, text="noe annet")


def test_two_people_may_happen_on_the_same_client_id(home: house.House) -> None:
    """C1"""
    nonce = uuid.uuid4()
    mine = actions.submit(home.ada, home.topic, nonce=nonce, text="hei")
    assert actions.submit(home.bo, home.topic, nonce=nonce, text="hei") != mine


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", Code.TEXT_EMPTY),
        (" \n\t ", Code.TEXT_EMPTY),
        ("\u202e\u2066", Code.TEXT_EMPTY),
        ("a" * 2001, Code.TEXT_TOO_LONG),
    ],
)
def test_empty_and_endless_texts_are_refused(home: house.House, text: str, code: Code) -> None:
    with refused(code):
        house.say(home.ada, home.topic, text)


def test_text_is_kept_as_typed(home: house.House) -> None:
    text = "I <3 you & <b>mamma</b>\n👨‍👩‍👧"
    assert house.say(home.ada, home.topic, text).text == text


def test_a_reply_needs_a_message_that_is_there(home: house.House) -> None:
    """C4"""
    asked = house.share(home.ada, home.topic, "noen her?")
    answer = actions.submit(home.bo, home.topic, nonce=uuid.uuid4(), text="ja", reply_to=asked.pk)
    assert answer.reply_to == asked
    actions.withdraw(home.ada, message_id=asked.pk)
    with refused(Code.REPLY_GONE):
        actions.submit(home.bo, home.topic, nonce=uuid.uuid4(), text="ja", reply_to=asked.pk)


def test_a_deleted_message_leaves_no_text_behind(home: house.House) -> None:
    """C4"""
    message = house.share(home.ada, home.topic, "dette angrer jeg på")
    actions.withdraw(home.ada, message_id=message.pk)
    message.refresh_from_db()
    assert message.text == ""
    assert [entry.kind for entry in since(home.topic.pk, 0)] == ["message", "gone"]


def test_nobody_deletes_the_message_of_another(home: house.House) -> None:
    """C4"""
    message = house.share(home.ada, home.topic, "min")
    with refused(Code.MESSAGE_NOT_FOUND):
        actions.withdraw(home.bo, message_id=message.pk)


def test_a_message_deleted_before_it_was_seen_never_enters_the_room(home: house.House) -> None:
    message = house.say(home.ada, home.topic, "nei")
    actions.withdraw(home.ada, message_id=message.pk)
    with refused(Code.NOT_FROM_HERE):
        actions.publish(message)
    assert since(home.topic.pk, 0) == []


def test_every_step_of_the_table_and_no_other(home: house.House) -> None:
    """The guard in the database agrees with the table, for every pair of states."""
    steps = {
        State.PUBLISHED: lambda m: actions.publish(m),
        State.HELD: lambda m: actions.hold(m, why=HeldFor.CONDUCT),
        State.DECLINED: lambda m: actions.decline(m, reason="attack"),
        State.REMOVED: lambda m: actions.remove(m, reason="attack"),
        State.WITHDRAWN: lambda m: actions.withdraw(m.author, message_id=m.pk),
    }
    with time_machine.travel(datetime(2026, 11, 23, tzinfo=UTC), tick=False) as clock:
        for source in State:
            for target, step in steps.items():
                clock.shift(60)
                message = house.say(home.ada, home.topic, "hei")
                type(message).objects.filter(pk=message.pk).update(state=source)
                if target in NEXT[source]:
                    step(message)
                    message.refresh_from_db()
                    assert message.state == target
                else:
                    soft = Code.ALREADY_THERE if source == target else Code.NOT_FROM_HERE
                    with refused(soft):
                        step(message)


def test_the_sequence_has_no_gaps_and_pages_meet(home: house.House) -> None:
    """C2 C5"""
    with time_machine.travel(datetime(2026, 11, 23, tzinfo=UTC), tick=False) as clock:
        for number in range(120):
            clock.shift(2)
            house.share(home.ada, home.topic, f"nummer {number}")
    assert [entry.seq for entry in since(home.topic.pk, 20)] == list(range(21, 121))
    newest = before(home.topic.pk, None, 50)
    older = before(home.topic.pk, newest[0].seq, 50)
    assert [entry.seq for entry in older + newest] == list(range(21, 121))


def test_a_hand_that_writes_too_fast_is_told_to_wait(home: house.House) -> None:
    with time_machine.travel(datetime(2026, 11, 23, tzinfo=UTC), tick=False) as clock:
        for _ in range(actions.BURST):
            house.say(home.ada, home.topic, "hei")
        with refused(Code.TOO_FAST):
            house.say(home.ada, home.topic, "hei")
        clock.shift(actions.BURST_SECONDS + 1)
        assert house.say(home.ada, home.topic, "hei")


def test_who_is_paused_is_told_until_when(home: house.House) -> None:
    """E7"""
    until = pause(home.ada, minutes=10)
    with pytest.raises(DomainError) as refusal:
        house.say(home.ada, home.topic, "hei")
    assert refusal.value.code == Code.PAUSED
    assert refusal.value.params == {"until": until.isoformat()}
    with time_machine.travel(until + timedelta(seconds=1)):
        assert house.say(home.ada, home.topic, "hei")


def test_the_unread_marker_never_moves_back(home: house.House) -> None:
    """C4"""
    for text in "abc":
        house.share(home.ada, home.topic, text)
    for seq, expected in [(2, 2), (1, 2), (99, 3)]:
        mark_read(*in_room(home.bo.person, home.topic.pk), seq=seq)
        assert Marker.objects.get(membership=home.bo).seq == expected


def test_a_room_closed_for_the_night_says_when_it_opens() -> None:
    """S2"""
    from datetime import time

    home = house.build(opens=time(8), closes=time(22))
    common = Room.objects.get(group=home.group, kind="common")
    night = time_machine.travel("2026-11-23T22:30:00+01:00")
    with night, pytest.raises(DomainError) as refusal:
        house.say(home.ada, common, "noen våkne?")
    assert refusal.value.code == Code.ROOM_CLOSED
    assert refusal.value.params == {"opens_at": "2026-11-24T08:00:00+01:00"}
