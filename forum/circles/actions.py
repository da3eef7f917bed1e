"""The only writers of talking circles. Each holds the circle's row, looks who is there, and writes
what `turns` makes of it; the session carries whose turn it is, where messages are checked."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from forum import doorbell
from forum.circles import turns
from forum.circles.models import TalkingCircle
from forum.circles.queries import belonging, present
from forum.errors import Code, DomainError
from forum.memberships.models import Membership
from forum.messages.models import Message
from forum.messages.states import State
from forum.permissions import Permission, requires, system_only
from forum.sessions.actions import find
from forum.sessions.models import Session
from forum.sessions.states import SessionState
from forum.timeline.actions import append
from forum.timeline.models import Kind

SECONDS_MIN, SECONDS_MAX = 15, 600
QUESTION_MAX = 200

Change = Callable[[turns.Circle, Collection[str]], turns.Circle]


@requires(Permission.LEAD)
@transaction.atomic
def begin(
    by: Membership, *, session_id: UUID, question: str, turn_seconds: int, with_adults: bool
) -> TalkingCircle:
    """A round among those who are there, the young people first, in the order they came. Errors:
    `session_not_found`, `not_from_here` unless the session is open, `circle_unfit`,
    `already_there`."""
    session = find(by, session_id)
    if session.state != SessionState.OPEN:
        raise DomainError(Code.NOT_FROM_HERE)
    question = " ".join(question.split())
    if not SECONDS_MIN <= turn_seconds <= SECONDS_MAX or len(question) > QUESTION_MAX:
        raise DomainError(Code.CIRCLE_UNFIT, min=SECONDS_MIN, max=SECONDS_MAX)
    try:
        with transaction.atomic():
            circle = TalkingCircle.objects.create(
                session=session,
                question=question,
                turn_seconds=turn_seconds,
                with_adults=with_adults,
                began_at=timezone.now(),
            )
    except IntegrityError as error:
        raise DomainError(Code.ALREADY_THERE) from error
    there = _there(circle)
    append(session.room_id, Kind.CIRCLE_BEGAN)
    _write(circle, turns.begin(there, there))
    return circle


@requires(Permission.TALK)
@transaction.atomic
def end_turn(by: Membership, *, session_id: UUID) -> None:
    """I am done. Errors: `session_not_found`, `circle_not_found`, `not_your_turn`."""
    _mine(by, session_id, lambda now, there: turns.end_turn(now, str(by.pk), there))


@requires(Permission.TALK)
@transaction.atomic
def pass_on(by: Membership, *, session_id: UUID) -> None:
    """I pass. Errors: `session_not_found`, `circle_not_found`, `not_your_turn`."""
    _mine(by, session_id, lambda now, there: turns.pass_on(now, str(by.pk), there))


@requires(Permission.LEAD)
@transaction.atomic
def move_on(by: Membership, *, session_id: UUID) -> None:
    """As if the time were up. Errors: `session_not_found`, `circle_not_found`."""
    circle = _on(find(by, session_id))
    _write(circle, _time_is_up(circle, _there(circle)))


@requires(Permission.LEAD)
@transaction.atomic
def end(by: Membership, *, session_id: UUID) -> None:
    """The round is over. Errors: `session_not_found`, `circle_not_found`."""
    _write(_on(find(by, session_id)), turns.Circle())


@system_only
def turn() -> int:
    """A look at every circle that is on: those who came late, left or are back, and turns that are
    over. Returns how many it changed."""
    on = list(TalkingCircle.objects.filter(ended_at=None).select_related("session"))
    there, members = present(on), belonging(on)
    # Looked at together first: of many circles few change in one second.
    return sum(
        _look(circle.pk)
        for circle in on
        if _stirs(circle, there[circle.pk], members[circle.session.group_id])
    )


def _stirs(circle: TalkingCircle, there: list[str], members: frozenset[str]) -> bool:
    was = turns.load(circle.turns)
    return (
        circle.session.state != SessionState.OPEN
        or _moved(was, there, members) != was
        or was.over
        or _due(circle)
    )


def _moved(was: turns.Circle, there: list[str], members: frozenset[str]) -> turns.Circle:
    """As who is there and who belongs there would have it."""
    now = was
    for who in was.people:
        if who not in members:
            now = turns.leave(now, who, there)
    for who in there:
        now = turns.join(now, who, there)
    return turns.look(now, there)


def _due(circle: TalkingCircle) -> bool:
    return circle.turn_ends_at is not None and circle.turn_ends_at <= timezone.now()


@transaction.atomic
def _look(pk: UUID) -> bool:
    circle = TalkingCircle.objects.select_for_update().filter(pk=pk, ended_at=None).first()
    if circle is None:
        return False
    was = turns.load(circle.turns)
    if circle.session.state != SessionState.OPEN:
        _write(circle, turns.Circle())
        return True
    there = _there(circle)
    now = _moved(was, there, belonging([circle])[circle.session.group_id])
    if _due(circle) and now.speaker == was.speaker:
        now = _time_is_up(circle, there, now)
    if now == was and not now.over:
        return False
    _write(circle, now)
    return True


def _mine(by: Membership, session_id: UUID, change: Change) -> None:
    circle = _on(find(by, session_id))
    was = turns.load(circle.turns)
    if was.speaker != str(by.pk):
        raise DomainError(Code.NOT_YOUR_TURN)
    _write(circle, change(was, _there(circle)))


def _on(session: Session) -> TalkingCircle:
    circle = (
        TalkingCircle.objects.select_for_update().filter(session=session, ended_at=None).first()
    )
    if circle is None:
        raise DomainError(Code.CIRCLE_NOT_FOUND)
    return circle


def _there(circle: TalkingCircle) -> list[str]:
    return present([circle])[circle.pk]


def _time_is_up(
    circle: TalkingCircle, there: Collection[str], now: turns.Circle | None = None
) -> turns.Circle:
    now = now or turns.load(circle.turns)
    if now.speaker is None or circle.turn_began_at is None:
        return now
    spoke = Message.objects.filter(
        room=circle.session.room_id,
        author=UUID(now.speaker),
        submitted_at__gte=circle.turn_began_at,
    ).exclude(state=State.WITHDRAWN)
    return turns.time_is_up(now, there, spoke=spoke.exists())


def _write(circle: TalkingCircle, now: turns.Circle) -> None:
    """Keeps it, and tells the room whose turn it is; over, when nobody is left."""
    began = timezone.now()
    was = turns.load(circle.turns)
    if now.over:
        circle.ended_at, circle.turns = began, {}
        circle.turn_began_at = circle.turn_ends_at = None
    else:
        # The same speaker goes on with the same time, unless asked for the second time.
        if (now.speaker, now.again) != (was.speaker, was.again) or circle.turn_began_at is None:
            speaks = now.speaker is not None
            circle.turn_began_at = began if speaks else None
            circle.turn_ends_at = began + timedelta(seconds=circle.turn_seconds) if speaks else None
        circle.turns = turns.dump(now)
    circle.save(update_fields=["turns", "turn_began_at", "turn_ends_at", "ended_at"])
    Session.objects.filter(pk=circle.session_id).update(
        circling=not now.over, speaker=None if now.over else now.speaker
    )
    if now.over:
        append(circle.session.room_id, Kind.CIRCLE_ENDED)
    doorbell.ring(doorbell.group(circle.session.group_id))
