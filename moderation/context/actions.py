"""The one writer of signs and patterns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import structlog
from django.db import transaction
from django.utils import timezone

from forum.memberships.models import Membership
from forum.messages.models import Message
from forum.permissions import system_only
from forum.rooms.models import APART
from moderation.context import queries, weighing
from moderation.context.addressed import addressed, around
from moderation.context.models import Pattern, Sign
from moderation.context.weighing import Mark, Weighed
from moderation.screening.phases import Screened, by_context
from moderation.screening.verdict import Queue

log = structlog.get_logger(__name__)

Settled = tuple[Message, Screened]
Found = tuple[Message, UUID | None, Weighed]  # the one toward whom, if any


@system_only
def remember(screened: Sequence[Settled]) -> list[Settled]:
    """Keeps the signs among these messages, and adds what they say together with earlier ones.

    Called in the settling transaction, before anything of these messages is written; gives them
    back in their order. Asks the database nothing where no message bears a sign. A failure here is
    logged and holds no message up: each has been judged by itself already.
    """
    try:
        found = _found(screened)
    except Exception:
        log.error("context_not_weighed", exc_info=True)
        return list(screened)
    weighed: dict[UUID, list[Weighed]] = {}
    for message, _, one in found:
        weighed.setdefault(message.pk, []).append(one)
    return [
        (message, by_context(outcome, weighed[message.pk]) if message.pk in weighed else outcome)
        for message, outcome in screened
    ]


def _found(screened: Sequence[Settled]) -> list[Found]:
    # Whose batch came in which order says nothing; when they were written does.
    in_time = sorted(screened, key=lambda one: (one[0].submitted_at, one[0].pk))
    wary = [one for one in in_time if _wary(*one)]
    heavy = [one for one in in_time if _heavy(*one)]
    if not wary and not heavy:
        return []
    with transaction.atomic():
        _one_at_a_time([message for message, _ in [*wary, *heavy]])
        found = [*_contact(wary), *_distress(heavy, in_time)]
        Pattern.objects.bulk_create([_pattern(*one) for one in found])
    return found


def _wary(message: Message, outcome: Screened) -> bool:
    numbers, room = weighing.load().contact, message.room
    # In a side room two adults ask a young person whatever they must.
    followed = room.group.follow_contact and room.kind not in APART
    return followed and weighing.level(outcome.levels, numbers.heads)[0] > numbers.floor


def _heavy(message: Message, outcome: Screened) -> bool:
    numbers, room = weighing.load().distress, message.room
    followed = room.group.follow_distress and room.kind not in APART
    return (
        followed
        and not message.author.is_staff
        and weighing.level(outcome.scores, numbers.heads)[0] > numbers.floor
    )


def _one_at_a_time(messages: Sequence[Message]) -> None:
    """Two workers that settle messages of the same author, in two rooms or when giving up, would
    both find the same."""
    authors = {message.author_id for message in messages}
    # Others may still store messages of theirs meanwhile.
    locked = Membership.objects.select_for_update(no_key=True).filter(pk__in=authors)
    list(locked.order_by("pk").values_list("pk"))


def _contact(wary: Sequence[Settled]) -> list[Found]:
    if not wary:
        return []
    numbers = weighing.load().contact
    known = queries.pairs(
        list({message.author_id for message, _ in wary}),
        timezone.now() - timedelta(days=numbers.days),
    )
    signs: list[Sign] = []
    found: list[Found] = []
    for (message, outcome), circumstances in zip(
        wary, around([message for message, _ in wary]), strict=True
    ):
        toward = addressed(circumstances)
        if toward is None:
            continue
        height, head = weighing.level(outcome.levels, numbers.heads)
        sign = Sign(
            message=message,
            room=message.room,
            author=message.author,
            toward_id=toward.member,
            how=toward.how,
            head=head,
            level=round(height, 4),
            spans=outcome.carrying.get(head, ()),
            at=message.submitted_at,
        )
        signs.append(sign)
        pair = (message.room_id, message.author_id, toward.member)
        marks = known.signs.setdefault(pair, [])
        marks.append(Mark(message.pk, sign.at, sign.level))
        weighed = weighing.contact(marks, message.submitted_at)
        if weighed.found and pair not in known.open:
            known.open.add(pair)
            found.append((message, toward.member, weighed))
    Sign.objects.bulk_create(signs)
    return found


def _distress(heavy: Sequence[Settled], in_time: Sequence[Settled]) -> list[Found]:
    if not heavy:
        return []
    numbers, now = weighing.load().distress, timezone.now()
    members = list({message.author_id for message, _ in heavy})
    known = {member: queries.levels(member) for member in members}
    cared_for = queries.cared_for(
        list({message.room.group_id for message, _ in heavy}),
        members,
        now - timedelta(days=numbers.quiet_days),
    )
    bearing = {message.pk for message, _ in heavy}
    found: list[Found] = []
    # Their harmless messages of this batch count as well.
    for message, outcome in in_time:
        member = message.author_id
        if member not in known or not outcome.scores or message.room.kind in APART:
            continue
        marks = known[member]
        height, _ = weighing.level(outcome.scores, numbers.heads)
        marks.append(Mark(message.pk, message.submitted_at, round(height, 4)))
        weighed = weighing.distress(marks, message.submitted_at)
        if message.pk in bearing and weighed.found and member not in cared_for:
            found.append((message, None, weighed))
            cared_for.add(member)
        if outcome.decision.queue == Queue.CARE:
            cared_for.add(member)
    return found


def _pattern(message: Message, toward: UUID | None, weighed: Weighed) -> Pattern:
    return Pattern(
        message=message,
        head=weighed.head,
        author=message.author,
        toward_id=toward,
        at=message.submitted_at,
        score=round(weighed.score, 4),
        limit=weighed.limit,
        version=weighed.version,
        made_of={
            "counted": [
                [str(one.mark.message), round(one.mark.level, 4), round(one.part, 4)]
                for one in weighed.counted
            ],
            "means": [round(one, 4) for one in weighed.means] if weighed.means else None,
            "before": weighed.before,
            "half_life_days": weighing.load().contact.half_life_days if toward else None,
        },
    )
