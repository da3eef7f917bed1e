"""What is known of earlier messages. Compiled once, and each bounded: it costs the same however
long somebody has been here."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from forum.messages.models import Message
from forum.messages.states import State
from forum.prepared import Prepared
from forum.rooms.models import APART
from moderation.cases.models import Case
from moderation.cases.states import CaseState
from moderation.context.models import Pattern, Sign
from moderation.context.weighing import CONTACT, DISTRESS, Mark, level, load
from moderation.screening.verdict import Queue

# Of all authors asked for together; the newest count.
SIGNS_MOST = 200
# Of each member.
LOOKED_BACK = 40

Pair = tuple[UUID, UUID, UUID]  # room, author, toward


@dataclass
class Pairs:
    """What is known of pairs: the signs that no person has looked at together yet, and the pairs on
    which a case is open."""

    signs: dict[Pair, list[Mark]] = field(default_factory=dict)
    open: set[Pair] = field(default_factory=set)


_signs: Prepared[tuple[UUID, UUID, UUID, UUID, datetime, float]] = Prepared(
    # What a person has found to be fine was no sign.
    lambda authors, since: (
        Sign.objects.filter(author__in=authors, at__gte=since)
        .exclude(message__cases__reason="fine")
        .order_by("-at")
        .values_list("room", "author", "toward", "message", "at", "level")[:SIGNS_MOST]
    )
)
_raised: Prepared[tuple[UUID, UUID, UUID, str | None, datetime | None]] = Prepared(
    lambda authors, since, head: (
        Pattern.objects.filter(author__in=authors, at__gte=since, head=head)
        .order_by("-at")
        .values_list(
            "message__room",
            "author",
            "toward",
            "message__cases__state",
            "message__cases__decided_at",
        )[:SIGNS_MOST]
    )
)


def pairs(authors: list[UUID], since: datetime) -> Pairs:
    """What is known of these authors toward others."""
    known = Pairs()
    spent: dict[Pair, datetime] = {}
    for room, author, toward, state, decided in _raised(authors, since, CONTACT):
        pair = (room, author, toward)
        if decided is not None:
            spent[pair] = max(decided, spent.get(pair, decided))
        elif state is not None:
            known.open.add(pair)
    for room, author, toward, message, at, height in _signs(authors, since):
        pair = (room, author, toward)
        if pair not in spent or at > spent[pair]:
            known.signs.setdefault(pair, []).append(Mark(message, at, height))
    return known


_levels: Prepared[tuple[UUID, datetime, dict[str, float]]] = Prepared(
    lambda member: (
        Message.objects.filter(author=member, verdict__isnull=False)
        .exclude(state=State.WITHDRAWN)
        .exclude(room__kind__in=APART)
        .order_by("-submitted_at")
        .values_list("pk", "submitted_at", "verdict__scores")[:LOOKED_BACK]
    )
)
_cared_for: Prepared[tuple[UUID]] = Prepared(
    lambda groups, members, since: Case.objects.filter(
        Q(queue=Queue.CARE) | Q(message__patterns__head=DISTRESS),
        ~Q(state=CaseState.DECIDED) | Q(decided_at__gte=since),
        group__in=groups,
        message__author__in=members,
    ).values_list("message__author")
)


def levels(member: UUID) -> list[Mark]:
    """How heavily this member wrote in the newest messages; not what was taken back, and not in
    side rooms."""
    heads = load().distress.heads
    return [
        Mark(message, at, level(scores, heads)[0])
        for message, at, scores in _levels(member)
        if scores
    ]


def cared_for(groups: list[UUID], members: list[UUID], since: datetime) -> set[UUID]:
    """Those of these members of whom an adult has a care case, or has decided one since."""
    return {member for (member,) in _cared_for(groups, members, since)}


def counted(pattern: Pattern) -> list[Message]:
    """The messages a pattern was made of, and the pair's signs since; oldest first, with their
    rooms, signs and verdicts."""
    made_of = [message for message, _, _ in pattern.made_of["counted"]]
    since = Q(
        sign__author=pattern.author_id,
        sign__toward=pattern.toward_id,
        sign__at__gt=pattern.at,
        room=pattern.message.room_id,
    )
    which = Q(pk__in=made_of) | since if pattern.head == CONTACT else Q(pk__in=made_of)
    newest = Message.objects.filter(which).select_related("room", "sign", "verdict")
    return list(newest.order_by("-submitted_at")[:LOOKED_BACK])[::-1]
