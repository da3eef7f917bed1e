"""Proposals into frames: how a vote stands, without a word on who votes what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Literal, cast
from uuid import UUID

from consumers.wire import events
from forum.memberships.models import Membership
from forum.messages.states import State
from forum.permissions import Permission, Role
from forum.proposals import queries
from forum.proposals.models import Proposal
from forum.proposals.states import VOTING, ProposalState


class Votes:
    """The proposals of these groups, read at once for all who look."""

    def __init__(self, groups: Iterable[UUID], now: datetime) -> None:
        found = queries.shown(groups, now)
        self._votes = queries.votes(found)
        self._of: dict[UUID, list[Proposal]] = defaultdict(list)
        for one in found:
            self._of[one.group_id].append(one)

    def seen_by(self, me: Membership) -> list[events.ProposalPart]:
        """Nothing for those who have no business where others talk."""
        if not me.may(Permission.TALK):
            return []
        return [self._part(one, me) for one in self._of.get(me.group_id, [])]

    def _part(self, one: Proposal, me: Membership) -> events.ProposalPart:
        message, votes = one.message, self._votes.get(one.pk, {})
        there = message.state == State.PUBLISHED
        is_open = one.state == ProposalState.OPEN
        assert one.opened_at is not None
        return events.ProposalPart(
            id=one.pk,
            kind=cast(Literal["add", "change", "drop"], one.kind),
            clause=one.clause,
            text=message.text if there else "",
            note=(message.content_note or None) if there else None,
            alias=message.author.alias,
            state=cast(Literal["open", "adopted", "fell", "vetoed"], one.state),
            closes_at=one.opened_at + VOTING,
            votes=len(votes),
            my_vote=votes.get(me.pk),
            may_vote=is_open and me.role == Role.PARTICIPANT,
            yes=one.yes,
            no=one.no,
            veto_by=one.veto_by.alias if one.veto_by else None,
            veto_reason=one.veto_reason,
        )
