"""In whatever order people ask, answer, look and wait: nothing is seen without two roles, nor after
its time, nor by anybody but who asked."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from forum.errors import DomainError
from forum.people.actions import leave_contact
from forum.permissions import Role
from moderation.breakglass import actions
from moderation.breakglass.models import Ground, Opening
from moderation.breakglass.states import LIVE
from moderation.cases import actions as cases
from moderation.screening.verdict import Queue
from tests import house
from tests.machines.evening import Evening, run
from tests.moderation.test_cases import held

people = st.sampled_from(["siv", "tora", "vera", "arne", "mia", "ada"])


class GlassMachine(Evening):
    """Two safeguarding leads, a shift lead, an administrator, a moderator and the youth."""

    @initialize()
    def enter(self) -> None:
        home = house.build()
        leave_contact(home.ada.person, "Gunvor")
        self.people = {"siv": home.siv, "mia": home.mia, "ada": home.ada}
        for name, role in (
            ("tora", Role.SAFEGUARDING_LEAD),
            ("vera", Role.SHIFT_LEAD),
            ("arne", Role.ADMINISTRATOR),
        ):
            self.people[name] = house.staff(home.group, name.title(), role)
        self.case = held(home, "jeg vil ikke leve", queue=Queue.CARE, severity=4)

    def latest(self) -> Opening | None:
        return Opening.objects.select_related("asked_by", "case").order_by("pk").last()

    @rule(name=people, minutes=st.integers(0, 70))
    def ask(self, name: str, minutes: int) -> None:
        with contextlib.suppress(DomainError):
            cases.claim(self.people[name], self.case)
        self.case.refresh_from_db()
        with contextlib.suppress(DomainError):
            actions.ask(
                self.people[name], self.case, ground=Ground.VITAL, why="fare", minutes=minutes
            )

    @rule(name=people, yes=st.booleans())
    def answer(self, name: str, yes: bool) -> None:
        opening = self.latest()
        if opening is None:
            return
        with contextlib.suppress(DomainError):
            (actions.approve if yes else actions.refuse)(self.people[name], opening)
            asked, by = opening.asked_by, self.people[name]
            assert asked.person_id != by.person_id
            assert asked.role != by.role

    @rule(name=people)
    def look(self, name: str) -> None:
        opening = self.latest()
        if opening is None:
            return
        by = self.people[name]
        try:
            seen = actions.look(by, opening)
        except DomainError:
            return
        opening.refresh_from_db()
        assert seen.contact == "Gunvor"
        assert opening.asked_by_id == by.pk
        assert opening.answered_by is not None
        assert opening.answered_by.role != by.role
        assert opening.answered_at
        now = datetime.now(UTC)
        assert now - opening.answered_at < timedelta(minutes=min(60, opening.minutes))

    @rule(name=people)
    def close(self, name: str) -> None:
        opening = self.latest()
        if opening is not None:
            with contextlib.suppress(DomainError):
                actions.close(self.people[name], opening)

    @rule(minutes=st.integers(1, 150))
    def time_passes(self, minutes: int) -> None:
        self.shift(timedelta(minutes=minutes))
        cases.lapse()

    @rule()
    def it_lapses(self) -> None:
        actions.lapse()

    @rule(lead=st.sampled_from(["siv", "vera"]), minutes=st.integers(1, 60))
    def asked_answered_and_seen(self, lead: str, minutes: int) -> None:
        """Chance alone seldom gets so far."""
        self.ask(lead, minutes)
        self.answer("arne", yes=True)
        self.look(lead)

    @invariant()
    def one_live_opening_at_most(self) -> None:
        if hasattr(self, "case"):
            assert Opening.objects.filter(state__in=sorted(LIVE)).count() <= 1


@pytest.mark.django_db
def test_never_without_two_roles_nor_beyond_its_time() -> None:
    """F6"""
    run(GlassMachine, examples=15, steps=20)
