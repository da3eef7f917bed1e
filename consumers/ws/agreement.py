"""What a group says of its agreement: proposing, voting, vetoing, reading earlier versions."""

from __future__ import annotations

from consumers.wire import commands, events
from forum.memberships.access import in_group
from forum.people.models import Person
from forum.proposals import actions
from forum.proposals.access import member_for
from forum.proposals.models import ProposalKind
from forum.rooms.agreement import versions

VERSIONS_MOST = 50


def propose(person: Person, command: commands.Propose) -> events.Accepted:
    stored = actions.propose(
        in_group(person, command.group),
        nonce=command.nonce,
        kind=ProposalKind(command.kind),
        clause=command.clause,
        text=command.text,
    )
    return events.Accepted(re=command.re, nonce=command.nonce, message=stored.pk)


def vote(person: Person, command: commands.Vote) -> events.Done:
    actions.vote(
        member_for(person, command.proposal), proposal_id=command.proposal, yes=command.yes
    )
    return events.Done(re=command.re)


def veto(person: Person, command: commands.Veto) -> events.Done:
    actions.veto(
        member_for(person, command.proposal), proposal_id=command.proposal, reason=command.reason
    )
    return events.Done(re=command.re)


def read(person: Person, command: commands.ReadAgreement) -> events.AgreementBook:
    return events.AgreementBook(
        re=command.re,
        versions=[
            events.AgreementVersion(version=one.version, at=one.at, html=one.html)
            for one in versions(in_group(person, command.group).group, VERSIONS_MOST)
        ],
    )
