"""What anybody in a room may say. Each function runs in one database hop; `read` and `submit`
for all who ask at once."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils import timezone

from consumers.wire import commands, events
from consumers.wire.frame import Frame
from consumers.wire.present import entry
from forum.attendance.queries import full_for
from forum.errors import Code, DomainError
from forum.memberships.access import in_group, in_room, in_rooms
from forum.memberships.actions import accept_agreement
from forum.memberships.models import Membership
from forum.messages import actions as messages
from forum.messages.models import Message
from forum.people.actions import set_language
from forum.people.models import Person
from forum.people.recovery import new_phrase
from forum.rooms.models import Outside, Room, RoomKind
from forum.sessions.opening import closed
from forum.timeline import queries as timeline
from forum.timeline.actions import mark_read_all

PAGE = 50


def follow(person: Person, command: commands.Follow) -> events.Page:
    """The page a follower starts from, or goes on with."""
    place = _readable(person, command.room)
    if command.after is None:
        rows = timeline.before(command.room, None, PAGE)
        # `more` is about the direction asked for: there is nothing newer than the newest.
        more = False
    else:
        rows = timeline.since(command.room, command.after)
        more = len(rows) == timeline.PAGE
    return events.Page(
        re=command.re,
        room=command.room,
        entries=[entry(row) for row in rows],
        head=max(place.head, rows[-1].seq if rows else 0),
        more=more,
    )


def earlier(person: Person, command: commands.Earlier) -> events.Page:
    place = _readable(person, command.room)
    rows = timeline.before(command.room, command.before, command.limit)
    return events.Page(
        re=command.re,
        room=command.room,
        entries=[entry(row) for row in rows],
        head=place.head,
        # Fewer than asked for: what was before them, if anything, is gone for good.
        more=len(rows) == command.limit and rows[0].seq > 1,
    )


def _readable(person: Person, room_id: UUID) -> Room:
    """A room one may enter, and may read now: not outside the hours of a group that is then closed,
    and not a session in which every place is taken."""
    by, room = in_room(person, room_id)
    now = timezone.now()
    shut = closed(room, now)
    if shut and shut.code == Code.ROOM_CLOSED and room.group.outside == Outside.CLOSED:
        opens_at = shut.opens_at.isoformat() if shut.opens_at else None
        raise DomainError(shut.code, opens_at=opens_at)
    if room.kind == RoomKind.SESSION and full_for(by, room.session):
        raise DomainError(Code.SESSION_FULL, capacity=room.session.capacity)
    return room


def read(asked: Sequence[tuple[Person, commands.Read]]) -> list[Frame | Exception]:
    ways_in = in_rooms([(person, command.room) for person, command in asked])
    marks = [
        (*way_in, command.seq)
        for (_, command), way_in in zip(asked, ways_in, strict=True)
        if not isinstance(way_in, DomainError)
    ]
    mark_read_all(marks)
    return [
        way_in if isinstance(way_in, DomainError) else events.Done(re=command.re)
        for (_, command), way_in in zip(asked, ways_in, strict=True)
    ]


def submit(asked: Sequence[tuple[Person, commands.Submit]]) -> list[Frame | Exception]:
    ways_in = in_rooms([(person, command.room) for person, command in asked])
    stored = iter(
        messages.submit_all(
            [
                messages.Wanted(*way_in, command.nonce, command.text, command.reply_to)
                for (_, command), way_in in zip(asked, ways_in, strict=True)
                if not isinstance(way_in, DomainError)
            ]
        )
    )
    return [
        _accepted(command, way_in if isinstance(way_in, DomainError) else next(stored))
        for (_, command), way_in in zip(asked, ways_in, strict=True)
    ]


def _accepted(command: commands.Submit, stored: Message | DomainError) -> Frame | DomainError:
    if isinstance(stored, DomainError):
        return stored
    return events.Accepted(re=command.re, nonce=command.nonce, message=stored.pk)


def _author(person: Person, message_id: UUID) -> Membership:
    """Who wrote it, which does not end with being put out of the room."""
    own = Message.objects.filter(pk=message_id, author__person=person)
    message = own.select_related("author").first()
    if message is None:
        raise DomainError(Code.MESSAGE_NOT_FOUND)
    return message.author


def withdraw(person: Person, command: commands.Withdraw) -> events.Done:
    messages.withdraw(_author(person, command.message), message_id=command.message)
    return events.Done(re=command.re)


def dismiss(person: Person, command: commands.Dismiss) -> events.Done:
    messages.dismiss(_author(person, command.message), message_id=command.message)
    return events.Done(re=command.re)


def language(person: Person, command: commands.SetLanguage) -> events.Done:
    set_language(person, command.language)
    return events.Done(re=command.re)


def phrase(person: Person, command: commands.RenewPhrase) -> events.Phrase:
    return events.Phrase(re=command.re, words=new_phrase(person))


def agree(person: Person, command: commands.AcceptAgreement) -> events.Done:
    accept_agreement(in_group(person, command.group), version=command.version)
    return events.Done(re=command.re)
