"""What a moderator is shown of a pattern, who may switch it, and what the young are told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
import time_machine

from consumers.wire import events
from consumers.wire.present_case import casefile
from consumers.wire.present_places import places
from forum.errors import Code, DomainError
from forum.memberships.models import Membership
from forum.messages import actions as messages
from forum.messages.models import Message
from forum.permissions import Role
from forum.rooms.actions import set_following
from forum.rooms.models import Group
from moderation.cases.access import find
from moderation.cases.models import Case
from tests import house
from tests.moderation.context.speech import say, screen_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock() -> Iterator[time_machine.Coordinates]:
    with time_machine.travel(datetime(2026, 11, 2, 17, tzinfo=UTC), tick=False) as travelling:
        yield travelling


@pytest.fixture
def home(clock: time_machine.Coordinates) -> house.House:
    return house.build(follow_distress=True)


def writes(
    home: house.House,
    clock: time_machine.Coordinates,
    texts: list[str],
    *,
    answering: bool = False,
    apart: timedelta = timedelta(minutes=1),
) -> list[Message]:
    written = []
    for text in texts:
        answered = house.share(home.bo, home.topic, "jeg er her") if answering else None
        written.append(say(home.ada, home.topic, text, answered))
        screen_all()
        clock.shift(apart)
    return written


def shown(home: house.House, by: Membership) -> list[events.Together]:
    member, case = find(by.person, Case.objects.get().pk)
    return casefile(1, member, case).together


def test_a_pattern_is_shown_with_its_messages_their_words_and_the_sum(
    home: house.House, clock: time_machine.Coordinates
) -> None:
    """E14: in their order; what came after the case stands there too."""
    written = writes(home, clock, [f"nummer {n}, tegn 35 ja" for n in range(7)], answering=True)
    [one] = shown(home, home.mia)
    assert (one.head, one.toward, one.half_life_days) == ("contact_pattern", "Rolig skog", 7)
    assert one.score >= one.limit and one.version
    assert [message.id for message in one.messages] == [m.pk for m in written]
    assert [message.later for message in one.messages] == [False] * 6 + [True]
    newest = one.messages[-1]
    assert (newest.how, newest.head, newest.score) == ("reply", "contact", 0.35)
    assert [(part.text, part.heads) for part in newest.segments] == [
        ("nummer 6, ", []),
        ("tegn 35", ["contact"]),
        (" ja", []),
    ]


def test_what_its_author_deleted_is_named_without_its_words(
    home: house.House, clock: time_machine.Coordinates
) -> None:
    written = writes(home, clock, ["hemmelig, tegn 35"] * 6, answering=True)
    messages.withdraw(home.ada, message_id=written[2].pk)
    [one] = shown(home, home.mia)
    gone = next(message for message in one.messages if message.id == written[2].pk)
    assert (gone.state, gone.segments, gone.score) == ("withdrawn", [], 0.35)
    assert len(one.messages) == 6


def test_rising_distress_is_shown_with_both_means(
    home: house.House, clock: time_machine.Coordinates
) -> None:
    """E14"""
    writes(home, clock, ["hei"] * 10, apart=timedelta(hours=6))
    clock.shift(timedelta(days=8))
    written = writes(home, clock, ["så tungt 55"] * 3, apart=timedelta(hours=6))
    [one] = shown(home, home.mia)
    assert (one.head, one.toward, one.half_life_days, one.before) == (
        "distress_rising",
        None,
        None,
        10,
    )
    assert one.recent == pytest.approx(0.44) and one.earlier == 0
    assert [message.id for message in one.messages] == [m.pk for m in written]
    assert {message.how for message in one.messages} == {None}
    assert {message.head for message in one.messages} == {"self_directed"}


def test_a_case_without_a_pattern_has_none(
    home: house.House, clock: time_machine.Coordinates
) -> None:
    writes(home, clock, ["sint 90"])
    assert shown(home, home.mia) == []


def test_nobody_in_the_group_is_sent_a_word_of_it(
    home: house.House, clock: time_machine.Coordinates
) -> None:
    writes(home, clock, ["tegn 35"] * 6, answering=True)
    assert Case.objects.exists()
    for member in (home.ada, home.bo):
        [placed] = places([member.person])
        assert b"pattern" not in msgspec.json.encode(placed.frame)


MAY = {Role.SHIFT_LEAD, Role.SAFEGUARDING_LEAD, Role.ADMINISTRATOR}


@pytest.mark.parametrize("role", Role)
def test_who_may_choose_what_is_followed(home: house.House, role: Role) -> None:
    """B1"""
    by = home.ada if role == Role.PARTICIPANT else house.staff(home.group, "Nora", role)
    if role in MAY:
        set_following(by, contact=False, distress=True)
    else:
        with pytest.raises(DomainError) as refusal:
            set_following(by, contact=False, distress=True)
        assert refusal.value.code == Code.NOT_ALLOWED
    assert Group.objects.get(pk=home.group.pk).follow_contact is (role not in MAY)
    assert Group.objects.get(pk=home.elsewhere.pk).follow_contact


def test_contact_is_followed_and_distress_is_not_unless_chosen() -> None:
    group = house.group()
    assert (group.follow_contact, group.follow_distress) == (True, False)


def test_the_young_are_told_what_is_followed(home: house.House) -> None:
    """I4"""
    set_following(home.siv, contact=True, distress=False)
    [placed] = places([home.ada.person])
    assert placed.frame.groups[0].follows == events.Follows(contact=True, distress=False)
