"""Making groups and rooms."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from forum import doorbell
from forum.errors import Code, DomainError
from forum.memberships.models import Membership, Seat
from forum.permissions import Permission, requires, system_only
from forum.rooms.models import Group, Mode, Room, RoomKind

TITLE_MIN, TITLE_MAX = 2, 80


def clean_title(text: str) -> str:
    """A title on one line. Raises `title_length`."""
    title = " ".join(text.split())
    if not TITLE_MIN <= len(title) <= TITLE_MAX:
        raise DomainError(Code.TITLE_LENGTH, min=TITLE_MIN, max=TITLE_MAX)
    return title


@requires(Permission.LEAD)
@transaction.atomic
def create_topic(by: Membership, *, title: str) -> Room:
    """A lasting topic the group can come back to. Errors: `title_length`, `already_there`."""
    Group.objects.select_for_update().get(pk=by.group_id)
    named = {"group": by.group, "kind": RoomKind.TOPIC, "title": clean_title(title)}
    if Room.objects.filter(**named).exists():
        raise DomainError(Code.ALREADY_THERE)
    room = Room.objects.create(**named)
    doorbell.ring(doorbell.group(by.group_id))
    return room


@requires(Permission.LEND)
@transaction.atomic
def lend_lines(by: Membership, *, on: bool) -> None:
    """Whether this group's lines may leave, de-identified, to train the model. Off unless said."""
    Group.objects.filter(pk=by.group_id).update(lends_lines=on)
    doorbell.ring(doorbell.LIMITS)


@requires(Permission.FOLLOW)
@transaction.atomic
def set_following(by: Membership, *, contact: bool, distress: bool) -> None:
    """What screening adds up over several messages in this group. The group is told of distress."""
    Group.objects.filter(pk=by.group_id).update(follow_contact=contact, follow_distress=distress)
    doorbell.ring(doorbell.group(by.group_id))


@requires(Permission.FOLLOW)
@transaction.atomic
def set_mode(by: Membership, *, mode: Mode, first_held: int) -> None:
    """When this group's messages are shown, and how many of a newcomer's first go to a person."""
    Group.objects.filter(pk=by.group_id).update(mode=mode, first_held=first_held)
    doorbell.ring(doorbell.group(by.group_id))


@system_only
@transaction.atomic
def create_group(**facts: object) -> Group:
    """A group with its common room, its adults' room and the one for its agreement. `facts` are
    fields of `Group`."""
    group = Group.objects.create(**facts)
    Room.objects.create(group=group, kind=RoomKind.COMMON)
    Room.objects.create(group=group, kind=RoomKind.BACK)
    agreement_room(group)
    return group


@system_only
def agreement_room(group: Group) -> Room:
    """Where this group talks about its agreement."""
    room, _ = Room.objects.get_or_create(group=group, kind=RoomKind.AGREEMENT)
    room.group = group
    return room


@system_only
@transaction.atomic
def create_side_room(
    youth: Membership, adults: list[Membership], *, without: Collection[Membership] = ()
) -> Room:
    """A private room between one youth and these adults, or the one they already have, unless one
    of `without` sits there."""
    rooms = Room.objects.filter(kind=RoomKind.SIDE, seat__membership=youth)
    room = rooms.exclude(seat__membership__in=without).first()
    if room is None:
        room = Room.objects.create(group=youth.group, kind=RoomKind.SIDE)
    for member in [youth, *adults]:
        Seat.objects.get_or_create(room=room, membership=member)
    doorbell.ring(
        *(doorbell.person(member.person_id) for member in [youth, *adults]),
        doorbell.group(youth.group_id),
    )
    return room
