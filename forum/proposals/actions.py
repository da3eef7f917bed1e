"""Proposing, voting, vetoing, and what time and moderation do to a proposal."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from forum import doorbell
from forum.errors import Code, DomainError
from forum.memberships.models import Membership
from forum.messages import actions as messages
from forum.messages.models import Message
from forum.messages.states import State
from forum.permissions import Permission, Role, requires, system_only
from forum.proposals.models import Proposal, ProposalKind, Vote
from forum.proposals.queries import tally
from forum.proposals.states import VOTED_LEAST, VOTING, ProposalState, outcome
from forum.rooms import clauses
from forum.rooms.actions import agreement_room
from forum.rooms.agreement import current, publish_agreement
from forum.rooms.models import Group

CLAUSE_MIN = 3
REASON_MIN, REASON_MAX = 10, 500
# Each stands on everybody's screen.
OPEN_EACH = 3

_GONE = (State.DECLINED, State.REMOVED, State.WITHDRAWN)


@requires(Permission.TALK)
@transaction.atomic
def propose(by: Membership, *, nonce: UUID, kind: ProposalKind, clause: str, text: str) -> Message:
    """Proposes a change of the agreement; nobody sees it before it is screened. The same nonce
    again gives the same proposal. Errors: `clause_length`, `clause_gone`, `too_many_proposals`, and
    those of `messages.submit`."""
    room = agreement_room(by.group)
    if kind == ProposalKind.ADD:
        clause = ""
    message = messages.submit(by, room, nonce=nonce, text=text)
    made = Proposal.objects.filter(message=message).first()
    if made is not None:
        if (made.kind, made.clause) != (kind, clause):
            raise DomainError(Code.NONCE_REUSED)
        return message
    if message.state != State.PENDING:
        # Said before, and not as a proposal.
        raise DomainError(Code.NONCE_REUSED)
    if kind != ProposalKind.ADD and clause not in clauses.clauses(current(by.group)):
        raise DomainError(Code.CLAUSE_GONE)
    words = len(clauses.plain(message.text))
    if kind != ProposalKind.DROP and not CLAUSE_MIN <= words <= clauses.LENGTH_MAX:
        raise DomainError(Code.CLAUSE_LENGTH, min=CLAUSE_MIN, max=clauses.LENGTH_MAX)
    mine = Proposal.objects.filter(message__author=by, state=ProposalState.OPEN)
    if mine.count() >= OPEN_EACH:
        raise DomainError(Code.TOO_MANY_PROPOSALS, max=OPEN_EACH)
    Proposal.objects.create(message=message, group=by.group, kind=kind, clause=clause)
    return message


@requires(Permission.TALK)
@transaction.atomic
def vote(by: Membership, *, proposal_id: UUID, yes: bool) -> None:
    """Votes, or votes otherwise. Errors: `not_allowed` (only participants vote),
    `agreement_needed`, `proposal_not_found`, `proposal_decided`."""
    if by.role != Role.PARTICIPANT:
        raise DomainError(Code.NOT_ALLOWED)
    if by.agreement_version != by.group.agreement_version:
        raise DomainError(Code.AGREEMENT_NEEDED)
    proposal = _voted_on(by, proposal_id)
    Vote.objects.update_or_create(proposal=proposal, membership=by, defaults={"yes": yes})
    _count(proposal, over=False)
    doorbell.ring(doorbell.group(by.group_id))


@requires(Permission.LEAD)
@transaction.atomic
def veto(by: Membership, *, proposal_id: UUID, reason: str) -> Proposal:
    """Stops it, with a reason that everybody reads. Errors: `reason_short`, `text_too_long`,
    `proposal_not_found`, `proposal_decided`."""
    words = " ".join(reason.split())
    if len(words) < REASON_MIN:
        raise DomainError(Code.REASON_SHORT, min=REASON_MIN)
    if len(words) > REASON_MAX:
        raise DomainError(Code.TEXT_TOO_LONG, max=REASON_MAX)
    proposal = _voted_on(by, proposal_id)
    _decide(proposal, ProposalState.VETOED, veto_by=by, veto_reason=words)
    return proposal


@system_only
def turn() -> int:
    """What happened to messages and what time did, taken over into their proposals. Returns for how
    many. Also how the group hears that a proposal can be voted on: publishing rings only the room,
    and is the one path that must stay cheap."""
    now = timezone.now()
    due = Proposal.objects.filter(state=ProposalState.OPEN).filter(
        Q(opened_at=None, message__state=State.PUBLISHED)
        | Q(opened_at__isnull=False, message__state=State.HELD)
        | Q(message__state__in=_GONE)
        | Q(opened_at__lte=now - VOTING)
    )
    found = list(due.values_list("pk", flat=True))
    for pk in found:
        with transaction.atomic():
            _turn(pk)
    return len(found)


def _turn(pk: UUID) -> None:
    proposal = _locked().filter(pk=pk, state=ProposalState.OPEN).first()
    if proposal is None:
        return
    now, state = timezone.now(), proposal.message.state
    if state in _GONE:
        _decide(proposal, ProposalState.FELL)
    elif state != State.PUBLISHED:
        _open(proposal, None)
    elif proposal.opened_at is None:
        _open(proposal, now)
    elif proposal.opened_at <= now - VOTING:
        _count(proposal, over=True)


def _open(proposal: Proposal, at: datetime | None) -> None:
    Proposal.objects.filter(pk=proposal.pk).update(opened_at=at)
    doorbell.ring(doorbell.group(proposal.group_id))


def _locked() -> QuerySet[Proposal]:
    """With its message, so that neither is decided elsewhere meanwhile. Locks are taken in this
    order: proposal, message, group."""
    return Proposal.objects.select_related("message").select_for_update(
        of=("self", "message"), no_key=True
    )


def _voted_on(by: Membership, proposal_id: UUID) -> Proposal:
    proposal = _locked().filter(pk=proposal_id, group=by.group_id, opened_at__isnull=False).first()
    if proposal is None:
        raise DomainError(Code.PROPOSAL_NOT_FOUND)
    if proposal.state != ProposalState.OPEN:
        raise DomainError(Code.PROPOSAL_DECIDED)
    if proposal.message.state != State.PUBLISHED:
        raise DomainError(Code.PROPOSAL_NOT_FOUND)
    return proposal


def _count(proposal: Proposal, *, over: bool) -> None:
    yes, no, participants = tally(proposal)
    state = outcome(yes, no, participants, over=over)
    if state is None:
        return
    if state == ProposalState.ADOPTED and not _adopt(proposal):
        state = ProposalState.FELL
    told = all(side == 0 or side >= VOTED_LEAST for side in (yes, no)) and yes + no > 0
    figures = {"yes": yes, "no": no} if told else {}
    _decide(proposal, state, **figures)


def _adopt(proposal: Proposal) -> bool:
    """A new version of the agreement; False if the clause is gone. The lock comes before reading,
    so that of two adopted at the same time the second builds on the first."""
    group = Group.objects.select_for_update(no_key=True).get(pk=proposal.group_id)
    html, words = current(group).html, proposal.message.text
    match ProposalKind(proposal.kind):
        case ProposalKind.ADD:
            changed: str | None = clauses.with_added(html, words)
        case ProposalKind.CHANGE:
            changed = clauses.with_changed(html, proposal.clause, words)
        case ProposalKind.DROP:
            changed = clauses.with_dropped(html, proposal.clause)
    if changed is None:
        return False
    publish_agreement(group, changed)
    return True


def _decide(proposal: Proposal, state: ProposalState, **facts: object) -> None:
    Proposal.objects.filter(pk=proposal.pk, state=ProposalState.OPEN).update(
        state=state, decided_at=timezone.now(), **facts
    )
    Vote.objects.filter(proposal=proposal).delete()
    doorbell.ring(doorbell.group(proposal.group_id))
