"""The talking circle, whatever anybody does and whatever connections drop."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from forum.circles import actions as circles
from forum.circles import turns
from forum.circles.models import TalkingCircle
from forum.errors import Code, DomainError
from forum.memberships.actions import remove
from forum.sessions.models import Session
from tests import evening, house
from tests.machines.evening import Evening, run
from tests.volume import volume

PEOPLE = tuple("abcdefgh")
who = st.sampled_from(PEOPLE)


class Turns(RuleBasedStateMachine):
    """The rules alone: thousands of rounds in a second."""

    def __init__(self) -> None:
        super().__init__()
        self.here = set(PEOPLE[:4])
        self.circle = turns.begin(PEOPLE[:4], self.here)
        self.members = set(PEOPLE[:4])
        self.heard: Counter[str] = Counter()
        self.passes: Counter[str] = Counter()
        self.turn = (self.circle.speaker, self.circle.again)

    @rule(one=who)
    def connects(self, one: str) -> None:
        self.here.add(one)
        if one not in self.members and not self.circle.over:
            first_in_line = self.circle.queue
            self.members.add(one)
            self.circle = turns.join(self.circle, one, self.here)
            # A late comer stands behind all who were not asked yet.
            assert self.circle.speaker == one or self.circle.queue == (*first_in_line, one)
        self.circle = turns.look(self.circle, self.here)

    @rule(one=who)
    def drops(self, one: str) -> None:
        self.here.discard(one)
        self.circle = turns.look(self.circle, self.here)

    @rule(one=who)
    def says_done(self, one: str) -> None:
        mine = self.circle.speaker == one
        before = self.circle
        self.circle = turns.end_turn(self.circle, one, self.here)
        self.heard[one] += mine
        assert mine or self.circle == before

    @rule(one=who)
    def passes_on(self, one: str) -> None:
        mine = self.circle.speaker == one
        before = self.circle
        self.circle = turns.pass_on(self.circle, one, self.here)
        self.passes[one] += mine
        assert mine or self.circle == before

    @rule(spoke=st.booleans())
    def time_is_up(self, spoke: bool) -> None:
        one = self.circle.speaker
        there = one in self.here
        self.circle = turns.time_is_up(self.circle, self.here, spoke=spoke)
        if one is not None and spoke:
            self.heard[one] += 1
        elif one is not None and there:
            self.passes[one] += 1

    @rule(one=who)
    def leaves_the_group(self, one: str) -> None:
        self.here.discard(one)
        self.circle = turns.leave(self.circle, one, self.here)
        self.members.discard(one)
        self.heard.pop(one, None)
        self.passes.pop(one, None)

    @invariant()
    def everybody_stands_in_one_place(self) -> None:
        people = Counter(self.circle.people)
        assert set(people) == self.members and set(people.values()) <= {1}

    @invariant()
    def nobody_is_heard_twice_or_skipped(self) -> None:
        assert all(times == 1 for times in self.heard.values() if times)
        for one in self.members:
            done = one in self.circle.heard + self.circle.silent
            assert (one in self.circle.heard) == (self.heard[one] == 1)
            # Done without a word only by passing twice.
            assert not done or self.heard[one] or self.passes[one] == 2

    @invariant()
    def those_who_passed_come_after_those_not_asked(self) -> None:
        turn = (self.circle.speaker, self.circle.again)
        if turn != self.turn and self.circle.again:
            assert not self.circle.queue, "asked again while others had not been asked"
        self.turn = turn

    @invariant()
    def it_never_stands_still_while_somebody_could_speak(self) -> None:
        left = self.circle.queue + self.circle.passed
        assert self.circle.speaker is not None or not left

    @invariant()
    def it_survives_being_kept(self) -> None:
        assert turns.load(turns.dump(self.circle)) == self.circle


def test_turns_are_fair() -> None:
    """D8: nobody is skipped or heard twice, whatever connections drop."""
    run(Turns, examples=150, steps=60)


def test_it_ends_when_everybody_is_there_and_does_their_part() -> None:
    """D8: from wherever it stands, all who are left are asked, and then it is over."""
    circle = turns.begin(PEOPLE, PEOPLE)
    asked = []
    while not circle.over:
        assert circle.speaker is not None
        asked.append(circle.speaker)
        ends = turns.pass_on if len(asked) % 2 else turns.end_turn
        circle = ends(circle, circle.speaker, PEOPLE)
    assert asked[:8] == list(PEOPLE) and set(asked[8:]) == set("aceg")


class Circle(Evening):
    """The same with rows: an open session, phones that say they are there, and the loop."""

    def __init__(self) -> None:
        super().__init__()
        self.home = house.build()
        self.young = [self.home.ada, self.home.bo, *evening.youths(self.home, 2)]
        self.session = evening.opened(self.home, *self.young[:3])
        self.phones = {one.pk for one in self.young[:3]}
        circles.begin(
            self.home.finn,
            session_id=self.session.pk,
            question="Hva hjelper litt?",
            turn_seconds=60,
            with_adults=False,
        )
        self.circle = TalkingCircle.objects.get(session=self.session)
        self.spoke: Counter[UUID] = Counter()

    def _speaker(self) -> UUID | None:
        self.session.refresh_from_db()
        return self.session.speaker_id

    def _on(self) -> bool:
        return Session.objects.get(pk=self.session.pk).circling

    @rule(number=st.integers(0, 3))
    def a_phone_drops_or_comes_back(self, number: int) -> None:
        self.phones ^= {self.young[number].pk}

    @rule(seconds=st.integers(1, 70))
    def time_goes(self, seconds: int) -> None:
        self.shift(timedelta(seconds=seconds))
        there = [one for one in self.young if one.pk in self.phones and one.removed_at is None]
        evening.attend(self.session, self.home.finn, *there)
        circles.turn()

    @precondition(_on)
    @rule(number=st.integers(0, 3))
    def somebody_writes(self, number: int) -> None:
        one = self.young[number]
        turn = self._speaker() == one.pk
        try:
            with transaction.atomic():
                house.say(one, Session.objects.get(pk=self.session.pk).room, "det er musikk")
            said = True
        except DomainError as refusal:
            said = refusal.code != Code.NOT_YOUR_TURN
        assert said == turn

    @rule(number=st.integers(0, 3), passing=st.booleans())
    def somebody_ends_a_turn(self, number: int, passing: bool) -> None:
        one = self.young[number]
        turn = self._speaker() == one.pk
        try:
            with transaction.atomic():
                (circles.pass_on if passing else circles.end_turn)(one, session_id=self.session.pk)
            assert turn
            self.spoke[one.pk] += not passing
        except DomainError as refusal:
            if turn or refusal.code not in (Code.NOT_YOUR_TURN, Code.CIRCLE_NOT_FOUND):
                raise

    @rule()
    def one_leaves_the_group(self) -> None:
        one = self.young[3]
        if one.removed_at is None:
            remove(one)
            one.refresh_from_db()

    @invariant()
    def the_session_says_whose_turn_it_is(self) -> None:
        self.circle.refresh_from_db()
        self.session.refresh_from_db()
        assert self.session.circling == (self.circle.ended_at is None)
        now = turns.load(self.circle.turns)
        speaker = str(self.session.speaker_id) if self.session.speaker_id else None
        assert now.speaker == speaker
        if self.circle.ended_at is not None:
            assert self.circle.turns == {}, "who passed is forgotten"
        if speaker:
            assert self.circle.turn_ends_at

    @invariant()
    def nobody_ends_two_turns_with_words(self) -> None:
        assert all(times <= 1 for times in self.spoke.values())


@pytest.mark.django_db
def test_a_circle_in_a_session() -> None:
    """D8: with messages refused out of turn, lines that drop, late comers and one who leaves."""
    run(Circle, examples=volume(12, 25), steps=30)


@pytest.mark.django_db
def test_a_lost_line_does_not_lose_the_turn() -> None:
    """D8: it is kept, however long it takes, and comes as soon as they are back."""
    home = house.build()
    session = evening.opened(home, home.ada, home.bo)
    circles.begin(home.finn, session_id=session.pk, question="", turn_seconds=60, with_adults=False)
    evening.gone([home.bo], session)
    circles.end_turn(home.ada, session_id=session.pk)
    session.refresh_from_db()
    assert session.circling and session.speaker is None
    circles.turn()
    session.refresh_from_db()
    assert session.circling, "it waits for whoever is away"
    evening.attend(session, home.bo)
    circles.turn()
    session.refresh_from_db()
    assert session.speaker == home.bo
    assert TalkingCircle.objects.get(session=session).turn_ends_at
