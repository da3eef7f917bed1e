"""Whom a message is directed at, or nobody. Wrong guesses accuse somebody: when in doubt, nobody.

The author of what it answers; else the one member whose alias stands in it; else the one other
person who has written in the room lately, if there is exactly one. Only young people are ever the
one addressed: asking an adult of the group for a talk alone is what they are there for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from forum.memberships.models import Membership
from forum.messages.models import Message
from forum.permissions import Role
from forum.prepared import Prepared
from forum.timeline.models import Entry
from moderation.context.models import How

NEAR = 20  # entries
LATELY = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Toward:
    """A member, and how one knows."""

    member: UUID
    how: How


@dataclass(frozen=True, slots=True)
class Around:
    """What one has to know of a message to say whom it is directed at. `answers`: who wrote what it
    answers. `young`: the young people of the group with their aliases. `lately`: who wrote in the
    room in the last minutes."""

    author: UUID
    text: str
    answers: UUID | None
    young: dict[UUID, str]
    lately: frozenset[UUID]


def addressed(around: Around) -> Toward | None:
    """The member this message is directed at."""
    if around.answers is not None and around.answers != around.author:
        return _young(around.answers, How.REPLY, around)
    named = [
        member
        for member, alias in around.young.items()
        if member != around.author and _names(around.text, alias)
    ]
    if named:
        return Toward(named[0], How.MENTION) if len(named) == 1 else None
    others = list(around.lately - {around.author})
    return _young(others[0], How.NEARBY, around) if len(others) == 1 else None


def _young(member: UUID, how: How, around: Around) -> Toward | None:
    return Toward(member, how) if member in around.young else None


def _names(text: str, alias: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(alias)}(?!\w)", text, re.IGNORECASE))


_answered: Prepared[tuple[UUID, UUID]] = Prepared(
    lambda messages: Message.objects.filter(pk__in=messages).values_list("pk", "author")
)
_young_people: Prepared[tuple[UUID, UUID, str]] = Prepared(
    lambda groups, role: Membership.objects.filter(
        group__in=groups, removed_at=None, role=role
    ).values_list("group", "pk", "alias")
)
_lately: Prepared[tuple[UUID, datetime]] = Prepared(
    lambda room: (
        Entry.objects.filter(room=room, message__isnull=False)
        .order_by("-seq")
        .values_list("message__author", "at")[:NEAR]
    )
)


def around(messages: Sequence[Message]) -> list[Around]:
    """What is around each of these messages (loaded with their rooms): a question for each room,
    and two."""
    replies = list({one.reply_to_id for one in messages if one.reply_to_id})
    answered = dict(_answered(replies)) if replies else {}
    young: dict[UUID, dict[UUID, str]] = {}
    for group, member, alias in _young_people(
        list({one.room.group_id for one in messages}), Role.PARTICIPANT.value
    ):
        young.setdefault(group, {})[member] = alias
    # One by one: joined for all, PostgreSQL reads the whole table of messages instead.
    written = {room: _lately(room) for room in {one.room_id for one in messages}}
    return [
        Around(
            author=one.author_id,
            text=one.text,
            answers=answered.get(one.reply_to_id) if one.reply_to_id else None,
            young=young.get(one.room.group_id, {}),
            lately=frozenset(
                author
                for author, at in written[one.room_id]
                if abs(one.submitted_at - at) <= LATELY
            ),
        )
        for one in messages
    ]
