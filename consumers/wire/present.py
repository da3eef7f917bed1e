"""Rows into frames: what each kind of viewer is shown of a row, and nothing more.

Everything in a room's timeline looks the same to all who may be there, so an entry is encoded
once for all of them. Only the snapshots differ by viewer.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Literal, cast

from django.utils import timezone

from consumers.wire import events
from forum.memberships import access, avatar
from forum.memberships.models import Membership, Seat
from forum.messages.models import Message
from forum.messages.queries import unsettled
from forum.messages.states import State
from forum.people.models import Person
from forum.permissions import MATRIX, STAFF, Role
from forum.rooms.agreement import current as current_agreement
from forum.rooms.models import Room, RoomKind
from forum.sessions import queries as sessions
from forum.sessions.opening import closed
from forum.timeline.models import Entry, Kind, Marker
from moderation.cases.queries import expected_wait

QUOTE_LENGTH = 90


def member(of: Membership) -> events.Member:
    return events.Member(
        id=of.pk,
        alias=of.alias,
        avatar=avatar.path(of.avatar),
        role=cast(events.RoleName, of.role),
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
    return events.NoticeEntry(
        seq=row.seq,
        at=row.at,
        notice=cast(
            Literal["session_opened", "session_closed", "looked_after", "side_opened"], row.kind
        ),
    )


def places(person: Person) -> events.Places:
    """All this person's groups."""
    return events.Places(groups=[_group(of) for of in access.memberships(person)])


def _group(me: Membership) -> events.GroupPlace:
    group, now = me.group, timezone.now()
    agreement = current_agreement(group)
    coming = sessions.current(group, now)
    shown = {session.room_id for session in coming}
    rooms = [
        room
        for room in access.rooms(me).select_related("group", "session").order_by("created_at")
        if room.kind != RoomKind.SESSION or room.pk in shown
    ]
    read = dict(Marker.objects.filter(membership=me).values_list("room_id", "seq"))
    adults = group.memberships.filter(removed_at=None, role__in=STAFF).order_by("role", "alias")
    return events.GroupPlace(
        id=group.pk,
        name=group.name,
        theme=group.theme,
        me=member(me),
        abilities=sorted(MATRIX[Role(me.role)]),
        paused_until=me.paused_until if me.paused_until and me.paused_until > now else None,
        agreement=events.Agreement(
            version=agreement.version,
            html=agreement.html,
            accepted=me.agreement_version == agreement.version,
        ),
        adults=[member(adult) for adult in adults],
        rooms=[_room(room, read.get(room.pk, 0)) for room in rooms],
        sessions=[
            events.SessionPlace(
                id=session.pk,
                room=session.room_id,
                theme=session.theme,
                starts_at=session.starts_at,
                ends_at=session.starts_at + timedelta(minutes=session.minutes),
                state=cast(Literal["planned", "open", "over"], session.state),
            )
            for session in coming
        ],
    )


def _room(room: Room, read: int) -> events.RoomPlace:
    shut = closed(room, timezone.now())
    people: list[events.Member] = []
    if room.kind == RoomKind.SIDE:
        seats = Seat.objects.filter(room=room, membership__removed_at=None)
        people = [member(seat.membership) for seat in seats.select_related("membership")]
    return events.RoomPlace(
        id=room.pk,
        kind=cast(Literal["common", "topic", "session", "side"], room.kind),
        title=room.title,
        head=room.head,
        read=read,
        closed=shut.code.value if shut else None,
        opens_at=shut.opens_at if shut else None,
        people=people,
    )


_STATES = {
    State.PENDING: "pending",
    State.HELD: "held",
    State.DECLINED: "declined",
    State.REMOVED: "removed",
}


def mine(person: Person) -> events.Mine:
    """This person's own messages that are not simply published."""
    rows = unsettled(person)
    waits = {
        group: expected_wait(group)
        for group in {row.room.group_id for row in rows if row.state == State.HELD}
    }
    return events.Mine(
        messages=[
            events.OwnMessage(
                id=row.pk,
                nonce=row.nonce,
                room=row.room_id,
                text=row.text,
                at=row.submitted_at,
                state=cast(
                    Literal["pending", "held", "declined", "removed"], _STATES[State(row.state)]
                ),
                held_for=cast(
                    Literal["conduct", "care", "privacy", "unscored", "policy"] | None,
                    row.held_for or None,
                ),
                wait_minutes=waits.get(row.room.group_id) if row.state == State.HELD else None,
                reason=row.reason or None,
                words=row.words,
                rephrase=row.rephrase,
            )
            for row in rows
        ]
    )
