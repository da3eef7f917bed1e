"""Signs of contact add up per pair in a room, bring a person once, and hide nothing."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
import time_machine

from consumers.jobs import screen
from consumers.wire.present import entry, mine
from forum.errors import DomainError
from forum.memberships.models import Membership
from forum.messages import actions as messages
from forum.messages.models import Message
from forum.messages.states import State
from forum.rooms.actions import create_side_room, create_topic
from forum.rooms.models import Group
from forum.timeline.queries import since
from moderation.cases import actions as cases
from moderation.cases.access import find
from moderation.cases.models import Case
from moderation.cases.outcomes import Action
from moderation.cases.states import CaseState
from moderation.context.models import How, Pattern, Sign
from moderation.screening import actions, phases
from moderation.screening.models import Verdict
from moderation.screening.verdict import Queue
from tests import house
from tests.moderation.context.speech import Numbers, run_job, say, screen_all

pytestmark = pytest.mark.django_db

SIGN = "en prat, tegn 35"


@pytest.fixture
def clock() -> Iterator[time_machine.Coordinates]:
    with time_machine.travel(datetime(2026, 11, 2, 17, tzinfo=UTC), tick=False) as travelling:
        yield travelling


@pytest.fixture
def home(clock: time_machine.Coordinates) -> house.House:
    return house.build()


def asks(
    home: house.House,
    clock: time_machine.Coordinates,
    times: int = 1,
    *,
    by: Membership | None = None,
    to: Membership | None = None,
    text: str = SIGN,
) -> Message:
    """Ada asks Bo this many times, a minute apart, each time as an answer to something of Bo's."""
    for _ in range(times):
        to_what = house.share(to or home.bo, home.topic, "jeg er her")
        last = say(by or home.ada, home.topic, text, to_what)
        screen_all()
        clock.shift(60)
    last.refresh_from_db()
    return last


def decided(home: house.House, case: Case, action: Action, reason: str) -> None:
    found = find(home.mia.person, case.pk)[1]
    held = cases.claim(home.mia, found)
    cases.decide(home.mia, held, version=held.version, judgement=cases.Judgement(action, reason))


def test_six_small_signs_toward_one_bring_a_person_once_and_hide_nothing(
    home: house.House, clock: time_machine.Coordinates
) -> None:
    """E1 E14: each is shown like any other, and the sixth has a case that names what counted."""
    last = asks(home, clock, 5)
    assert not Case.objects.exists()
    last = asks(home, clock)
    case = Case.objects.get()
    assert (case.message, case.queue, case.severity) == (last, Queue.CONDUCT, 3)
    assert case.because == ["contact_pattern"]
    assert set(Message.objects.values_list("state", flat=True)) == {State.PUBLISHED}

    pattern = Pattern.objects.get()
    assert (pattern.author, pattern.toward) == (home.ada, home.bo)
    counted = {message for message, _, _ in pattern.made_of["counted"]}
    assert counted == {str(pk) for pk in Sign.objects.values_list("pk", flat=True)}
    [finding] = Verdict.objects.get(message=last).findings
    assert finding["source"] == "context"
    assert finding["score"] >= finding["threshold"] == pattern.limit
    assert finding["version"] == pattern.version
    assert SIGN not in str(pattern.made_of) + str(Sign.objects.values())


def test_nobody_in_the_room_notices(home: house.House, clock: time_machine.Coordinates) -> None:
    """E22: what the others and the author are told is what they are told of any message."""
    last = asks(home, clock, 6)
    assert Case.objects.filter(message=last).exists()
    entries = [entry(row) for row in since(home.topic.pk, 0)]
    ours = next(one for one in entries if one.id == last.pk)
    assert (ours.text, ours.note, ours.gone) == (SIGN, None, None)
    assert all(not own.messages for own in mine([home.ada.person, home.bo.person]))


def test_signs_toward_several_do_not_add_up(
    home: house.House, clock: time_machine.Coordinates
) -> None:
    cleo = house.youth(home.group, "Varm stein")
    for _ in range(5):
        asks(home, clock, to=home.bo)
        asks(home, clock, to=cleo)
    assert Sign.objects.count() == 10
    assert not Case.objects.exists()


def test_another_pair_s_signs_never_count(
    home: house.House, clock: time_machine.Coordinates
) -> None:
    cleo = house.youth(home.group, "Varm stein")
    asks(home, clock, 5)
    asks(home, clock, 5, by=cleo)
    asks(home, clock, 5, by=home.bo, to=home.ada)
    assert not Case.objects.exists()


def test_another_room_s_signs_never_count(
    home: house.House, clock: time_machine.Coordinates
) -> None:
    asks(home, clock, 5)
    home.topic = create_topic(home.finn, title="Et annet tema")
    asks(home, clock, 5)
    assert not Case.objects.exists()


def test_a_hundred_harmless_messages_neither_add_up_nor_wash_signs_away(
    home: house.House, clock: time_machine.Coordinates
) -> None:
    asks(home, clock, 100, text="så fint, tegn 09")
    assert not Case.objects.exists() and not Sign.objects.exists()
    asks(home, clock, 5)
    asks(home, clock, 100, text="hei")
    asks(home, clock, 1)
    assert Case.objects.count() == 1


def test_signs_fade(home: house.House, clock: time_machine.Coordinates) -> None:
    for _ in range(12):
        asks(home, clock)
        clock.shift(timedelta(days=5))
    assert not Case.objects.exists()


def test_a_name_or_being_the_only_two_says_whom_it_is_directed_at(
    home: house.House, clock: time_machine.Coordinates
) -> None:
    for text in (f"{SIGN}, rolig skog?", f"Rolig skog: {SIGN}"):
        say(home.ada, home.topic, text)
        screen_all()
        clock.shift(3600)
    house.share(home.bo, home.topic, "er noen her?")
    for _ in range(4):
        say(home.ada, home.topic, SIGN)
        screen_all()
        clock.shift(60)
    assert (
        sorted(Sign.objects.values_list("how", flat=True)) == [How.MENTION] * 2 + [How.NEARBY] * 4
    )
    assert Case.objects.count() == 1


def test_what_is_said_to_everybody_or_to_an_adult_is_directed_at_nobody(
    home: house.House, clock: time_machine.Coordinates
) -> None:
    cleo = house.youth(home.group, "Varm stein")
    asks(home, clock, 8, to=home.finn)
    clock.shift(3600)
    for _ in range(8):
        house.share(home.bo, home.topic, "hei")
        house.share(cleo, home.topic, "hei")
        say(home.ada, home.topic, SIGN)
        screen_all()
        clock.shift(60)
    assert not Sign.objects.exists()


def test_an_adult_who_seeks_contact_is_seen_by_another_adult(
    home: house.House, clock: time_machine.Coordinates
) -> None:
    asks(home, clock, 6, by=home.mia)
    case = Case.objects.get()
    assert find(home.max.person, case.pk)[1] == case
    with pytest.raises(DomainError):
        find(home.mia.person, case.pk)


def test_in_a_side_room_adults_may_ask(home: house.House, clock: time_machine.Coordinates) -> None:
    home.topic = create_side_room(home.bo, [home.mia, home.finn])
    asks(home, clock, 8, by=home.mia)
    assert not Sign.objects.exists()


def test_a_group_may_switch_it_off(home: house.House, clock: time_machine.Coordinates) -> None:
    Group.objects.filter(pk=home.group.pk).update(follow_contact=False)
    asks(home, clock, 8)
    assert not Sign.objects.exists() and not Case.objects.exists()


def test_while_the_case_is_open_no_second_one_opens(
    home: house.House, clock: time_machine.Coordinates
) -> None:
    """E2"""
    asks(home, clock, 12)
    assert Case.objects.count() == 1
    assert Sign.objects.count() == 12


def test_after_a_decision_only_fresh_signs_count(
    home: house.House, clock: time_machine.Coordinates
) -> None:
    asks(home, clock, 6)
    decided(home, Case.objects.get(), Action.PUBLISH, "other")
    asks(home, clock, 5)
    assert Case.objects.count() == 1
    asks(home, clock, 1)
    assert Case.objects.count() == 2


def test_what_a_person_found_fine_was_no_sign(
    home: house.House, clock: time_machine.Coordinates
) -> None:
    grave = asks(home, clock, text="en prat, tegn 80")
    assert grave.state == State.HELD
    decided(home, Case.objects.get(), Action.PUBLISH, "fine")
    asks(home, clock, 5)
    assert Case.objects.count() == 1
    assert not Pattern.objects.exists()


def test_what_a_person_did_not_find_fine_counts_on(
    home: house.House, clock: time_machine.Coordinates
) -> None:
    asks(home, clock, text="en prat, tegn 80")
    decided(home, Case.objects.get(), Action.REMOVE, "contact")
    asks(home, clock, 3)
    assert Pattern.objects.count() == 1


def test_a_sign_counts_on_when_its_author_deletes_it(
    home: house.House, clock: time_machine.Coordinates
) -> None:
    """Writing and deleting is no way around; the text is gone all the same."""
    for _ in range(5):
        messages.withdraw(home.ada, message_id=asks(home, clock).pk)
    asks(home, clock)
    assert Case.objects.count() == 1
    assert Message.objects.filter(state=State.WITHDRAWN, text="").count() == 5


def test_it_joins_the_case_its_message_has_anyway(
    home: house.House, clock: time_machine.Coordinates
) -> None:
    """E2"""
    asks(home, clock, 5)
    last = asks(home, clock, text=f"{SIGN}, sint 90")
    case = Case.objects.get()
    assert case.because == ["contact_pattern", "insult"]
    assert (case.queue, case.severity, last.state) == (Queue.CONDUCT, 3, State.HELD)


def test_a_rule_s_word_is_a_sign_even_when_no_scorer_answers(
    home: house.House, clock: time_machine.Coordinates
) -> None:
    """E11"""
    answered = house.share(home.bo, home.topic, "hei")
    say(home.ada, home.topic, "adde meg på snap", answered)
    clock.shift(timedelta(minutes=5))
    assert actions.give_up() == 1
    assert (Sign.objects.get().head, Sign.objects.get().level) == ("contact", 0.9)


def test_six_in_one_batch_in_any_order_come_to_the_same(
    home: house.House, clock: time_machine.Coordinates
) -> None:
    """Only when they were written counts, not how they were handed over."""
    answered = house.share(home.bo, home.topic, "jeg er her")
    for _ in range(7):
        say(home.ada, home.topic, SIGN, answered)
        clock.shift(2)
    worker = uuid.uuid4()
    taken = actions.take(worker)
    sixth = taken[5][0]
    random.Random(1).shuffle(taken)
    outcomes = phases.screen([draft for _, draft in taken], Numbers())
    together = [(message, outcome) for (message, _), outcome in zip(taken, outcomes, strict=True)]
    assert actions.settle_all(together, worker) == 7
    assert Case.objects.get().message == sixth


def test_two_workers_with_a_half_each_raise_it_once(
    home: house.House, clock: time_machine.Coordinates
) -> None:
    """E2: the other half was scored before the first was settled."""
    asks(home, clock, 5)
    answers = [house.share(who, home.topic, "jeg er her") for who in (home.bo, home.bo)]
    batches = []
    for answered in answers:
        worker = uuid.uuid4()
        say(home.ada, home.topic, SIGN, answered)
        taken = actions.take(worker)
        outcomes = phases.screen([draft for _, draft in taken], Numbers())
        batches.append((worker, [(taken[0][0], outcomes[0])]))
        clock.shift(1)
    for worker, together in batches:
        assert actions.settle_all(together, worker) == 1
    assert Case.objects.count() == 1


@pytest.mark.parametrize("broken", ["weighing.contact", "queries.pairs", "around"])
def test_a_failure_in_it_holds_no_message_up(
    home: house.House,
    clock: time_machine.Coordinates,
    monkeypatch: pytest.MonkeyPatch,
    broken: str,
) -> None:
    """E11: each message has been judged by itself already."""
    asks(home, clock, 5)

    def fails(*_: object) -> None:
        Sign.objects.create(message_id=uuid.uuid4(), level="x")

    monkeypatch.setattr(f"moderation.context.actions.{broken}", fails)
    assert asks(home, clock).state == State.PUBLISHED
    assert asks(home, clock, text="sint 90").state == State.HELD
    monkeypatch.undo()
    asks(home, clock)
    assert "contact_pattern" in [head for case in Case.objects.all() for head in case.because]


def test_the_job_itself_does_it(
    home: house.House, clock: time_machine.Coordinates, monkeypatch: pytest.MonkeyPatch
) -> None:
    asks(home, clock, 5)
    answered = house.share(home.bo, home.topic, "jeg er her")
    last = say(home.ada, home.topic, SIGN, answered)

    monkeypatch.setattr(screen, "the_scorer", cache(Numbers))
    run_job(monkeypatch)
    case = Case.objects.get()
    assert (case.message, case.state) == (last, CaseState.WAITING)
