"""Limits that people accepted: who may, from when they hold, and how one goes back."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forum.errors import Code, DomainError
from forum.memberships.models import Membership
from forum.messages.models import Message
from forum.messages.states import State
from forum.permissions import Role
from moderation.limits import access
from moderation.limits import actions as limits
from moderation.limits.models import LimitSet
from moderation.limits.queries import limits_in_force
from moderation.limits.states import LimitState
from moderation.screening import actions as screening
from moderation.screening import phases, thresholds
from moderation.screening.models import Verdict
from moderation.screening.scorer import Score
from tests import house

pytestmark = pytest.mark.django_db


class Steady:
    """A scorer that scores every text the same: over any limit but those of these tests."""

    name, version = "steady", "1"
    heads = frozenset({"insult"})
    languages = frozenset({"nb", "nn", "en"})

    def score(self, texts: Sequence[str]) -> list[Score]:
        return [Score({"insult": 0.97}, {}) for _ in texts]


@pytest.fixture
def home() -> house.House:
    made = house.build()
    house.staff(made.group, "Vera", Role.SHIFT_LEAD)
    return made


def vera(home: house.House) -> Membership:
    return Membership.objects.get(group=home.group, alias="Vera")


def proposed(home: house.House, limit: float, *, everywhere: bool = False) -> LimitSet:
    return limits.propose(
        group=None if everywhere else home.group,
        limits={"nb": {"insult": limit}},
        scorer="steady 1",
        figures=[],
        replayed={},
    )


def accepted(home: house.House, limit: float, **facts: bool) -> LimitSet:
    made = proposed(home, limit, **facts)
    limits.accept(home.siv, made)
    return limits.accept(vera(home), made)


def screened(by: Membership, home: house.House) -> Message:
    worker = uuid.uuid4()
    message = house.say(by, home.topic, "det går bedre i dag")
    taken = screening.take(worker)
    outcomes = phases.screen([draft for _, draft in taken], Steady())
    screening.settle_all([(m, o) for (m, _), o in zip(taken, outcomes, strict=True)], worker)
    message.refresh_from_db()
    return message


def refused(code: Code) -> object:
    return pytest.raises(DomainError, match=code.value)


def test_two_people_accept_and_the_next_message_is_held_to_it(home: house.House) -> None:
    """E13 E18: nothing changes with one yes; with the second it does, for the next message."""
    made = proposed(home, 0.99)
    assert screened(home.ada, home).state == State.HELD
    limits.accept(home.siv, made)
    assert screened(home.ada, home).state == State.HELD
    limits.accept(vera(home), made)
    shown = screened(home.ada, home)
    assert shown.state == State.PUBLISHED
    assert Verdict.objects.get(message=shown).limits.endswith(f"+{made.version}")


def test_a_finding_names_the_set_it_was_held_to(home: house.House) -> None:
    """E13 E14"""
    made = accepted(home, 0.96)
    [finding] = Verdict.objects.get(message=screened(home.ada, home)).findings
    assert finding["threshold"] == 0.96
    assert finding["version"] == f"1 / {thresholds.load().version}+{made.version}"


def test_one_person_alone_cannot_accept_twice(home: house.House) -> None:
    """E18: nor by being a lead in two groups."""
    made = proposed(home, 0.99, everywhere=True)
    limits.accept(home.siv, made)
    with refused(Code.LIMITS_TWO_PEOPLE):
        limits.accept(home.siv, made)
    Membership.objects.filter(pk=home.cam.pk).update(
        person=home.siv.person, role=Role.SAFEGUARDING_LEAD
    )
    elsewhere = Membership.objects.get(pk=home.cam.pk)
    with refused(Code.LIMITS_TWO_PEOPLE):
        limits.accept(elsewhere, made)
    made.refresh_from_db()
    assert made.state == LimitState.PROPOSED


def test_a_moderator_judges_by_the_limits_and_does_not_set_them(home: house.House) -> None:
    """B1"""
    made = proposed(home, 0.99)
    for action in (limits.accept, limits.turn_down, limits.go_back):
        with refused(Code.NOT_ALLOWED):
            action(home.mia, made)
    with refused(Code.LIMITS_NOT_FOUND):
        access.find(home.mia.person, made.pk)
    assert access.find(home.siv.person, made.pk) == (home.siv, made)


def test_who_leads_elsewhere_does_not_find_the_group_s_limits(home: house.House) -> None:
    """B1: but does find those of the whole installation."""
    stranger = house.staff(home.elsewhere, "Tor", Role.SHIFT_LEAD)
    with refused(Code.LIMITS_NOT_FOUND):
        access.find(stranger.person, proposed(home, 0.9).pk)
    everywhere = proposed(home, 0.9, everywhere=True)
    assert access.find(stranger.person, everywhere.pk)[1] == everywhere


def test_the_group_s_own_limits_stand_over_the_installation_s(home: house.House) -> None:
    """E13"""
    accepted(home, 0.7, everywhere=True)
    own = accepted(home, 0.8)
    now = limits_in_force()
    assert now.of(home.group.pk).of("insult", "nb") == 0.8
    assert now.of(home.group.pk).version.endswith(own.version)
    assert now.of(home.elsewhere.pk).of("insult", "nb") == 0.7
    assert now.of(home.group.pk).of("insult", "nn") == thresholds.load().of("insult", "nn")
    assert now.of(home.group.pk).of("threat", "nb") == thresholds.load().of("threat", "nb")


def test_one_click_puts_back_what_was_before(home: house.House) -> None:
    """E18: one person suffices, step by step down to the default, and it holds at once."""
    first = accepted(home, 0.99)
    second = accepted(home, 0.98)
    assert screened(home.ada, home).state == State.PUBLISHED
    limits.go_back(home.siv, second)
    assert limits_in_force().of(home.group.pk).version.endswith(first.version)
    limits.go_back(home.siv, first)
    assert limits_in_force().of(home.group.pk) == thresholds.load()
    assert screened(home.ada, home).state == State.HELD
    assert list(second.events.values_list("what", "by__alias").order_by("pk"))[-1] == (
        "taken_back",
        "Siv",
    )


def test_what_is_decided_already_is_refused(home: house.House) -> None:
    made = accepted(home, 0.99)
    for action in (limits.accept, limits.turn_down):
        with refused(Code.LIMITS_CHANGED):
            action(home.siv, made)
    limits.go_back(home.siv, made)
    with refused(Code.LIMITS_CHANGED):
        limits.go_back(vera(home), made)


def test_a_newer_proposal_takes_the_place_of_the_older(home: house.House) -> None:
    older, newer = proposed(home, 0.9), proposed(home, 0.8)
    with refused(Code.LIMITS_CHANGED):
        limits.accept(home.siv, older)
    limits.turn_down(home.siv, newer)
    assert not LimitSet.objects.filter(state=LimitState.PROPOSED).exists()


def test_impossible_limits_are_never_proposed(home: house.House) -> None:
    with pytest.raises(ValueError, match="thresholds"):
        proposed(home, 1.2)


def test_a_batch_asks_once_for_limits_however_many_messages_it_has(home: house.House) -> None:
    """E13: no question per message."""
    accepted(home, 0.99)
    for n in range(8):
        house.say(home.ada, home.topic, f"hei {n}")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert len(screening.take(uuid.uuid4())) == 8
    about = [q for q in asked.captured_queries if "limitset" in q["sql"]]
    assert len(about) == 1
