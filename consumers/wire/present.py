"""Rows into frames: what each kind of viewer is shown of a row, and nothing more.

Everything in a room's timeline looks the same to all who may be there, so an entry is encoded
once for all of them. Only the snapshots differ by viewer.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, cast
from uuid import UUID

from consumers.wire import events
from forum.memberships import avatar
from forum.memberships.models import Membership
from forum.messages.models import Message
from forum.messages.queries import unsettled
from forum.messages.states import State
from forum.people.models import Person
from forum.timeline.models import Entry, Kind
from moderation.cases.queries import appeals as stands
from moderation.cases.queries import expected_wait
from moderation.reports.queries import own as own_reports

QUOTE_LENGTH = 90
MINE_AT_MOST = 100


def member(of: Membership) -> events.Member:
    return events.Member(
        id=of.pk,
        alias=of.alias,
        avatar=avatar.path(of.avatar),
        role=cast(events.RoleName, of.role),
    )


def adult(of: Membership) -> events.Adult:
    """An adult, with the service they come from."""
    return events.Adult(
        id=of.pk,
        alias=of.alias,
        avatar=avatar.path(of.avatar),
        role=cast(events.RoleName, of.role),
        organisation=of.organisation.name if of.organisation else "",
    )


def _gone(message: Message) -> Literal["author", "staff"] | None:
    if message.state == State.PUBLISHED:
        return None
    return "author" if message.state == State.WITHDRAWN else "staff"


def _quote(message: Message | None) -> events.Quote | None:
    if message is None:
        return None
    visible = message.state == State.PUBLISHED
    # Behind a content note the words stay behind it when quoted, too.
    text = message.content_note or message.text if visible else ""
    short = text if len(text) <= QUOTE_LENGTH else text[: QUOTE_LENGTH - 1].rstrip() + "…"
    return events.Quote(id=message.pk, alias=message.author.alias, text=short)


def entry(row: Entry) -> events.Entry:
    """One timeline row (loaded by `timeline.queries`) as everyone in the room sees it."""
    message = row.message
    if row.kind == Kind.MESSAGE and message is not None:
        gone = _gone(message)
        return events.MessageEntry(
            seq=row.seq,
            at=row.at,
            id=message.pk,
            nonce=message.nonce,
            author=member(message.author),
            text="" if gone else message.text,
            reply_to=None if gone else _quote(message.reply_to),
            note=None if gone else message.content_note or None,
            gone=gone,
        )
    if row.kind == Kind.GONE and message is not None:
        return events.GoneEntry(
            seq=row.seq, at=row.at, message=message.pk, by=_gone(message) or "staff"
        )
    if row.kind == Kind.BACK and message is not None:
        gone = _gone(message)
        return events.BackEntry(
            seq=row.seq,
            at=row.at,
            message=message.pk,
            text="" if gone else message.text,
            reply_to=None if gone else _quote(message.reply_to),
            note=None if gone else message.content_note or None,
        )
    return events.NoticeEntry(
        seq=row.seq,
        at=row.at,
        notice=cast(events.NoticeName, row.kind),
    )


_STATES = {
    State.PENDING: "pending",
    State.HELD: "held",
    State.DECLINED: "declined",
    State.REMOVED: "removed",
    State.PUBLISHED: "published",
}


def mine(people: Sequence[Person]) -> list[events.Mine]:
    """Of each of these: the own messages that are not simply published."""
    rows = unsettled(people)
    waits = {
        group: expected_wait(group)
        for group in {row.room.group_id for row in rows if row.state == State.HELD}
    }
    appeals = stands([row.pk for row in rows if row.outcome_unread])
    own: dict[UUID, list[events.OwnMessage]] = {person.pk: [] for person in people}
    for row in rows[::-1]:
        shown = own[row.author.person_id]
        if len(shown) < MINE_AT_MOST:
            shown.append(_own(row, waits.get(row.room.group_id), appeals.get(row.pk)))
    reports: dict[UUID, list[events.OwnReport]] = {person.pk: [] for person in people}
    for report in own_reports(people):
        reports[report.by.person_id].append(
            events.OwnReport(
                id=report.pk,
                at=report.at,
                why=report.why,
                adult=report.case.about.alias if report.case.about else None,
                outcome=cast(Literal["acted", "looked_at"] | None, report.outcome or None),
            )
        )
    return [
        events.Mine(messages=own[person.pk][::-1], reports=reports[person.pk][-MINE_AT_MOST:])
        for person in people
    ]


def _own(row: Message, wait: int | None, appeal: str | None) -> events.OwnMessage:
    return events.OwnMessage(
        id=row.pk,
        nonce=row.nonce,
        room=row.room_id,
        text=row.text,
        at=row.submitted_at,
        state=cast(
            Literal["pending", "held", "declined", "removed", "published"],
            _STATES[State(row.state)],
        ),
        held_for=cast(
            Literal["conduct", "care", "privacy", "unscored", "adults", "policy"] | None,
            row.held_for or None,
        ),
        wait_minutes=wait if row.state == State.HELD else None,
        reason=row.reason or None,
        words=row.words,
        rephrase=row.rephrase,
        appeal=cast(Literal["may", "asked", "upheld", "reversed"] | None, appeal),
    )
