"""Whoever proposes, votes, vetoes, comes and goes, in whatever order: the agreement changes only as
a majority wanted, and nobody writes who has not accepted what holds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from forum.errors import Code, DomainError
from forum.memberships.actions import accept_agreement, remove
from forum.messages import actions as messages
from forum.messages.models import Message
from forum.messages.states import State
from forum.proposals import actions
from forum.proposals.models import Proposal, ProposalKind, Vote
from forum.proposals.states import ProposalState
from forum.rooms.agreement import current
from forum.rooms.clauses import clauses
from tests import house
from tests.forum.test_proposals import asked, fresh
from tests.machines.evening import Evening, run
from tests.volume import volume

places = st.integers(0, 6)
WHY = "Dette er ikke trygt nok for alle her."


class AgreementMachine(Evening):
    """`votes` is what the machine itself knows of who said what."""

    @initialize()
    def enter(self) -> None:
        self.home = house.build()
        self.group = self.home.group
        self.youths = [self.home.ada, self.home.bo]
        self.said = 0
        self.votes: dict[object, dict[object, bool]] = {}
        self.adopted = 0

    def _agreed(self) -> list[str]:
        return clauses(current(self.group))

    def _one(self, place: int) -> Proposal | None:
        all_of = list(Proposal.objects.order_by("message__submitted_at"))
        return all_of[place % len(all_of)] if all_of else None

    def _counted(self, pk: object) -> tuple[int, int]:
        there = {youth.pk for youth in self.youths}
        said = [yes for member, yes in self.votes.get(pk, {}).items() if member in there]
        return said.count(True), said.count(False)

    def _ended(self, pk: object, wanted: bool) -> None:
        """It ended as wanted, or its clause had gone."""
        proposal = Proposal.objects.get(pk=pk)
        if proposal.state == ProposalState.ADOPTED:
            assert wanted
            self.adopted += 1
        else:
            assert proposal.state == ProposalState.FELL
            assert not wanted or (proposal.clause and proposal.clause not in self._agreed())
        assert proposal.yes is None or proposal.yes + (proposal.no or 0) >= 5

    @rule(who=places, kind=st.sampled_from(list(ProposalKind)), place=places)
    def propose(self, who: int, kind: ProposalKind, place: int) -> None:
        there = self._agreed()
        clause = there[place % len(there)] if there and kind != ProposalKind.ADD else ""
        member = fresh(self.youths[who % len(self.youths)])
        self.said += 1
        self.shift(timedelta(seconds=11))
        mine = Proposal.objects.filter(message__author=member, state=ProposalState.OPEN).count()
        expected = None
        if member.agreement_version != current(self.group).version:
            expected = Code.AGREEMENT_NEEDED
        elif kind != ProposalKind.ADD and not clause:
            expected = Code.CLAUSE_GONE
        elif mine == actions.OPEN_EACH:
            expected = Code.TOO_MANY_PROPOSALS
        if expected is None:
            asked(member, f"Vi sier {self.said}.", kind, clause)
        else:
            with pytest.raises(DomainError, match=f"^{expected.value}$"):
                asked(member, f"Vi sier {self.said}.", kind, clause)

    @rule()
    def screened(self) -> None:
        with transaction.atomic():
            for message in Message.objects.filter(state=State.PENDING):
                messages.publish(message)
        actions.turn()

    @rule(who=places, place=places, yes=st.booleans())
    def vote(self, who: int, place: int, yes: bool) -> None:
        proposal = self._one(place)
        if proposal is None:
            return
        member = fresh(self.youths[who % len(self.youths)])
        open_now = proposal.state == ProposalState.OPEN and proposal.opened_at is not None
        accepted = member.agreement_version == current(self.group).version
        try:
            actions.vote(member, proposal_id=proposal.pk, yes=yes)
        except DomainError:
            shown = Message.objects.get(pk=proposal.pk).state == State.PUBLISHED
            assert not (open_now and accepted and shown)
            return
        assert open_now and accepted
        self.votes.setdefault(proposal.pk, {})[member.pk] = yes
        ayes, noes = self._counted(proposal.pk)
        all_of = len(self.youths)
        if ayes > all_of / 2 and ayes >= 2:
            self._ended(proposal.pk, True)
        elif noes >= all_of / 2 and noes:
            self._ended(proposal.pk, False)
        else:
            proposal.refresh_from_db()
            assert proposal.state == ProposalState.OPEN

    @rule(place=places, reason=st.sampled_from([WHY, "", "nei"]))
    def veto(self, place: int, reason: str) -> None:
        proposal = self._one(place)
        if proposal is None:
            return
        shown = Message.objects.get(pk=proposal.pk).state == State.PUBLISHED
        may = proposal.state == ProposalState.OPEN and proposal.opened_at is not None and shown
        try:
            actions.veto(self.home.finn, proposal_id=proposal.pk, reason=reason)
        except DomainError:
            assert not may or reason != WHY
        else:
            assert may and reason == WHY

    @rule(place=places)
    def withdraw(self, place: int) -> None:
        proposal = self._one(place)
        if proposal is None or proposal.message.state == State.WITHDRAWN:
            return
        was = proposal.state
        messages.withdraw(proposal.message.author, message_id=proposal.pk)
        actions.turn()
        proposal.refresh_from_db()
        gone = ProposalState.FELL if was == ProposalState.OPEN else was
        assert proposal.state == gone

    @rule(who=places)
    def accept(self, who: int) -> None:
        member = fresh(self.youths[who % len(self.youths)])
        accept_agreement(member, version=current(self.group).version)

    @rule()
    def come(self) -> None:
        if len(self.youths) < 6:
            self.said += 1
            youth = house.youth(self.group, f"Lys bekk {self.said}", accepts=current(self.group))
            self.youths.append(youth)

    @rule(who=places)
    def go(self, who: int) -> None:
        if len(self.youths) > 1:
            remove(self.youths.pop(who % len(self.youths)))

    @rule(hours=st.sampled_from([1, 24, 72]))
    def time_passes(self, hours: int) -> None:
        self.shift(timedelta(hours=hours))
        over = timezone.now() - timedelta(days=3)
        due = Proposal.objects.filter(state=ProposalState.OPEN, opened_at__lte=over)
        counted = {one.pk: self._counted(one.pk) for one in due}
        actions.turn()
        for pk, (ayes, noes) in counted.items():
            self._ended(pk, ayes > noes and ayes >= 2)

    @rule(who=places)
    def write(self, who: int) -> None:
        member = fresh(self.youths[who % len(self.youths)])
        self.shift(timedelta(seconds=11))
        if member.agreement_version == current(self.group).version:
            house.say(member, self.home.topic, "hei")
        else:
            with pytest.raises(DomainError, match="agreement_needed"):
                house.say(member, self.home.topic, "hei")

    @invariant()
    def a_version_for_each_that_was_adopted(self) -> None:
        there = Proposal.objects.filter(state=ProposalState.ADOPTED).count()
        assert there == self.adopted == current(self.group).version - 1

    @invariant()
    def what_each_voted_is_kept_only_while_it_is_open(self) -> None:
        assert not Vote.objects.exclude(proposal__state=ProposalState.OPEN).exists()

    @invariant()
    def a_veto_has_its_reason(self) -> None:
        for one in Proposal.objects.filter(state=ProposalState.VETOED):
            assert one.veto_reason == WHY and one.veto_by == self.home.finn


@pytest.mark.django_db
def test_the_agreement_changes_only_as_a_majority_wanted() -> None:
    """D10"""
    run(AgreementMachine, examples=volume(15, 30), steps=40)
