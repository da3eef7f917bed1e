"""People's groups into frames, for many people with as many questions as for one: a hall full of
phones that come back at once asks together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, cast
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from msgspec.structs import replace

from consumers.wire import events
from consumers.wire.present import adult, member
from consumers.wire.present_proposals import Votes
from forum.errors import Code
from forum.groups.frame import GroupFrame
from forum.groups.queries import founding
from forum.memberships.access import may_enter, memberships
from forum.memberships.models import Bar, Membership, Seat
from forum.people.models import Person
from forum.permissions import MATRIX, STAFF, Permission, Role
from forum.rooms.agreement import accepted, currents
from forum.rooms.models import Group, Outside, Room, RoomKind
from forum.rooms.opening import Hours, next_turn
from forum.sessions import queries as sessions
from forum.sessions.models import Session
from forum.sessions.opening import closed
from forum.timeline.models import Marker
from moderation.care.queries import noteworthy


@dataclass(frozen=True)
class Placed:
    """A person's places, and when time alone will change them."""

    frame: events.Places
    turns_at: datetime | None


def places(people: Sequence[Person]) -> list[Placed]:
    """Of each of these: all their groups."""
    now = timezone.now()
    members = list(memberships(people))
    groups = {member.group_id: member.group for member in members}
    facts = _Facts(groups, members, now)
    founders = founding(person for person in people if person.is_staff)
    mine: dict[UUID, list[Membership]] = defaultdict(list)
    for one in members:
        mine[one.person_id].append(one)
    return [
        Placed(
            events.Places(
                groups=[facts.group(one) for one in mine[person.pk]],
                may_found=person.pk in founders
                or any(one.may(Permission.FOUND) for one in mine[person.pk]),
            ),
            min(filter(None, map(facts.turns_at, mine[person.pk])), default=None),
        )
        for person in people
    ]


def session_place(session: Session, number: int, of: int) -> events.SessionPlace:
    """A session (of `sessions.current`), and its place in its series."""
    local = sessions.local_start(session)
    return events.SessionPlace(
        id=session.pk,
        room=session.room_id,
        theme=session.theme,
        starts_at=session.starts_at,
        ends_at=session.starts_at + timedelta(minutes=session.minutes),
        local_date=local.date().isoformat(),
        local_time=f"{local:%H:%M}",
        state=cast(Literal["planned", "open", "over", "cancelled"], session.state),
        series=session.series_id,
        number=number,
        of=of,
        capacity=session.capacity,
        leaders=[
            events.LeaderPart(member=one.membership_id, substitute=one.substitute)
            for one in session.leaders.all()
            if one.membership.removed_at is None
        ],
        words=session.cancel_words,
        agenda=[events.StepPart(**step) for step in session.agenda],
    )


class _Facts:
    """What the pictures of these members are made of."""

    def __init__(self, groups: dict[UUID, Group], members: list[Membership], now: datetime) -> None:
        self._now = now
        self._agreements = currents(groups)
        self._accepted = accepted(
            (one.group_id, one.agreement_version)
            for one in members
            if 0 < one.agreement_version < one.group.agreement_version
        )
        self._votes = Votes(groups, now)
        self._sessions: dict[UUID, list[events.SessionPlace]] = defaultdict(list)
        shown: set[UUID] = set()
        current = sessions.current(groups, now)
        places = sessions.numbers({one.series_id for one in current if one.series_id})
        for session in current:
            shown.add(session.room_id)
            number, of = places.get(session.pk, (0, 0))
            self._sessions[session.group_id].append(session_place(session, number, of))
        self._adults: dict[UUID, list[events.Adult]] = defaultdict(list)
        adults = Membership.objects.filter(group__in=groups, removed_at=None, role__in=STAFF)
        for one in adults.select_related("organisation").order_by("role", "alias"):
            self._adults[one.group_id].append(adult(one))
        self._seats: dict[UUID, set[UUID]] = defaultdict(set)
        mine = Seat.objects.filter(membership__in=members)
        for room_id, seated in mine.values_list("room", "membership"):
            self._seats[room_id].add(seated)
        self._people: dict[UUID, list[events.Member]] = defaultdict(list)
        if self._seats:
            seats = Seat.objects.filter(room__in=self._seats, membership__removed_at=None)
            for seat in seats.select_related("membership").order_by("pk"):
                self._people[seat.room_id].append(member(seat.membership))
        self._rooms: dict[UUID, list[events.RoomPlace]] = defaultdict(list)
        rooms = Room.objects.filter(
            ~Q(kind__in=[RoomKind.SIDE, RoomKind.SESSION]) | Q(pk__in=[*shown, *self._seats]),
            group__in=groups,
        )
        for room in rooms.select_related("group", "session").order_by("created_at"):
            self._rooms[room.group_id].append(self._room(room))
        caring = {one.group_id for one in members if one.may(Permission.CARE)}
        self._notes = noteworthy((room.id for group in caring for room in self._rooms[group]), now)
        self._barred = set(
            Bar.objects.filter(membership__in=members).values_list("membership", "room")
        )
        self._read = {
            (one, room): seq
            for one, room, seq in Marker.objects.filter(membership__in=members).values_list(
                "membership", "room", "seq"
            )
        }

    def _room(self, room: Room) -> events.RoomPlace:
        shut = closed(room, self._now)
        by_hours = shut is not None and shut.code == Code.ROOM_CLOSED
        return events.RoomPlace(
            id=room.pk,
            kind=cast(events.RoomKindName, room.kind),
            title=room.title,
            head=room.head,
            read=0,
            closed=shut.code.value if shut else None,
            opens_at=shut.opens_at if shut else None,
            closed_why=shut.why if shut else "",
            shut=by_hours and room.group.outside == Outside.CLOSED,
            slow_seconds=room.slow_seconds,
            slow_why=room.slow_reason,
            people=self._people[room.pk] if room.kind == RoomKind.SIDE else [],
            may_note=False,
        )

    def group(self, me: Membership) -> events.GroupPlace:
        """The group as this member sees it."""
        group, agreement = me.group, self._agreements[me.group_id]
        paused, away = me.paused_until, me.suspended_until
        before = self._accepted.get((me.group_id, me.agreement_version))
        return events.GroupPlace(
            id=group.pk,
            name=group.name,
            theme=group.theme,
            me=member(me),
            abilities=sorted(MATRIX[Role(me.role)]),
            paused_until=paused if paused and paused > self._now else None,
            pause_why=me.pause_reason,
            suspended_until=away if away and away > self._now else None,
            suspend_why=me.suspend_reason,
            adults_needed=group.adults_needed,
            frame=GroupFrame.of(group) if me.may(Permission.SETUP) else None,
            agreement=events.Agreement(
                version=agreement.version,
                html=agreement.html,
                accepted=me.agreement_version == agreement.version,
                previous=before.html if before and before.version < agreement.version else None,
            ),
            holds=events.Holds(mode=cast(events.ModeName, group.mode), first_held=group.first_held),
            follows=events.Follows(contact=group.follow_contact, distress=group.follow_distress),
            adults=self._adults[group.pk],
            rooms=[
                replace(
                    room,
                    read=self._read.get((me.pk, room.id), 0),
                    may_note=me.may(Permission.CARE)
                    and room.id in self._notes
                    and self._notes[room.id].possible,
                )
                for room in self._rooms[group.pk]
                if (room.kind != "side" or me.pk in self._seats[room.id])
                and (me.pk, room.id) not in self._barred
                and may_enter(me, room.kind, self._now)
            ],
            sessions=[
                session
                for session in self._sessions[group.pk]
                if (me.pk, session.room) not in self._barred
                and (me.is_staff or not away or away <= self._now)
            ],
            proposals=self._votes.seen_by(me),
        )

    def turns_at(self, me: Membership) -> datetime | None:
        """When a pause or a lock ends, the group's hours turn next, or a room may (no longer) be
        told that somebody is being looked after."""
        now = self._now
        rooms = self._rooms[me.group_id]
        ends = [
            next_turn(Hours.of(me.group), now),
            me.paused_until,
            me.suspended_until,
            *(room.opens_at for room in rooms if room.closed == Code.ROOM_LOCKED),
        ]
        noted = rooms if me.may(Permission.CARE) else []
        notes = [self._notes[room.id].turns_at for room in noted if room.id in self._notes]
        return min((end for end in (*ends, *notes) if end and end > now), default=None)
