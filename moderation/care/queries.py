"""Where a room may be told that somebody is being looked after."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Max, Q

from forum.messages.states import State
from forum.timeline.models import Entry, Kind
from moderation.cases.models import Decision
from moderation.cases.outcomes import PUTS_OUT, TAKES_AWAY, UNSETTLING
from moderation.cases.states import Appeal

RECENT = timedelta(hours=2)
APART = timedelta(minutes=10)


@dataclass(frozen=True)
class Note:
    """Something happened that a room may be told of: `possible` now, or said a moment ago.
    `turns_at`: when time alone changes that."""

    possible: bool
    turns_at: datetime


def noteworthy(rooms: Iterable[UUID], now: datetime) -> dict[UUID, Note]:
    """Those of these rooms where something was taken away for safety, or somebody put out, of
    late, and stands."""
    rooms = list(rooms)
    if not rooms:
        return {}
    gone = Q(case__message__state__in=[State.DECLINED, State.REMOVED], reason__in=UNSETTLING)
    taken = gone & Q(action__in=TAKES_AWAY)
    happened = (
        Decision.objects.filter(
            taken | Q(action__in=PUTS_OUT),
            case__message__room__in=rooms,
            on_appeal=False,
            at__gt=now - RECENT,
            at__lte=now,
        )
        .exclude(case__appeal=Appeal.REVERSED)
        .values_list("case__message__room")
        .annotate(last=Max("at"))
    )
    lately = Entry.objects.filter(
        room__in=rooms, kind=Kind.LOOKED_AFTER, at__gt=now - APART, at__lte=now
    )
    said = dict(lately.values_list("room").annotate(last=Max("at")))
    return {
        room: Note(
            possible=room not in said,
            turns_at=min(last + RECENT, said[room] + APART) if room in said else last + RECENT,
        )
        for room, last in happened
    }
