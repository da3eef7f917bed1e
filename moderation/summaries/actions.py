"""The only writer of summaries."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from forum import doorbell
from forum.messages.models import Message
from forum.messages.states import State
from forum.permissions import Role, system_only
from forum.sessions.models import Session
from forum.sessions.states import SessionState
from moderation.summaries.models import Summary
from moderation.summaries.themes import themes

PEOPLE_FEWEST = 3
# What waits for a person's look when a session ends may still be shown.
SETTLED = timedelta(minutes=1)


@system_only
def write_summaries() -> int:
    """One for each session that is over and has none. Returns how many."""
    over = Session.objects.filter(
        state=SessionState.OVER, summary=None, closed_at__lt=timezone.now() - SETTLED
    )
    return sum(_write(session) for session in over)


@transaction.atomic
def _write(session: Session) -> bool:
    people: dict[str, set[UUID]] = defaultdict(set)
    said = Message.objects.filter(
        room=session.room_id, state=State.PUBLISHED, author__role=Role.PARTICIPANT
    )
    for author, text in said.values_list("author", "text"):
        for theme in themes(text):
            people[theme].add(author)
    shared = [theme for theme, who in people.items() if len(who) >= PEOPLE_FEWEST]
    shared.sort(key=lambda theme: (-len(people[theme]), theme))
    _, fresh = Summary.objects.get_or_create(
        session=session, defaults={"themes": shared, "at": timezone.now()}
    )
    doorbell.ring(doorbell.group(session.group_id))
    return fresh
