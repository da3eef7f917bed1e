"""Screening's writers: take pending messages, settle their fate, give up on those nobody scored."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import asdict
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import DateTimeField, ExpressionWrapper, F, Value
from django.utils import timezone

from forum.attendance.queries import adults_here, is_short
from forum.messages import actions as messages
from forum.messages import pending
from forum.messages.models import Message
from forum.messages.states import State
from forum.permissions import system_only
from forum.rooms.models import Mode, RoomKind, Unscored
from moderation.cases.actions import open_case
from moderation.context.actions import remember
from moderation.limits.queries import InForce, limits_in_force
from moderation.screening.models import Verdict
from moderation.screening.phases import Draft, Screened, unscored
from moderation.screening.verdict import Fate, Policy

log = structlog.get_logger(__name__)

# Renewed while a scorer thinks. So long an author waits when the worker that has it dies.
LEASE_SECONDS = 4
OVERTAKING_SECONDS = 0.2


@system_only
def take(worker: UUID) -> list[tuple[Message, Draft]]:
    """The oldest free pending messages, leased to this worker, ready for the phases."""
    leased = pending.lease(worker, seconds=LEASE_SECONDS)
    if not leased:
        return []
    limits = limits_in_force()
    short = _short(leased)
    return [(message, draft(message, limits, short)) for message in leased]


def _short(messages: Sequence[Message]) -> frozenset[UUID]:
    """The rooms of these where a session is on with fewer adults than its group asks. Asked anew
    each time: a loop that has died must not leave young people alone."""
    sessions = {
        message.room_id: message.room.session
        for message in messages
        if message.room.kind == RoomKind.SESSION
    }
    if not sessions:
        return frozenset()
    for message in messages:
        if message.room_id in sessions:
            sessions[message.room_id].group = message.room.group
    adults = adults_here([session.pk for session in sessions.values()], timezone.now())
    return frozenset(room for room, session in sessions.items() if is_short(session, adults))


def draft(message: Message, limits: InForce, short: Set[UUID] = frozenset()) -> Draft:
    """Gathers what the phases need to know of a message (with its room, group and author)."""
    author, group = message.author, message.room.group
    newcomer = False
    if group.first_held and not author.is_staff:
        settled = author.messages.exclude(state__in=[State.PENDING, State.WITHDRAWN])
        newcomer = settled.exclude(pk=message.pk).count() < group.first_held
    return Draft(
        message=message.pk,
        text=message.text,
        room_language=group.language,
        policy=Policy(Mode(author.mode or group.mode), Unscored(group.unscored)),
        staff=author.is_staff,
        newcomer=newcomer,
        short_of_adults=message.room_id in short,
        apart=message.room.kind == RoomKind.BACK and author.is_staff,
        limits=limits.of(group.pk),
    )


@system_only
@transaction.atomic
def settle_all(screened: Sequence[tuple[Message, Screened]], worker: UUID) -> int:
    """Carries decisions out, in this order. Returns how many: not those whose lease was lost or
    whose author withdrew meanwhile; what would overtake an older one is given back for a moment."""
    ready = pending.settleable([message for message, _ in screened], worker)
    late = [message for message, _ in screened if message.pk not in ready]
    if late:
        pending.give_back(late, worker, seconds=OVERTAKING_SECONDS)
    _carry_out([(message, outcome) for message, outcome in screened if message.pk in ready])
    return len(ready)


@system_only
def give_up(limit: int = 100) -> int:
    """Settles as "not scored" what has waited longer than its group's patience. Returns how many.

    Whoever scores one of them at the same moment loses the race, or this does: the message's
    state is compared and set in both.
    """
    deadline = ExpressionWrapper(
        Value(timezone.now()) - F("room__group__patience"), output_field=DateTimeField()
    )
    late = (
        Message.objects.filter(state=State.PENDING, submitted_at__lt=deadline)
        .select_related("room__group", "room__session", "author")
        .order_by("submitted_at")[:limit]
    )
    limits = limits_in_force()
    return sum(_give_up_on(message, limits) for message in late)


def _give_up_on(message: Message, limits: InForce) -> bool:
    try:
        with transaction.atomic():
            locked = Message.objects.filter(pk=message.pk, state=State.PENDING)
            if not locked.update(lease=None):
                return False
            screened = unscored(draft(message, limits, _short([message])))
            _carry_out([(message, screened)])
            return True
    except Exception:
        # It stays pending, shown to nobody; the others must not wait for it.
        log.error("not_given_up", exc_info=True)
        return False


def _carry_out(screened: Sequence[tuple[Message, Screened]]) -> None:
    screened = remember(screened)
    Verdict.objects.bulk_create(
        [
            Verdict(
                message=message,
                fate=outcome.decision.fate,
                language=outcome.language,
                scorer=outcome.scorer,
                scores=outcome.scores,
                opinions=outcome.opinions,
                findings=[asdict(finding) for finding in outcome.findings],
                limits=outcome.limits,
                rules=outcome.rules,
            )
            for message, outcome in screened
        ]
    )
    seen = [message for message, outcome in screened if outcome.decision.fate == Fate.PUBLISH]
    if seen:
        messages.publish_all(seen)
    for message, outcome in screened:
        decision = outcome.decision
        if decision.fate != Fate.PUBLISH:
            assert decision.held_for is not None
            messages.hold(message, why=decision.held_for)
        if decision.queue is not None:
            open_case(
                message,
                queue=decision.queue,
                severity=decision.severity,
                because=list(decision.because),
            )
