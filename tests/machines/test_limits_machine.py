"""Whoever presses what, in whatever order: limits in force had two people's yes, and going back
leads to what was in force before."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from forum.errors import DomainError
from forum.permissions import Role
from moderation.limits import actions
from moderation.limits.models import LimitSet
from moderation.limits.queries import limits_in_force
from moderation.limits.states import LimitState
from tests import house
from tests.machines.evening import RolledBack, run

leads = st.sampled_from(["siv", "vera", "odd"])
scopes = st.booleans()


class LimitsMachine(RolledBack):
    """Three leads, one group and the installation. `stack` is what each scope should have in
    force, the newest last."""

    @initialize()
    def enter(self) -> None:
        home = house.build()
        self.group = home.group
        self.people = {
            "siv": home.siv,
            "vera": house.staff(home.group, "Vera", Role.SHIFT_LEAD),
            "odd": house.staff(home.group, "Odd", Role.SHIFT_LEAD),
        }
        self.stack: dict[bool, list[int]] = {True: [], False: []}
        self.yes: dict[int, set[str]] = {}

    def _one(self, own: bool, state: LimitState) -> LimitSet | None:
        return LimitSet.objects.filter(group=self.group if own else None, state=state).first()

    @rule(own=scopes)
    def propose(self, own: bool) -> None:
        facts: dict[str, Any] = {"scorer": "x 1", "figures": [], "replayed": {}}
        made = actions.propose(
            group=self.group if own else None, limits={"nb": {"insult": 0.5}}, **facts
        )
        self.yes[made.pk] = set()

    @rule(own=scopes, name=leads)
    def accept(self, own: bool, name: str) -> None:
        made = self._one(own, LimitState.PROPOSED)
        if made is None:
            return
        said = self.yes[made.pk]
        if name in said:
            with pytest.raises(DomainError):
                actions.accept(self.people[name], made)
            return
        actions.accept(self.people[name], made)
        said.add(name)
        if len(said) == 2:
            self.stack[own].append(made.pk)

    @rule(own=scopes, name=leads)
    def turn_down(self, own: bool, name: str) -> None:
        made = self._one(own, LimitState.PROPOSED)
        if made is not None:
            actions.turn_down(self.people[name], made)

    @rule(own=scopes, name=leads)
    def go_back(self, own: bool, name: str) -> None:
        made = self._one(own, LimitState.IN_FORCE)
        if made is not None:
            actions.go_back(self.people[name], made)
            assert self.stack[own].pop() == made.pk

    @rule(name=leads)
    def press_on_what_is_gone(self, name: str) -> None:
        old = LimitSet.objects.filter(state=LimitState.TURNED_DOWN).first()
        if old is not None:
            for action in (actions.accept, actions.turn_down, actions.go_back):
                with pytest.raises(DomainError):
                    action(self.people[name], old)

    @invariant()
    def what_holds_is_what_two_people_accepted_last(self) -> None:
        layers = limits_in_force().layers
        for own in (True, False):
            now = layers.get(self.group.pk if own else None)
            assert (now.pk if now else None) == (self.stack[own][-1] if self.stack[own] else None)
            if now is not None:
                assert now.first_id and now.second_id and now.first_id != now.second_id


@pytest.mark.django_db
def test_limits_hold_only_as_two_people_accepted_them() -> None:
    """E18"""
    run(LimitsMachine, examples=30, steps=30)
