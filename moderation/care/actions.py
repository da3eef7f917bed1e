"""Opening a private room between one youth and the adults of the group, and telling a room that
somebody is being looked after."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from forum import doorbell
from forum.errors import Code, DomainError
from forum.memberships.models import Membership
from forum.notices.actions import notify
from forum.notices.models import Kind as NoticeKind
from forum.notices.models import Notice
from forum.permissions import CARING, Permission, Role, requires
from forum.rooms.actions import create_side_room
from forum.rooms.models import Room
from forum.sessions.actions import find as find_session
from forum.timeline.actions import append
from forum.timeline.models import Kind
from moderation.care.access import youth_of
from moderation.care.queries import noteworthy
from moderation.cases.history import tell
from moderation.cases.models import Case
from moderation.reports.models import Report

ADULTS_MIN = 2
# Asked again within this, nobody is called again.
ASKED_AGAIN = timedelta(minutes=10)


@requires(Permission.CARE)
@transaction.atomic
def open_side_room(by: Membership, case: Case) -> Room:
    """A room between the young person of the case and every adult of the group who may care, but
    never one whom the case is about, or of whom the young person has told.

    The same room again if they have one. Errors: `case_not_yours` unless `by` holds the case,
    `action_unfit` (no young person in it), `too_few_adults`: nobody sits alone with a young person.
    """
    if case.holder_id != by.pk:
        raise DomainError(Code.CASE_NOT_YOURS)
    youth = youth_of(case)
    if youth is None:
        raise DomainError(Code.ACTION_UNFIT)
    room = _between(youth, besides=case.subject)
    if case.side_room_id != room.pk:
        Case.objects.filter(pk=case.pk).update(side_room=room)
        tell(case, "side_room", by)
        append(room.pk, Kind.SIDE_OPENED)
        doorbell.ring(doorbell.desk(case.group_id))
    return room


@requires(Permission.TALK)
@transaction.atomic
def ask_talk(by: Membership, *, session_id: UUID) -> Room:
    """A young person would like to talk with the adults after a session: their side room, without
    an adult they have told of. The session's adults are told. Errors: `session_not_found`,
    `not_allowed` (adults), `too_few_adults`."""
    session = find_session(by, session_id)
    if by.role != Role.PARTICIPANT:
        raise DomainError(Code.NOT_ALLOWED)
    room = _between(by)
    append(room.pk, Kind.SIDE_OPENED)
    leading = set(session.leaders.values_list("membership", flat=True))
    lately = timezone.now() - ASKED_AGAIN
    seated = Membership.objects.filter(seat__room=room, role__in=CARING, removed_at=None)
    adults = list(seated.select_related("person"))
    for adult in [one for one in adults if one.pk in leading] or adults:
        told = Notice.objects.filter(person=adult.person, kind=NoticeKind.TALK, at__gt=lately)
        if not told.exists():
            notify(adult.person, NoticeKind.TALK)
    return room


def _between(youth: Membership, *, besides: Membership | None = None) -> Room:
    told_of = Q(
        person__in=Report.objects.filter(by=youth, case__about__isnull=False).values(
            "case__about__person"
        )
    )
    avoided = told_of | Q(person=besides.person_id) if besides else told_of
    there = Membership.objects.filter(group=youth.group_id, removed_at=None, role__in=CARING)
    adults = list(there.exclude(avoided))
    if len(adults) < ADULTS_MIN:
        raise DomainError(Code.TOO_FEW_ADULTS)
    return create_side_room(youth, adults, without=list(there.filter(avoided)))


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
