"""An appeal: once, and another person decides."""

from __future__ import annotations

import pytest

from forum.errors import Code
from forum.memberships.access import in_room
from forum.messages.models import Message
from forum.messages.states import State
from forum.sessions import actions as sessions
from forum.timeline.queries import since
from moderation.cases import actions, queries
from moderation.cases.access import appealable, find
from moderation.cases.models import Case, Decision
from moderation.cases.outcomes import Action
from moderation.cases.states import Appeal, CaseState
from moderation.screening.verdict import Queue
from tests import house
from tests.moderation.test_cases import decide, held, messages_of, refused, state_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> house.House:
    return house.build()


def appeal(by: house.Membership, case: Case, words: str = "Jeg mente det ikke sånn") -> None:
    assert case.message_id
    author, found = appealable(by.person, case.message_id)
    actions.appeal(author, found, words=words)
    case.refresh_from_db()


def test_another_moderator_decides_and_the_author_is_told(home: house.House) -> None:
    """E8"""
    case = held(home)
    decide(home.mia, case, Action.REMOVE)
    assert queries.appeals([case.message_id]) == {case.message_id: "may"}
    appeal(home.ada, case)
    assert (case.state, case.appeal) == (CaseState.WAITING, Appeal.ASKED)
    with refused(Code.APPEAL_OF_MINE):
        actions.claim(home.mia, case)
    decide(home.max, case, Action.PUBLISH, reason="fine")
    case.refresh_from_db()
    assert (case.state, case.appeal) == (CaseState.DECIDED, Appeal.REVERSED)
    assert state_of(case) == State.PUBLISHED
    [told] = messages_of(home.ada)
    assert (told.state, told.words) == (State.PUBLISHED, "")
    assert queries.appeals([case.message_id]) == {case.message_id: "reversed"}
    assert [(one.action, one.on_appeal) for one in Decision.objects.order_by("at")] == [
        ("remove", False),
        ("publish", True),
    ]


def test_upheld_the_first_decision_goes_on_telling(home: house.House) -> None:
    """E8"""
    case = held(home)
    decide(home.mia, case, Action.REMOVE, words="Den kan såre.")
    appeal(home.ada, case)
    decide(home.max, case, Action.UPHOLD, reason="attack", words="Vi ser det likt.")
    case.refresh_from_db()
    assert (case.appeal, case.action, case.reason) == (Appeal.UPHELD, "remove", "attack")
    [told] = messages_of(home.ada)
    assert (told.state, told.reason, told.words) == (State.DECLINED, "attack", "Vi ser det likt.")


def test_only_once(home: house.House) -> None:
    """E8"""
    case = held(home)
    decide(home.mia, case, Action.REMOVE)
    appeal(home.ada, case)
    with refused(Code.APPEAL_USED):
        appeal(home.ada, case)
    decide(home.max, case, Action.UPHOLD, reason="attack")
    with refused(Code.APPEAL_USED):
        appeal(home.ada, case)


def test_only_the_author_and_only_against_a_decision_against_them(home: house.House) -> None:
    """E8"""
    case = held(home)
    decide(home.mia, case, Action.REMOVE)
    with refused(Code.MESSAGE_NOT_FOUND):
        appeal(home.bo, case)
    shown = held(home, "en til")
    decide(home.mia, shown, Action.PUBLISH, reason="fine")
    with refused(Code.MESSAGE_NOT_FOUND):
        appeal(home.ada, shown)


def test_what_was_shown_once_comes_back_in_its_place(home: house.House) -> None:
    """E8"""
    message = house.share(home.ada, home.topic, "du er en idiot")
    case = actions.open_case(message, queue=Queue.CONDUCT, severity=2, because=["insult"])
    decide(home.mia, case, Action.REMOVE)
    appeal(home.ada, case)
    decide(home.max, case, Action.PUBLISH, reason="fine")
    assert [entry.kind for entry in since(home.topic.pk, 0)] == ["message", "gone", "back"]


def test_a_pause_ends_when_it_was_wrong(home: house.House) -> None:
    """E8"""
    case = held(home)
    decide(home.mia, case, Action.PAUSE, minutes=30)
    appeal(home.ada, case)
    decide(home.max, case, Action.PUBLISH, reason="fine")
    house.say(home.ada, home.topic, "takk")


def test_who_was_put_out_of_the_group_can_appeal_and_come_back(home: house.House) -> None:
    """E8 B3"""
    case = held(home)
    decide(home.mia, case, Action.REMOVE_MEMBER, reason="threat")
    with refused(Code.ROOM_NOT_FOUND):
        in_room(home.ada.person, home.topic.pk)
    [told] = messages_of(home.ada)
    assert told.state == State.DECLINED
    appeal(home.ada, case)
    decide(home.max, case, Action.PUBLISH, reason="fine")
    assert in_room(home.ada.person, home.topic.pk)


def test_out_of_the_session_and_in_again(home: house.House) -> None:
    """E7 E8: the group stays open to them all the while."""
    from django.utils import timezone

    session = sessions.schedule(home.finn, theme="Kvelden", starts_at=timezone.now(), minutes=60)
    sessions.start(home.finn, session_id=session.pk)
    message = house.share(home.ada, session.room, "du er en idiot")
    case = actions.open_case(message, queue=Queue.CONDUCT, severity=2, because=["insult"])
    decide(home.mia, case, Action.REMOVE_SESSION)
    with refused(Code.ROOM_NOT_FOUND):
        in_room(home.ada.person, session.room_id)
    assert in_room(home.ada.person, home.topic.pk)
    assert in_room(home.bo.person, session.room_id)
    appeal(home.ada, case)
    decide(home.max, case, Action.PUBLISH, reason="fine")
    assert in_room(home.ada.person, session.room_id)


def test_only_a_message_of_a_session_can_put_out_of_one(home: house.House) -> None:
    """E7"""
    with refused(Code.ACTION_UNFIT):
        decide(home.mia, held(home), Action.REMOVE_SESSION)


def test_a_message_deleted_meanwhile_stays_deleted(home: house.House) -> None:
    """E8"""
    from forum.messages import actions as messages

    case = held(home)
    decide(home.mia, case, Action.PAUSE, minutes=30)
    appeal(home.ada, case)
    messages.withdraw(home.ada, message_id=case.message_id)
    with refused(Code.ACTION_UNFIT):
        decide(home.max, case, Action.PUBLISH, reason="fine")
    decide(home.max, find(home.max.person, case.pk)[1], Action.LIFT, reason="fine")
    assert Message.objects.get(pk=case.message_id).state == State.WITHDRAWN
    house.say(home.ada, home.topic, "takk")
