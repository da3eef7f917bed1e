"""The only writers of messages: check, change, append, ring, in one transaction each."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from forum import doorbell, env
from forum.errors import Code, DomainError
from forum.memberships.models import Membership
from forum.messages.models import HeldFor, Message
from forum.messages.states import State, before, refusal
from forum.messages.text import clean
from forum.permissions import Permission, requires, system_only
from forum.rooms.models import Room
from forum.sessions.opening import closed
from forum.timeline.actions import append
from forum.timeline.models import Kind

# A hand on a phone does not write faster; a script does.
BURST, BURST_SECONDS = int(8 * env.PACE), 10


@requires(Permission.TALK)
def submit(
    by: Membership, room: Room, *, nonce: UUID, text: str, reply_to: UUID | None = None
) -> Message:
    """Stores a message as PENDING. Returning means it is durable.

    The same nonce again gives the first message again. `room` must come from `access.in_room`.
    Errors: `text_empty`, `text_too_long`, `nonce_reused` (same nonce, other text), `paused`,
    `agreement_needed`, `room_closed`, `session_waiting`, `session_over`, `too_fast`,
    `reply_gone`.
    """
    text = clean(text)
    try:
        with transaction.atomic():
            return _first(by, room, nonce=nonce, text=text) or _store(
                by, room, nonce=nonce, text=text, reply_to=reply_to
            )
    except IntegrityError:
        # The same nonce arrived twice at once: the other one was stored.
        first = _first(by, room, nonce=nonce, text=text)
        if first is None:
            raise
        return first


def _first(by: Membership, room: Room, *, nonce: UUID, text: str) -> Message | None:
    message = Message.objects.filter(author=by, nonce=nonce).first()
    if message is None:
        return None
    # A withdrawn message has no text left to compare.
    withdrawn = message.state == State.WITHDRAWN
    if message.room_id != room.pk or (message.text != text and not withdrawn):
        raise DomainError(Code.NONCE_REUSED)
    return message


def _store(by: Membership, room: Room, *, nonce: UUID, text: str, reply_to: UUID | None) -> Message:
    now = timezone.now()
    if by.paused_until and by.paused_until > now:
        raise DomainError(Code.PAUSED, until=by.paused_until.isoformat())
    if (
        by.agreement_version
        != by.group.agreements.order_by("-version").values_list("version", flat=True)[:1].get()
    ):
        raise DomainError(Code.AGREEMENT_NEEDED)
    shut = closed(room, now)
    if shut is not None:
        opens_at = shut.opens_at.isoformat() if shut.opens_at else None
        raise DomainError(shut.code, opens_at=opens_at)
    recent = by.messages.filter(submitted_at__gt=now - timedelta(seconds=BURST_SECONDS)).count()
    if recent >= BURST:
        raise DomainError(Code.TOO_FAST, seconds=BURST_SECONDS)
    target = None
    if reply_to is not None:
        target = Message.objects.filter(pk=reply_to, room=room, state=State.PUBLISHED).first()
        if target is None:
            raise DomainError(Code.REPLY_GONE)
    message = Message.objects.create(
        room=room, author=by, nonce=nonce, text=text, reply_to=target, submitted_at=now
    )
    doorbell.ring(doorbell.SCREENING, doorbell.person(by.person_id))
    return message


def _move(message: Message, target: State, **facts: object) -> None:
    """The guarded step: exactly one row, or the refusal that says why."""
    moved = Message.objects.filter(pk=message.pk, state__in=before(target)).update(
        state=target, lease=None, lease_until=None, **facts
    )
    if not moved:
        current = Message.objects.values_list("state", flat=True).get(pk=message.pk)
        raise refusal(State(current), target)
    doorbell.ring(doorbell.person(message.author.person_id))


@system_only
@transaction.atomic
def publish(message: Message, *, content_note: str = "") -> None:
    """Gives it its place in the room: everyone there sees it."""
    _move(message, State.PUBLISHED, content_note=content_note, held_for="")
    append(message.room, Kind.MESSAGE, message_id=message.pk)


@system_only
@transaction.atomic
def hold(message: Message, *, why: HeldFor) -> None:
    """Keeps it from the others until a person has looked. Its author is told why."""
    _move(message, State.HELD, held_for=why)


@system_only
@transaction.atomic
def decline(message: Message, *, reason: str, words: str = "", rephrase: bool = False) -> None:
    """A held message is not shown; its author is told the reason and perhaps some words."""
    _move(message, State.DECLINED, **_told(reason, words, rephrase))


@system_only
@transaction.atomic
def remove(message: Message, *, reason: str, words: str = "", rephrase: bool = False) -> None:
    """A shown message is taken away; its author is told the reason and perhaps some words."""
    _move(message, State.REMOVED, **_told(reason, words, rephrase))
    append(message.room, Kind.GONE, message_id=message.pk)


def _told(reason: str, words: str, rephrase: bool) -> dict[str, object]:
    return {"reason": reason, "words": words, "rephrase": rephrase, "outcome_unread": True}


@requires(Permission.TALK)
@transaction.atomic
def withdraw(by: Membership, *, message_id: UUID) -> Message:
    """Deletes one's own message, whatever came of it; the text is gone from the row too.

    Errors: `message_not_found`, `not_from_here` (staff removed it), `already_there`.
    """
    message = (
        Message.objects.select_related("room", "author").filter(pk=message_id, author=by).first()
    )
    if message is None:
        raise DomainError(Code.MESSAGE_NOT_FOUND)
    _move(message, State.WITHDRAWN, text="", outcome_unread=False, words="")
    # Read after the guarded step: was it ever in the timeline?
    if message.entries.filter(kind=Kind.MESSAGE).exists():
        append(message.room, Kind.GONE, message_id=message.pk)
    return message


@requires(Permission.TALK)
@transaction.atomic
def dismiss(by: Membership, *, message_id: UUID) -> None:
    """The author has read the outcome."""
    if not Message.objects.filter(pk=message_id, author=by).update(outcome_unread=False):
        raise DomainError(Code.MESSAGE_NOT_FOUND)
    doorbell.ring(doorbell.person(by.person_id))
