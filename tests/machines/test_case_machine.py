"""Whatever happens to a message, in whatever order: one open case, one holder, one decision, and an
appeal once, to somebody else."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from forum.errors import DomainError
from forum.messages import actions as messages
from forum.messages.models import HeldFor, Message
from forum.messages.states import State
from forum.timeline.models import Entry, Kind
from moderation.cases import actions
from moderation.cases.access import appealable
from moderation.cases.models import Case, Decision
from moderation.cases.outcomes import REASONS, Action
from moderation.cases.states import KEPT, Appeal, CaseState, rank
from moderation.screening.verdict import Queue
from tests import house
from tests.machines.evening import Evening, run
from tests.volume import volume

judges = st.sampled_from(["mia", "max", "siv"])


class CaseMachine(Evening):
    """Two moderators, a lead, one author, one clock. It keeps its own books of what
    it did, and holds the tables against them."""

    @initialize(held=st.booleans())
    def enter(self, held: bool) -> None:
        self.home = house.build()
        self.message = house.say(self.home.ada, self.home.topic, "du er en idiot")
        if held:
            messages.hold(self.message, why=HeldFor.CONDUCT)
        else:
            messages.publish(self.message)
        self.somebody_finds_a_reason(Queue.CONDUCT, 2)
        self.decisions: list[str] = []  # who decided, in order
        self.appeals = 0

    def latest(self) -> Case | None:
        return Case.objects.filter(message=self.message).order_by("opened_at", "pk").last()

    @rule(queue=st.sampled_from(Queue), severity=st.integers(1, 4))
    def somebody_finds_a_reason(self, queue: Queue, severity: int) -> None:
        actions.open_case(self.message, queue=queue, severity=severity, because=[f"{queue}"])

    @rule(name=judges)
    def claim(self, name: str) -> None:
        case = self.latest()
        if case is None:
            return
        holder, free_at = case.holder, case.lease_until
        try:
            claimed = actions.claim(getattr(self.home, name), case)
        except DomainError:
            return
        by = getattr(self.home, name)
        assert claimed.holder == by
        free = holder is None or holder == claimed.holder or free_at < self.clock_now()
        assert free, "taken from somebody who held it"
        assert claimed.level <= rank(by.role), "taken by somebody it is not for"
        if claimed.appeal == Appeal.ASKED:
            assert self.decisions[-1] != name, "an appeal judged by who decided first"

    def clock_now(self) -> datetime:
        return datetime.now(UTC)

    def _release(self, name: str) -> None:
        case = self.latest()
        if case is not None:
            with contextlib.suppress(DomainError):
                actions.release(getattr(self.home, name), case)

    @rule(
        name=judges,
        action=st.sampled_from(Action),
        reason=st.sampled_from(REASONS),
        behind=st.integers(0, 1),
    )
    def decide(self, name: str, action: Action, reason: str, behind: int) -> None:
        case = self.latest()
        if case is None or action == Action.REMOVE_MEMBER:
            return
        by = getattr(self.home, name)
        decided = case.state == CaseState.DECIDED
        try:
            actions.decide(
                by,
                case,
                version=case.version - behind,
                judgement=actions.Judgement(action, reason, words="et ord", minutes=1),
            )
        except DomainError:
            return
        assert not decided and not behind and case.holder == by
        assert case.state == CaseState.CLAIMED
        if case.appeal == Appeal.ASKED:
            assert self.decisions[-1] != name
        self.decisions.append(name)

    @rule(name=judges, action=st.sampled_from(Action), reason=st.sampled_from(REASONS))
    def take_and_decide(self, name: str, action: Action, reason: str) -> None:
        """Chance alone seldom claims and decides in the right order."""
        self.claim(name)
        self.decide(name, action, reason, behind=0)

    @rule(name=judges)
    def take_and_refuse(self, name: str) -> None:
        """What an author may appeal against."""
        self.claim(name)
        self.decide(name, Action.REMOVE, "attack", behind=0)

    @rule(
        how=st.sampled_from(["release", "hold", "hand_over", "escalate", "skip"]),
        name=judges,
        minutes=st.integers(0, 70),
        to=st.sampled_from(["mia", "max", "siv", "finn", "ada"]),
        taking=st.booleans(),
    )
    def pass_on(self, how: str, name: str, minutes: int, to: str, taking: bool) -> None:
        if taking:
            self.claim(name)
        if how == "hold":
            self._hold(name, minutes)
        elif how == "hand_over":
            self._hand_over(name, to)
        else:
            {"release": self._release, "escalate": self._escalate, "skip": self._skip}[how](name)

    def _hold(self, name: str, minutes: int) -> None:
        case = self.latest()
        if case is None:
            return
        with contextlib.suppress(DomainError):
            actions.hold(getattr(self.home, name), case, minutes=minutes, note="venter")
            assert case.holder == getattr(self.home, name)

    def _hand_over(self, name: str, to: str) -> None:
        case = self.latest()
        if case is None:
            return
        by, other = getattr(self.home, name), getattr(self.home, to)
        with contextlib.suppress(DomainError):
            actions.hand_over(by, case, to=other, note="din")
            assert case.holder == by
            assert to not in ("finn", "ada", name)

    def _escalate(self, name: str) -> None:
        case = self.latest()
        if case is None:
            return
        with contextlib.suppress(DomainError):
            actions.escalate(getattr(self.home, name), case, note="se på den")
            assert case.holder == getattr(self.home, name)
            case.refresh_from_db()
            assert (case.state, case.holder) == (CaseState.WAITING, None)

    def _skip(self, name: str) -> None:
        case = self.latest()
        if case is not None:
            with contextlib.suppress(DomainError):
                actions.skip(getattr(self.home, name), case)

    @rule()
    def the_author_appeals(self) -> None:
        try:
            author, case = appealable(self.home.ada.person, self.message.pk)
            before = case.appeal
            actions.appeal(author, case, words="")
        except DomainError:
            return
        assert before == Appeal.NONE
        self.appeals += 1

    @rule(name=judges, action=st.sampled_from([Action.UPHOLD, Action.PUBLISH, Action.LIFT]))
    def an_appeal_is_asked_and_answered(self, name: str, action: Action) -> None:
        self.take_and_refuse("mia")
        self.the_author_appeals()
        self.take_and_decide(name, action, "attack")

    @rule(seconds=st.integers(1, 400))
    def time_passes(self, seconds: int) -> None:
        self.shift(timedelta(seconds=seconds))

    @rule()
    def claims_lapse(self) -> None:
        actions.lapse()

    @rule()
    def the_author_deletes_it(self) -> None:
        with contextlib.suppress(DomainError):
            messages.withdraw(self.home.ada, message_id=self.message.pk)

    @invariant()
    def there_is_at_most_one_open_case(self) -> None:
        if not hasattr(self, "message"):
            return
        cases = Case.objects.filter(message=self.message)
        assert cases.exclude(state=CaseState.DECIDED).count() <= 1
        assert Decision.objects.count() == len(self.decisions)
        appealed = cases.exclude(appeal=Appeal.NONE)
        assert appealed.count() == self.appeals
        answered = appealed.exclude(appeal=Appeal.ASKED)
        assert answered.count() == Decision.objects.filter(on_appeal=True).count()
        for case in cases:
            kept = case.state in KEPT
            assert (case.holder is not None and case.lease_until is not None) or not kept
            assert (case.state == CaseState.WAITING) <= (case.holder is None)

    @invariant()
    def the_room_shows_what_is_published_and_nothing_else(self) -> None:
        if not hasattr(self, "message"):
            return
        state = Message.objects.values_list("state", flat=True).get(pk=self.message.pk)
        kinds = list(
            Entry.objects.filter(message=self.message)
            .order_by("seq")
            .values_list("kind", flat=True)
        )
        if state == State.PUBLISHED:
            assert kinds[-1] in (Kind.MESSAGE, Kind.BACK)
        if state in (State.REMOVED, State.WITHDRAWN) and kinds:
            assert kinds[-1] == Kind.GONE
        if state in (State.PENDING, State.DECLINED):
            assert kinds == []


@pytest.mark.django_db
def test_one_open_case_one_holder_one_decision() -> None:
    """E2 E3 E4 E8"""
    run(CaseMachine, examples=volume(12, 25), steps=40)
