"""Aggregates: whatever is shown, and however two views are subtracted, it is of five or more.

People answer, change their minds, leave and take their answers along, sessions end; after each step
every screen of everybody, the course and the members' page are read. The differences between all
views there ever were are taken, and each must be a sum over at least five people.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import combinations
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from consumers.wire.present_evening import course, evenings
from consumers.wire.present_places import places
from forum.checkins import actions as checkins
from forum.checkins.models import CheckIn, Moment
from forum.outcomes import actions as outcomes
from forum.outcomes.models import Outcome
from forum.outcomes.queries import course as sessions_of
from forum.sessions import actions as sessions
from forum.sessions.models import Session
from forum.sessions.states import SessionState
from tests import evening, house
from tests.machines.evening import Evening, run
from tests.volume import volume

NUMBER = 12
who = st.integers(0, NUMBER - 1)


class Aggregates(Evening):
    def __init__(self) -> None:
        super().__init__()
        self.home = house.build()
        names = [f"{name} {n}" for n in "ab" for name in ("Stille dag", "Lys natt", "Mild vind")]
        names += ["Rolig vann", "Varm sand", "Blå time", "Grønn eng"]
        self.young = [self.home.ada, self.home.bo]
        self.young += [house.youth(self.home.group, name) for name in names[: NUMBER - 2]]
        self.session = evening.opened(self.home, *self.young)
        # What was shown, by what it is of: people and their sum.
        self.seen: dict[str, set[tuple[int, float]]] = {}

    @rule(number=who, moment=st.sampled_from(list(Moment)), face=st.integers(1, 5))
    def checks(self, number: int, moment: Moment, face: int) -> None:
        words = ["calm"] if face > 2 else ["sad", "tired"]
        one = self.young[number]
        state = Session.objects.get(pk=self.session.pk).state
        if moment == Moment.OUT or state == SessionState.OPEN:
            checkins.check(one, session_id=self.session.pk, moment=moment, face=face, words=words)

    @rule(number=who, value=st.integers(0, 2))
    def taps(self, number: int, value: int) -> None:
        if Session.objects.get(pk=self.session.pk).state == SessionState.OVER:
            outcomes.answer(
                self.young[number],
                session_id=self.session.pk,
                safe=value,
                heard=2 - value,
                less_alone=value,
                nonce=house.uuid.uuid4(),
            )

    @rule(number=who)
    def takes_the_answers_along(self, number: int) -> None:
        for rows in (CheckIn.objects, Outcome.objects):
            rows.filter(membership=self.young[number]).delete()

    @rule(seconds=st.sampled_from([1, 20, 40, 130]))
    def time_goes(self, seconds: int) -> None:
        self.shift(timedelta(seconds=seconds))
        evening_on = Session.objects.get(pk=self.session.pk).state == SessionState.OPEN
        if evening_on:
            evening.attend(self.session, self.home.finn)
        checkins.count_checkins()
        outcomes.count_outcomes()

    @rule()
    def the_session_ends(self) -> None:
        if Session.objects.get(pk=self.session.pk).state == SessionState.OPEN:
            sessions.close(self.home.finn, session_id=self.session.pk)

    @invariant()
    def look(self) -> None:
        viewers = [self.home.finn, self.home.siv, self.young[0]]
        for view in evenings(places([one.person for one in viewers])):
            for shown in view.evenings:
                self._note("in", shown.came_with)
                self._note("out", shown.left_with)
        for session in course(1, sessions_of(self.home.group)).sessions:
            self._note("in", session.came_with)
            self._note("out", session.left_with)
            for kind in ("safe", "heard", "less_alone"):
                self._note(kind, getattr(session, kind))

    def _note(self, what: str, shown: Any) -> None:
        if shown is None:
            return
        seen = self.seen.setdefault(what, set())
        seen.add((shown.people, round(shown.mean * shown.people)))
        assert shown.people >= 5
        for (few, _), (many, _) in combinations(sorted(seen), 2):
            assert many - few >= 5, "the difference is of fewer than five"
        for word in shown.words:
            assert word in ("calm", "sad", "tired")


@pytest.mark.django_db
def test_nothing_is_ever_shown_of_fewer_than_five() -> None:
    """I2 D9 D12: nor by the difference between two views."""
    run(Aggregates, examples=volume(10, 25), steps=40)
