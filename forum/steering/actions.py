"""What those who lead may hold back, and let go again."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from forum import doorbell
from forum.errors import Code, DomainError
from forum.memberships import actions as memberships
from forum.memberships.models import Membership
from forum.permissions import Permission, Role, requires
from forum.rooms.models import APART, Room
from forum.steering.reasons import MEMBER, ROOM
from forum.timeline.actions import append
from forum.timeline.models import Kind

SECONDS_MAX = 120
MINUTES_MAX = 60


@requires(Permission.STEER)
@transaction.atomic
def slow_down(by: Membership, room: Room, *, seconds: int, reason: str = "") -> None:
    """So long between two messages of one young person; 0: as ever. `room` must come from
    `in_room`. Errors: `slow_unfit`, `reason_needed`, `action_unfit` (a room between few)."""
    _shared(room)
    if not 0 <= seconds <= SECONDS_MAX:
        raise DomainError(Code.SLOW_UNFIT, max=SECONDS_MAX)
    _known(reason, ROOM, needed=seconds > 0)
    Room.objects.filter(pk=room.pk).update(slow_seconds=seconds, slow_reason=reason)
    append(room.pk, Kind.SLOWED if seconds else Kind.UNSLOWED)
    doorbell.ring(doorbell.group(room.group_id))


@requires(Permission.STEER)
@transaction.atomic
def lock(by: Membership, room: Room, *, minutes: int, reason: str = "") -> None:
    """Nobody writes for a while; 0 minutes: open again. Errors: `lock_unfit`, `reason_needed`,
    `action_unfit`."""
    _shared(room)
    if not 0 <= minutes <= MINUTES_MAX:
        raise DomainError(Code.LOCK_UNFIT, max=MINUTES_MAX)
    _known(reason, ROOM, needed=minutes > 0)
    until = timezone.now() + timedelta(minutes=minutes) if minutes else None
    Room.objects.filter(pk=room.pk).update(locked_until=until, lock_reason=reason)
    append(room.pk, Kind.LOCKED if minutes else Kind.UNLOCKED)
    doorbell.ring(doorbell.group(room.group_id))


@requires(Permission.STEER)
@transaction.atomic
def pause(by: Membership, *, member_id: UUID, minutes: int, reason: str = "") -> datetime | None:
    """One young person does not write for a while; 0 minutes: may again. Returns until when.
    Errors: `member_not_found`, `pause_unfit`, `reason_needed`."""
    member = _young(by, member_id)
    if not 0 <= minutes <= MINUTES_MAX:
        raise DomainError(Code.PAUSE_UNFIT, max=MINUTES_MAX)
    _known(reason, MEMBER, needed=minutes > 0)
    if not minutes:
        memberships.end_pause(member)
        return None
    return memberships.pause(member, minutes=minutes, reason=reason)


@requires(Permission.STEER)
@transaction.atomic
def send_home(by: Membership, *, member_id: UUID, reason: str) -> datetime:
    """Out of the shared rooms for the rest of the day. Returns until when. Errors:
    `member_not_found`, `reason_needed`."""
    member = _young(by, member_id)
    _known(reason, MEMBER, needed=True)
    zone = ZoneInfo(by.group.zone)
    tomorrow = timezone.now().astimezone(zone).date() + timedelta(days=1)
    until = datetime.combine(tomorrow, time(), zone)
    memberships.suspend(member, until=until, reason=reason)
    return until


@requires(Permission.STEER)
@transaction.atomic
def let_back(by: Membership, *, member_id: UUID) -> None:
    """May come in again before the day is over. Error: `member_not_found`."""
    memberships.end_suspension(_young(by, member_id))


def _shared(room: Room) -> None:
    if room.kind in APART:
        raise DomainError(Code.ACTION_UNFIT)


def _known(reason: str, reasons: tuple[str, ...], *, needed: bool) -> None:
    if reason not in reasons and (needed or reason):
        raise DomainError(Code.REASON_NEEDED)


def _young(by: Membership, member_id: UUID) -> Membership:
    member = Membership.objects.filter(
        pk=member_id, group=by.group_id, removed_at=None, role=Role.PARTICIPANT
    ).first()
    if member is None:
        raise DomainError(Code.MEMBER_NOT_FOUND)
    return member
