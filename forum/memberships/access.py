"""The only way into a group or a room. Unknown and forbidden give the same refusal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from forum.errors import Code, DomainError
from forum.memberships.models import Bar, Membership, Seat
from forum.people.models import Person
from forum.permissions import Permission
from forum.prepared import Prepared
from forum.rooms.models import Room, RoomKind


def memberships(people: Iterable[Person]) -> QuerySet[Membership]:
    """The groups these people are in now."""
    return (
        Membership.objects.filter(person__in=people, removed_at=None)
        .select_related("group", "person")
        .order_by("group__name", "pk")
    )


def in_group(person: Person, group_id: UUID) -> Membership:
    """This person's membership of the group. Raises `room_not_found`."""
    member = memberships([person]).filter(group_id=group_id).first()
    if member is None:
        raise DomainError(Code.ROOM_NOT_FOUND)
    return member


def in_room(person: Person, room_id: UUID) -> tuple[Membership, Room]:
    """This person's membership, and the room, when they may enter it. Raises `room_not_found`."""
    [way_in] = in_rooms([(person, room_id)])
    if isinstance(way_in, DomainError):
        raise way_in
    return way_in


def may_enter(member: Membership, kind: str, now: datetime) -> bool:
    """Whether rooms of this kind are for this member, as far as who they are is concerned."""
    # Who neither talks nor leads (administrators, auditors) has no business where others do.
    if not member.may(Permission.TALK):
        return False
    if kind == RoomKind.BACK:
        return member.is_staff
    away = member.suspended_until is not None and member.suspended_until > now
    return kind == RoomKind.SIDE or not away


_rooms = Prepared(
    lambda rooms: Room.objects.filter(pk__in=rooms).select_related("group", "session")
)
_members = Prepared(
    lambda people, groups: Membership.objects.filter(
        person__in=people, group__in=groups, removed_at=None
    ).select_related("group", "person")
)

_bars: Prepared[tuple[UUID, UUID]] = Prepared(
    lambda rooms: Bar.objects.filter(room__in=rooms).values_list("room", "membership")
)


def in_rooms(
    wanted: Sequence[tuple[Person, UUID]],
) -> list[tuple[Membership, Room] | DomainError]:
    """`in_room` for many at once: for each the way in, or its refusal."""
    rooms = {room.pk: room for room in _rooms(list({room for _, room in wanted}))}
    people = list({person.pk for person, _ in wanted})
    groups = list({room.group_id for room in rooms.values()})
    members = {
        (member.person_id, member.group_id): member
        for member in (_members(people, groups) if groups else [])
    }
    side = [room.pk for room in rooms.values() if room.kind == RoomKind.SIDE]
    seats = set(Seat.objects.filter(room__in=side).values_list("room", "membership"))
    sessions = [room.pk for room in rooms.values() if room.kind == RoomKind.SESSION]
    bars = set(_bars(sessions)) if sessions else set()
    now = timezone.now()
    found: list[tuple[Membership, Room] | DomainError] = []
    for person, room_id in wanted:
        room = rooms.get(room_id)
        member = members.get((person.pk, room.group_id)) if room else None
        seated = room and member and (room.kind != RoomKind.SIDE or (room.pk, member.pk) in seats)
        enters = member is not None and room is not None and may_enter(member, room.kind, now)
        if room and member and enters and seated and (room.pk, member.pk) not in bars:
            found.append((member, room))
        else:
            found.append(DomainError(Code.ROOM_NOT_FOUND))
    return found
