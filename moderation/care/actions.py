"""Opening a private room between one youth and the adults of the group, and telling a room that
somebody is being looked after."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from forum import doorbell
from forum.errors import Code, DomainError
from forum.memberships.models import Membership
from forum.permissions import Permission, Role, may, requires
from forum.rooms.actions import create_side_room
from forum.rooms.models import Room
from forum.timeline.actions import append
from forum.timeline.models import Kind
from moderation.care.access import youth_of
from moderation.care.queries import noteworthy
from moderation.cases.history import tell
from moderation.cases.models import Case

ADULTS_MIN = 2


@requires(Permission.CARE)
@transaction.atomic
def open_side_room(by: Membership, case: Case) -> Room:
    """A room between the young person of the case and every adult of the group who may care, but
    never one whom the case is about.

    The same room again if they have one. Errors: `case_not_yours` unless `by` holds the case,
    `action_unfit` (no young person in it), `too_few_adults`: nobody sits alone with a young person.
    """
    if case.holder_id != by.pk:
        raise DomainError(Code.CASE_NOT_YOURS)
    youth = youth_of(case)
    if youth is None:
        raise DomainError(Code.ACTION_UNFIT)
    caring = [role.value for role in Role if may(role, Permission.CARE)]
    there = Membership.objects.filter(group=by.group, removed_at=None, role__in=caring)
    adults = list(there.exclude(person=case.subject.person_id))
    if len(adults) < ADULTS_MIN:
        raise DomainError(Code.TOO_FEW_ADULTS)
    about = case.subject if case.subject.is_staff else None
    room = create_side_room(youth, adults, without=about)
    if case.side_room_id != room.pk:
        Case.objects.filter(pk=case.pk).update(side_room=room)
        tell(case, "side_room", by)
        append(room.pk, Kind.SIDE_OPENED)
        doorbell.ring(doorbell.desk(case.group_id))
    return room


@requires(Permission.CARE)
@transaction.atomic
def note_looked_after(by: Membership, room: Room) -> None:
    """Tells the room that somebody is being looked after, and never who. `by` and `room` must come
    from `in_room`. Errors: `nothing_to_note` (nothing was taken away for safety of late),
    `already_there` (said a moment ago)."""
    # Two adults may tap at once: the second one waits here, and finds it said.
    Room.objects.select_for_update().get(pk=room.pk)
    note = noteworthy([room.pk], timezone.now()).get(room.pk)
    if note is None:
        raise DomainError(Code.NOTHING_TO_NOTE)
    if not note.possible:
        raise DomainError(Code.ALREADY_THERE)
    append(room.pk, Kind.LOOKED_AFTER)
    doorbell.ring(doorbell.group(by.group_id))
