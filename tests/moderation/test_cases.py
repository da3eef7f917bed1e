"""Cases: one per message, one holder, one decision."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from forum.errors import Code, DomainError
from forum.memberships.access import in_room
from forum.messages import actions as messages
from forum.messages.models import HeldFor, Message
from forum.messages.states import State
from forum.timeline.queries import since
from moderation.care.actions import open_side_room
from moderation.cases import actions, queries
from moderation.cases.access import find
from moderation.cases.models import Case
from moderation.cases.outcomes import Action
from moderation.cases.states import CaseState
from moderation.screening.verdict import Queue
from tests import house

pytestmark = pytest.mark.django_db


def refused(code: Code) -> object:
    return pytest.raises(DomainError, match=f"^{code.value}$")


@pytest.fixture
def home() -> house.House:
    return house.build()


def held(home: house.House, text: str = "du er en idiot", **facts: object) -> Case:
    message = house.say(home.ada, home.topic, text)
    messages.hold(message, why=HeldFor.CONDUCT)
    asked = {"queue": Queue.CONDUCT, "severity": 2, "because": ["insult"]}
    return actions.open_case(message, **(asked | facts))


def judged(action: Action, reason: str) -> actions.Judgement:
    return actions.Judgement(action, reason)


def decide(by: house.Membership, case: Case, action: Action, **facts: Any) -> None:
    case = actions.claim(by, case)
    version = facts.pop("version", case.version)
    judgement = actions.Judgement(action, **({"reason": "attack"} | facts))  # type: ignore[arg-type]
    actions.decide(by, case, version=version, judgement=judgement)


def state_of(case: Case) -> str:
    return Message.objects.values_list("state", flat=True).get(pk=case.message_id)


def test_every_reason_to_look_joins_the_one_open_case(home: house.House) -> None:
    """E2"""
    first = held(home)
    again = actions.open_case(
        first.message, queue=Queue.CARE, severity=4, because=["crisis_suicide"]
    )
    assert again == first
    assert (again.queue, again.severity) == (Queue.CARE, 4)
    assert again.because == ["crisis_suicide", "insult"]
    lighter = actions.open_case(first.message, queue=Queue.CONDUCT, severity=1, because=["spam"])
    assert (lighter.queue, lighter.severity) == (Queue.CARE, 4)


def test_a_new_reason_after_the_decision_is_a_new_case(home: house.House) -> None:
    """E2"""
    first = held(home)
    decide(home.mia, first, Action.PUBLISH, reason="fine")
    again = actions.open_case(first.message, queue=Queue.CONDUCT, severity=2, because=["report"])
    assert again.pk != first.pk


def test_the_gravest_stands_first_then_the_oldest(home: house.House) -> None:
    """E6"""
    with time_machine.travel(timezone.now(), tick=False) as clock:
        old = held(home)
        clock.shift(30)
        new = held(home)
        clock.shift(30)
        grave = held(home, queue=Queue.CARE, severity=4)
    assert list(queries.queue(home.mia.person)) == [grave, old, new]


def test_a_claimed_case_is_taken_for_everyone_else(home: house.House) -> None:
    """E3"""
    case = held(home)
    actions.claim(home.mia, case)
    with pytest.raises(DomainError) as refusal:
        actions.claim(home.max, case)
    assert refusal.value.code == Code.CASE_TAKEN
    assert refusal.value.params == {"holder": "Mia"}


def test_a_claim_lapses_after_five_minutes_and_is_renewed_by_looking(home: house.House) -> None:
    """E3"""
    with time_machine.travel(timezone.now(), tick=False) as clock:
        case = actions.claim(home.mia, held(home))
        clock.shift(timedelta(minutes=4))
        renewed = actions.claim(home.mia, case)
        assert renewed.version == case.version
        clock.shift(timedelta(minutes=4))
        assert actions.lapse() == 0
        clock.shift(timedelta(minutes=2))
        assert actions.lapse() == 1
        assert actions.claim(home.max, case).holder == home.max


def test_a_lapsed_claim_decides_nothing(home: house.House) -> None:
    """E3"""
    with time_machine.travel(timezone.now(), tick=False) as clock:
        case = actions.claim(home.mia, held(home))
        clock.shift(timedelta(minutes=6))
        with refused(Code.CASE_NOT_YOURS):
            actions.decide(
                home.mia, case, version=case.version, judgement=judged(Action.PUBLISH, "fine")
            )
    assert state_of(case) == State.HELD


def test_the_loser_of_a_decision_sees_who_decided(home: house.House) -> None:
    """E3"""
    case = held(home)
    stale = find(home.max.person, case.pk)[1]
    decide(home.mia, case, Action.PUBLISH, reason="fine")
    with pytest.raises(DomainError) as refusal:
        actions.decide(
            home.max, stale, version=stale.version, judgement=judged(Action.REMOVE, "attack")
        )
    assert refusal.value.code == Code.CASE_DECIDED
    assert refusal.value.params == {"by": "Mia"}


def test_what_joined_since_one_looked_must_be_seen_first(home: house.House) -> None:
    """E3"""
    case = actions.claim(home.mia, held(home))
    actions.open_case(case.message, queue=Queue.CARE, severity=4, because=["crisis_suicide"])
    with refused(Code.CASE_CHANGED):
        actions.decide(
            home.mia, case, version=case.version, judgement=judged(Action.PUBLISH, "fine")
        )


def test_published_means_the_room_sees_it(home: house.House) -> None:
    """E7"""
    case = held(home)
    decide(home.mia, case, Action.PUBLISH, reason="fine")
    assert [entry.message_id for entry in since(home.topic.pk, 0)] == [case.message_id]


def test_published_with_a_note_carries_it(home: house.House) -> None:
    """E7 C4"""
    case = held(home)
    with refused(Code.ACTION_UNFIT):
        decide(home.mia, case, Action.PUBLISH_WITH_NOTE, reason="fine")
    decide(home.mia, case, Action.PUBLISH_WITH_NOTE, reason="fine", words="Om selvskading")
    assert Message.objects.get(pk=case.message_id).content_note == "Om selvskading"


@pytest.mark.parametrize("action", [Action.REMOVE, Action.REPHRASE])
def test_what_is_not_shared_tells_its_author_why(home: house.House, action: Action) -> None:
    """E7 E22"""
    case = held(home)
    decide(home.mia, case, action, reason="attack", words="Prøv å si det uten å såre.")
    [told] = messages_of(home.ada)
    assert (told.state, told.reason, told.words) == (
        State.DECLINED,
        "attack",
        "Prøv å si det uten å såre.",
    )
    assert told.rephrase == (action == Action.REPHRASE)
    assert since(home.topic.pk, 0) == []


def messages_of(member: house.Membership) -> list[Message]:
    from forum.messages.queries import unsettled

    return unsettled([member.person])


def test_a_message_already_shown_is_taken_away_in_front_of_everyone(home: house.House) -> None:
    """E1 E7"""
    message = house.share(home.ada, home.topic, "du er en idiot")
    case = actions.open_case(message, queue=Queue.CONDUCT, severity=2, because=["insult"])
    decide(home.mia, case, Action.REMOVE)
    assert [entry.kind for entry in since(home.topic.pk, 0)] == ["message", "gone"]


def test_a_pause_and_a_removal_reach_the_person(home: house.House) -> None:
    """E7 B3"""
    decide(home.mia, held(home), Action.PAUSE, minutes=10)
    with refused(Code.PAUSED):
        house.say(home.ada, home.topic, "men")
    house.Membership.objects.update(paused_until=None)
    decide(home.mia, held(home), Action.REMOVE_MEMBER)
    with refused(Code.ROOM_NOT_FOUND):
        in_room(home.ada.person, home.topic.pk)


@pytest.mark.parametrize("reason", ["", "fine", "care", "because I say so"])
def test_nothing_is_taken_away_without_a_reason_against_it(home: house.House, reason: str) -> None:
    """E7"""
    case = held(home)
    with refused(Code.REASON_NEEDED):
        decide(home.mia, case, Action.REMOVE, reason=reason)
    assert state_of(case) == State.HELD


def test_a_refused_decision_leaves_the_case_with_its_holder(home: house.House) -> None:
    """All or nothing: the state moves back with the rest."""
    case = held(home)
    messages.withdraw(home.ada, message_id=case.message_id)
    with refused(Code.ACTION_UNFIT):
        decide(home.mia, case, Action.PUBLISH, reason="fine")
    case.refresh_from_db()
    assert (case.state, case.holder) == (CaseState.CLAIMED, home.mia)


def test_a_cry_for_help_that_was_deleted_can_still_be_answered(home: house.House) -> None:
    """F2: and its text is gone once it has been."""
    case = held(home, "jeg orker ikke mer", queue=Queue.CARE, severity=4)
    messages.withdraw(home.ada, message_id=case.message_id)
    case = find(home.mia.person, case.pk)[1]
    assert case.text == "jeg orker ikke mer"
    decide(home.mia, case, Action.LOOKED_AFTER, reason="care")
    case.refresh_from_db()
    assert case.text == ""


def test_only_who_judges_in_the_group_finds_its_cases(home: house.House) -> None:
    """B1 B2"""
    case = held(home)
    stranger = house.staff(home.elsewhere, "Per", house.Role.MODERATOR)
    for member in (home.ada, home.bo, home.cam, home.finn, stranger):
        with refused(Code.CASE_NOT_FOUND):
            find(member.person, case.pk)
        assert list(queries.queue(member.person)) == []
    for member in (home.mia, home.max, home.siv):
        assert find(member.person, case.pk)[0] == member


def test_nobody_judges_their_own_message(home: house.House) -> None:
    """E21"""
    message = house.say(home.mia, home.topic, "det er helt idiotisk")
    case = actions.open_case(message, queue=Queue.CONDUCT, severity=1, because=["toxicity"])
    with refused(Code.CASE_NOT_FOUND):
        find(home.mia.person, case.pk)
    assert find(home.max.person, case.pk)


def test_a_side_room_seats_one_youth_and_the_adults_and_nobody_else(home: house.House) -> None:
    """F4"""
    case = actions.claim(home.mia, held(home, queue=Queue.CARE, severity=4))
    room = open_side_room(home.mia, case)
    for member in (home.ada, home.mia, home.max, home.finn, home.siv):
        assert in_room(member.person, room.pk)
    for member in (home.bo, home.cam):
        with refused(Code.ROOM_NOT_FOUND):
            in_room(member.person, room.pk)
    assert open_side_room(home.mia, case) == room


def test_only_the_holder_opens_a_side_room(home: house.House) -> None:
    """F4"""
    case = held(home, queue=Queue.CARE, severity=4)
    with refused(Code.CASE_NOT_YOURS):
        open_side_room(home.mia, case)


def test_no_adult_sits_alone_with_a_young_person() -> None:
    """F4"""
    group = house.group()
    mia, ada = house.staff(group, "Mia", house.Role.MODERATOR), house.youth(group, "Stille elv")
    room = group.rooms.get(kind="common")
    message = house.say(ada, room, "jeg orker ikke mer")
    messages.hold(message, why=HeldFor.CARE)
    case = actions.open_case(message, queue=Queue.CARE, severity=4, because=["crisis_suicide"])
    with refused(Code.TOO_FEW_ADULTS):
        open_side_room(mia, actions.claim(mia, case))


def test_the_wait_an_author_is_told_holds_for_most(home: house.House) -> None:
    """E22: four of five, not the median, which half wait longer than."""
    assert queries.expected_wait(home.group.pk) == 30
    now = timezone.now()
    for minutes in (1, 2, 3, 4, 50):
        case = held(home, f"nummer {minutes}")
        Case.objects.filter(pk=case.pk).update(
            state=CaseState.DECIDED, opened_at=now - timedelta(minutes=minutes), decided_at=now
        )
    assert queries.expected_wait(home.group.pk) == 4
