"""What several messages say together, into frames: which they were, what they weighed, and their
text where it still exists and this moderator may be in that room."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, Literal, cast

from consumers.wire import events
from forum.errors import DomainError
from forum.memberships.access import in_rooms
from forum.memberships.models import Membership
from forum.messages.models import Message
from forum.messages.states import State
from moderation.cases.models import Case
from moderation.context import weighing
from moderation.context.models import Pattern
from moderation.context.queries import counted


def together(by: Membership, case: Case) -> list[events.Together]:
    """Of this case, for this moderator."""
    patterns = Pattern.objects.filter(message=case.message_id).select_related("toward")
    return [_together(by, pattern) for pattern in patterns.order_by("head")]


def _together(by: Membership, pattern: Pattern) -> events.Together:
    recent, earlier = pattern.made_of["means"] or (None, None)
    messages = counted(pattern)
    rooms = list({message.room_id for message in messages})
    entered = {
        room
        for room, way_in in zip(rooms, in_rooms([(by.person, room) for room in rooms]), strict=True)
        if not isinstance(way_in, DomainError)
    }
    return events.Together(
        head=cast(Literal["contact_pattern", "distress_rising"], pattern.head),
        score=pattern.score,
        limit=pattern.limit,
        version=pattern.version,
        toward=pattern.toward.alias if pattern.toward else None,
        half_life_days=pattern.made_of["half_life_days"],
        recent=recent,
        earlier=earlier,
        before=pattern.made_of["before"],
        messages=[_counted(message, pattern, message.room_id in entered) for message in messages],
    )


def _counted(message: Message, pattern: Pattern, entered: bool) -> events.CountedMessage:
    sign = message.sign if pattern.head == weighing.CONTACT else None
    if sign:
        head, score, carried = sign.head, sign.level, [{"head": sign.head, "spans": sign.spans}]
    else:
        numbers = weighing.load().distress
        score, head = weighing.level(message.verdict.scores, numbers.heads)
        carried = [one for one in message.verdict.findings if one["head"] in numbers.heads]
    shown = entered and message.state != State.WITHDRAWN
    return events.CountedMessage(
        id=message.pk,
        at=message.submitted_at,
        room_title=message.room.title,
        how=cast(Literal["reply", "mention", "nearby"], sign.how) if sign else None,
        head=head,
        score=score,
        segments=segments(message.text, carried) if shown else [],
        state=message.state,
        later=message.submitted_at > pattern.at,
    )


def segments(text: str, findings: list[dict[str, Any]]) -> list[events.Segment]:
    """The text cut wherever a finding's span begins or ends, each piece with its heads.

    Cut here, in code points, because the browser counts in other units.
    """
    spans = [
        (max(0, start), min(len(text), end), str(finding["head"]))
        for finding in findings
        for start, end in finding["spans"]
    ]
    cuts = sorted({0, len(text), *(s for s, _, _ in spans), *(e for _, e, _ in spans)})
    return [
        events.Segment(text=text[a:b], heads=sorted({h for s, e, h in spans if s <= a and b <= e}))
        for a, b in pairwise(cuts)
    ]
