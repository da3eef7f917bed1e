"""The only way into a group or a room. Unknown and forbidden give the same refusal."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from forum.errors import Code, DomainError
from forum.memberships.models import Membership
from forum.people.models import Person
from forum.rooms.models import Room, RoomKind


def memberships(person: Person) -> QuerySet[Membership]:
    """The groups this person is in now."""
    return (
        Membership.objects.filter(person=person, removed_at=None)
        .select_related("group", "person")
        .order_by("group__name", "pk")
    )


def rooms(member: Membership) -> QuerySet[Room]:
    """The rooms this member may enter: the group's, and side rooms with a seat for them."""
    return Room.objects.filter(
        ~Q(kind=RoomKind.SIDE) | Q(seat__membership=member), group_id=member.group_id
    ).distinct()


def in_group(person: Person, group_id: UUID) -> Membership:
    """This person's membership of the group. Raises `room_not_found`."""
    member = memberships(person).filter(group_id=group_id).first()
    if member is None:
        raise DomainError(Code.ROOM_NOT_FOUND)
    return member


def in_room(person: Person, room_id: UUID) -> tuple[Membership, Room]:
    """This person's membership, and the room, when they may enter it. Raises `room_not_found`."""
    room = Room.objects.select_related("group").filter(pk=room_id).first()
    if room is not None:
        member = memberships(person).filter(group_id=room.group_id).first()
        if member is not None and rooms(member).filter(pk=room_id).exists():
            return member, room
    raise DomainError(Code.ROOM_NOT_FOUND)
