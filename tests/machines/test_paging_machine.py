"""However time, claims, duties and several processes fall together: each step of a crisis is called
once, none is left out, and none later than its time."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from forum.errors import DomainError
from forum.permissions import Role
from moderation.cases import actions as cases
from moderation.cases.models import Case
from moderation.cases.states import CaseState
from moderation.paging import actions as paging
from moderation.paging.chain import AGAIN, chain
from moderation.paging.models import Page, Why
from moderation.screening.verdict import Queue
from moderation.shifts import actions as shifts
from tests import house
from tests.machines.evening import Evening, run
from tests.moderation.test_cases import held
from tests.volume import volume

people = st.sampled_from(["mia", "max", "siv", "vera"])
TICK = timedelta(seconds=10)


class PagingMachine(Evening):
    """Two moderators, two leads, one crisis, and a wheel that turns every ten seconds."""

    @initialize()
    def enter(self) -> None:
        self.home = house.build()
        self.vera = house.staff(self.home.group, "Vera", Role.SHIFT_LEAD)
        self.case = held(self.home, "jeg vil ikke leve", queue=Queue.CARE, severity=4)
        paging.turn()

    def member(self, name: str) -> house.Membership:
        return self.vera if name == "vera" else getattr(self.home, name)

    @rule(name=people)
    def on(self, name: str) -> None:
        with contextlib.suppress(DomainError):
            shifts.go_on(self.member(name))

    @rule(name=people)
    def off(self, name: str) -> None:
        with contextlib.suppress(DomainError):
            shifts.go_off(self.member(name), note="ha det")

    @rule(name=people)
    def claim(self, name: str) -> None:
        with contextlib.suppress(DomainError):
            cases.claim(self.member(name), Case.objects.get(pk=self.case.pk))

    @rule(name=people)
    def release(self, name: str) -> None:
        with contextlib.suppress(DomainError):
            cases.release(self.member(name), Case.objects.get(pk=self.case.pk))

    @rule(ticks=st.integers(1, 20), twice=st.booleans())
    def time_passes(self, ticks: int, twice: bool) -> None:
        for _ in range(ticks):
            self.shift(TICK)
            cases.lapse()
            waiting = Case.objects.get(pk=self.case.pk).state == CaseState.WAITING
            last = Page.objects.filter(case=self.case, why=Why.CRISIS).order_by("-step").first()
            assert last
            due = datetime.now(UTC) - last.at >= AGAIN
            made = paging.turn()
            assert made == (1 if waiting and due else 0)
            if twice:
                assert paging.turn() == 0

    @invariant()
    def every_step_once_and_in_its_time(self) -> None:
        if not hasattr(self, "case"):
            return
        pages = list(Page.objects.filter(case=self.case, why=Why.CRISIS).order_by("step"))
        assert [page.step for page in pages] == list(range(len(pages)))
        for sooner, later in pairwise(pages):
            assert later.at - sooner.at >= AGAIN

    @invariant()
    def whoever_is_called_could_come(self) -> None:
        if not hasattr(self, "case"):
            return
        called = chain(self.home.group.pk, datetime.now(UTC))
        assert called[-1] == self.home.siv or self.home.siv in called
        assert len({one.pk for one in called}) == len(called)


@pytest.mark.django_db
def test_no_step_twice_none_left_out_none_late() -> None:
    """F5"""
    run(PagingMachine, examples=volume(8, 12), steps=20)
