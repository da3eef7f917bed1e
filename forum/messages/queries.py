"""What a given person may see of messages outside the timeline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import Count, Q

from forum.messages.models import Message
from forum.messages.states import State
from forum.people.models import Person
from forum.permissions import Role
from forum.sessions.models import Session


def unsettled(people: Sequence[Person]) -> list[Message]:
    """These people's own messages that are pending or held, or whose outcome is unread; oldest
    first, with room and author. Outcomes also of groups they were put out of: they may appeal."""
    return list(
        Message.objects.filter(
            Q(state__in=[State.PENDING, State.HELD], author__removed_at=None)
            | Q(outcome_unread=True),
            author__person__in=people,
        )
        .select_related("room", "author")
        .order_by("submitted_at")
    )


def around(message: Message, count: int) -> tuple[list[Message], list[Message]]:
    """The published messages of the same room before and after, `count` each, by when they were
    written."""
    seen = (
        Message.objects.filter(room=message.room_id, state=State.PUBLISHED)
        .exclude(pk=message.pk)
        .select_related("author")
    )
    earlier = seen.filter(submitted_at__lte=message.submitted_at).order_by("-submitted_at")
    later = seen.filter(submitted_at__gt=message.submitted_at).order_by("submitted_at")
    return list(earlier[:count])[::-1], list(later[:count])


def shares(sessions: Iterable[Session]) -> dict[UUID, tuple[int, int]]:
    """How many messages the adults and the young people have shown in each of these sessions."""
    rooms = {session.room_id: session.pk for session in sessions}
    young = Q(author__role=Role.PARTICIPANT)
    counted = (
        Message.objects.filter(room__in=rooms, state=State.PUBLISHED)
        .values_list("room")
        .annotate(adults=Count("pk", filter=~young), young=Count("pk", filter=young))
    )
    return {rooms[room]: (adults, young) for room, adults, young in counted}
