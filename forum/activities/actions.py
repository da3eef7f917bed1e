"""The only writers of activities: each holds the row, and writes what the kind makes of it."""

from __future__ import annotations

import secrets
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from forum import doorbell
from forum.activities.kinds import KINDS, Move, Setup, State, kind_of
from forum.activities.models import Activity
from forum.attendance.queries import here
from forum.errors import Code, DomainError
from forum.memberships.models import Membership
from forum.permissions import Permission, Role, requires, system_only
from forum.sessions.actions import find
from forum.sessions.models import Session
from forum.sessions.states import SessionState
from forum.timeline.actions import append
from forum.timeline.models import Kind


@requires(Permission.LEAD)
@transaction.atomic
def start(by: Membership, *, session_id: UUID, setup: Setup) -> Activity:
    """Among those who are there. Errors: `session_not_found`, `not_from_here` unless the session is
    open, `activity_on`, `activity_unfit`."""
    session = find(by, session_id)
    if session.state != SessionState.OPEN:
        raise DomainError(Code.NOT_FROM_HERE)
    kind = kind_of(setup)
    state = kind.begin(setup, _players(session))
    try:
        with transaction.atomic():
            activity = Activity.objects.create(
                session=session, kind=kind.KIND, state=state, began_at=timezone.now()
            )
    except IntegrityError as error:
        raise DomainError(Code.ACTIVITY_ON) from error
    append(session.room_id, Kind.ACTIVITY_BEGAN)
    doorbell.ring(doorbell.group(session.group_id))
    return activity


@requires(Permission.TALK)
@transaction.atomic
def play(by: Membership, *, activity_id: UUID, move: Move) -> None:
    """A player's move. `by` must be of its group and allowed into its room. Errors:
    `activity_not_found`, `move_unfit`, `not_allowed` (adults, where they only look on)."""
    activity = _on(by, activity_id)
    kind = kind_of(move)
    if activity.kind != kind.KIND:
        raise DomainError(Code.MOVE_UNFIT)
    if by.role != Role.PARTICIPANT and kind.young_only(activity.state):
        raise DomainError(Code.NOT_ALLOWED)
    _write(activity, kind.play(activity.state, str(by.pk), move))


@requires(Permission.LEAD)
@transaction.atomic
def advance(by: Membership, *, activity_id: UUID) -> None:
    """Turns over, or begins the next round; over, when there is no more. Error:
    `activity_not_found`."""
    activity = _on(by, activity_id)
    _write(activity, KINDS[activity.kind].advance(activity.state, _players(activity.session)))


@requires(Permission.LEAD)
@transaction.atomic
def end(by: Membership, *, activity_id: UUID) -> None:
    """Over, and forgotten. Error: `activity_not_found`."""
    _write(_on(by, activity_id), None)


@system_only
def sweep() -> int:
    """Ends what is left of sessions that are over. Returns how many."""
    left = Activity.objects.filter(ended_at=None).exclude(session__state=SessionState.OPEN)
    return left.update(ended_at=timezone.now(), state={})


def _on(by: Membership, activity_id: UUID) -> Activity:
    activity = (
        Activity.objects.select_for_update(of=("self",))
        .select_related("session")
        .filter(
            pk=activity_id,
            ended_at=None,
            session__group=by.group_id,
            session__state=SessionState.OPEN,
        )
        .first()
    )
    if activity is None:
        raise DomainError(Code.ACTIVITY_NOT_FOUND)
    return activity


def _players(session: Session) -> list[str]:
    """The young people who are there, in a random order; the adults too where they are too few to
    play alone."""
    there = here([session.pk], timezone.now()).get(session.pk, [])
    young = [one for one in there if one.role == Role.PARTICIPANT]
    players = [str(one.pk) for one in (young if len(young) > 1 else there)]
    secrets.SystemRandom().shuffle(players)
    return players


def _write(activity: Activity, state: State | None) -> None:
    if state is None:
        activity.ended_at, activity.state = timezone.now(), {}
        append(activity.session.room_id, Kind.ACTIVITY_ENDED)
    else:
        activity.state = state
    activity.save(update_fields=["state", "ended_at"])
    doorbell.ring(doorbell.group(activity.session.group_id))
