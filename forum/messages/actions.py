"""The only writers of messages: check, change, append, ring, in one transaction each."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Count, Max, Q
from django.utils import timezone

from forum import doorbell, env
from forum.errors import Code, DomainError
from forum.memberships.models import Membership
from forum.messages.models import HeldFor, Message
from forum.messages.states import State, before, refusal
from forum.messages.text import clean
from forum.permissions import Permission, requires, system_only
from forum.prepared import Prepared, PreparedUpdate
from forum.rooms.models import Room, RoomKind
from forum.sessions.opening import closed
from forum.timeline.actions import News, append, append_all
from forum.timeline.models import Entry, Kind

# A hand on a phone does not write faster; a script does. A load test's window is short as well, or
# each of its messages would count thousands.
BURST, BURST_SECONDS = int(8 * env.PACE), max(1, round(10 / env.PACE))


SLOWEST = timedelta(minutes=3)


@dataclass(frozen=True)
class Wanted:
    """A message somebody asks to send. `by` and `room` must come from `memberships.access`."""

    by: Membership
    room: Room
    nonce: UUID
    text: str
    reply_to: UUID | None = None


@requires(Permission.TALK)
def submit(
    by: Membership, room: Room, *, nonce: UUID, text: str, reply_to: UUID | None = None
) -> Message:
    """Stores one message; see `submit_all`. Raises its refusal."""
    [answer] = submit_all([Wanted(by, room, nonce, text, reply_to)])
    if isinstance(answer, DomainError):
        raise answer
    return answer


@system_only
def submit_all(wanted: Sequence[Wanted]) -> list[Message | DomainError]:
    """Stores messages as PENDING, all in one transaction: returning means they are durable.

    Gives for each the message or its refusal, in order. The same nonce again gives the first
    message again. Refusals: `not_allowed`, `text_empty`, `text_too_long`, `nonce_reused` (same
    nonce, other text), `paused`, `agreement_needed`, `room_closed`, `room_locked`,
    `session_waiting`, `session_over`, `not_your_turn`, `slow_down`, `too_fast`, `reply_gone`.
    """
    if not wanted:
        return []
    try:
        with transaction.atomic():
            return _submit_all(wanted)
    except IntegrityError:
        # Another process stored one of these nonces at the same moment. Now it can be seen.
        answers: list[Message | DomainError] = []
        for one in wanted:
            with transaction.atomic():
                answers += _submit_all([one])
        return answers


def _submit_all(wanted: Sequence[Wanted]) -> list[Message | DomainError]:
    now = timezone.now()
    authors = list({one.by.pk for one in wanted})
    # What these nonces have made already.
    stored = {
        (row.author_id, row.nonce): row
        for row in _stored_as(authors, list({one.nonce for one in wanted}))
    }
    check = _Check(wanted, authors, now)
    fresh: list[Message] = []
    answers: list[Message | DomainError] = []
    for one in wanted:
        try:
            text = clean(one.text)
            message = stored.get((one.by.pk, one.nonce))
            if message is None:
                message = Message(
                    room=one.room,
                    author=one.by,
                    nonce=one.nonce,
                    text=text,
                    reply_to=check(one),
                    submitted_at=check.moment(one.by),
                )
                stored[one.by.pk, one.nonce] = message
                fresh.append(message)
            answers.append(_same(message, one.room, text))
        except DomainError as refusal:
            answers.append(refusal)
    Message.objects.bulk_create(fresh)
    if fresh:
        doorbell.ring(doorbell.SCREENING)
    return answers


_stored_as = Prepared(
    lambda authors, nonces: Message.objects.filter(author__in=authors, nonce__in=nonces)
)
_written_since: Prepared[tuple[UUID, int, datetime | None]] = Prepared(
    # For each author how many, not counting what a clock that was wrong has dated ahead; and when
    # the newest was written that is still pending.
    lambda authors, since, until: (
        Message.objects.filter(author__in=authors, submitted_at__gt=since)
        .values_list("author")
        .annotate(
            written=Count("pk", filter=Q(submitted_at__lt=until)),
            newest=Max("submitted_at", filter=Q(state=State.PENDING)),
        )
    )
)


def _last_written(
    authors: list[UUID], rooms: set[UUID], now: datetime
) -> dict[tuple[UUID, UUID], datetime]:
    """When each wrote in each room last, of late. What was taken back counts."""
    late = Message.objects.filter(
        author__in=authors, room__in=rooms, submitted_at__gt=now - SLOWEST, submitted_at__lte=now
    )
    rows = late.values_list("author", "room").annotate(last=Max("submitted_at"))
    return {(author, room): last for author, room, last in rows}


def _why(reason: str) -> dict[str, str]:
    return {"why": reason} if reason else {}


def _same(message: Message, room: Room, text: str) -> Message:
    # A withdrawn message has no text left to compare.
    withdrawn = message.state == State.WITHDRAWN
    if message.room_id != room.pk or (message.text != text and not withdrawn):
        raise DomainError(Code.NONCE_REUSED)
    return message


class _Check:
    """Whether each may be sent now. What that depends on is read at once for all."""

    def __init__(self, wanted: Sequence[Wanted], authors: list[UUID], now: datetime) -> None:
        self._now = now
        since, until = now - timedelta(seconds=BURST_SECONDS), now + timedelta(seconds=1)
        self._recent: Counter[UUID] = Counter()
        self._newest: dict[UUID, datetime] = {}
        for author, count, newest in _written_since(authors, since, until):
            self._recent[author] = count
            if newest:
                self._newest[author] = newest
        replies = {one.reply_to for one in wanted if one.reply_to}
        slow = {one.room.pk for one in wanted if one.room.slow_seconds}
        self._last = _last_written(authors, slow, now) if slow else {}
        self._targets = Message.objects.in_bulk(replies) if replies else {}

    def __call__(self, one: Wanted) -> Message | None:
        """The message replied to, if any. Raises the refusal."""
        by, room, now = one.by, one.room, self._now
        if not by.may(Permission.TALK):
            raise DomainError(Code.NOT_ALLOWED)
        if by.paused_until and by.paused_until > now:
            until = by.paused_until.isoformat()
            raise DomainError(Code.PAUSED, until=until, **_why(by.pause_reason))
        if by.agreement_version != room.group.agreement_version:
            raise DomainError(Code.AGREEMENT_NEEDED)
        shut = closed(room, now)
        if shut is not None:
            opens_at = shut.opens_at.isoformat() if shut.opens_at else None
            raise DomainError(shut.code, opens_at=opens_at, **_why(shut.why))
        if room.kind == RoomKind.SESSION and room.session.circling:
            if room.session.speaker_id != by.pk:
                raise DomainError(Code.NOT_YOUR_TURN)
        elif wait := self._wait(by, room):
            raise DomainError(Code.SLOW_DOWN, seconds=wait)
        if self._recent[by.pk] >= BURST:
            raise DomainError(Code.TOO_FAST, seconds=BURST_SECONDS)
        target = self._targets.get(one.reply_to) if one.reply_to else None
        if one.reply_to and (
            target is None or target.room_id != room.pk or target.state != State.PUBLISHED
        ):
            raise DomainError(Code.REPLY_GONE)
        self._recent[by.pk] += 1
        self._last[by.pk, room.pk] = now
        return target

    def _wait(self, by: Membership, room: Room) -> int:
        """How many seconds one still waits in a slow room; adults do not."""
        last = self._last.get((by.pk, room.pk))
        if not room.slow_seconds or by.is_staff or last is None:
            return 0
        waited = (self._now - last).total_seconds()
        return max(0, math.ceil(room.slow_seconds - waited - 0.05))  # a clock is no more exact

    def moment(self, by: Membership) -> datetime:
        """When this one counts as written: now, but after what the author has pending, whatever
        the clock did since. Their order is the order in which they are shown."""
        newest = self._newest.get(by.pk, self._now)
        self._newest[by.pk] = max(self._now, newest + timedelta(microseconds=1))
        return self._newest[by.pk]


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
    append(message.room_id, Kind.MESSAGE, message=message.pk)


_publish = PreparedUpdate(
    lambda pending: (
        Message.objects.filter(pk__in=pending, state=State.PENDING),
        {"state": State.PUBLISHED, "lease": None, "lease_until": None},
    )
)


@system_only
@transaction.atomic(savepoint=False)
def publish_all(pending: Sequence[Message]) -> None:
    """Gives pending messages their places, in this order. All or none."""
    moved = _publish([message.pk for message in pending])
    if moved != len(pending):
        raise DomainError(Code.NOT_FROM_HERE)
    # Nobody's own messages change by this in a way that the room does not tell: no other bell.
    append_all([News(message.room_id, Kind.MESSAGE, message.pk) for message in pending])


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
    append(message.room_id, Kind.GONE, message=message.pk)


@system_only
@transaction.atomic
def restore(message: Message, *, content_note: str = "") -> None:
    """What was taken from its author is given back: in its old place where it was shown once, and
    else as the newest. Its author is told."""
    shown = message.state == State.REMOVED
    _move(
        message,
        State.PUBLISHED,
        content_note=content_note,
        held_for="",
        **_told("", "", rephrase=False),
    )
    append(message.room_id, Kind.BACK if shown else Kind.MESSAGE, message=message.pk)


@system_only
@transaction.atomic
def tell(message: Message, *, words: str) -> None:
    """Other words on an outcome that stands."""
    facts = {"outcome_unread": True} | ({"words": words} if words else {})
    Message.objects.filter(pk=message.pk).update(**facts)
    doorbell.ring(doorbell.person(message.author.person_id))


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
        append(message.room_id, Kind.GONE, message=message.pk)
    return message


@requires(Permission.TALK)
@transaction.atomic
def dismiss(by: Membership, *, message_id: UUID) -> None:
    """The author has read the outcome."""
    if not Message.objects.filter(pk=message_id, author=by).update(outcome_unread=False):
        raise DomainError(Code.MESSAGE_NOT_FOUND)
    doorbell.ring(doorbell.person(by.person_id))


@system_only
def forget(ids: Collection[UUID]) -> None:
    """These messages are gone, with their places in the timeline and all that was known of them."""
    Message.objects.filter(pk__in=ids).delete()


@system_only
def blank(ids: Collection[UUID]) -> None:
    """Nothing of what was written in these stays, nor where it stood; what was decided on them
    does."""
    Entry.objects.filter(message__in=ids).delete()
    Message.objects.filter(pk__in=ids).update(
        text="", content_note="", words="", outcome_unread=False
    )
