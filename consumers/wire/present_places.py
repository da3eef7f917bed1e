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
from consumers.wire.present import member
from consumers.wire.present_proposals import Votes
from forum.memberships.access import memberships
from forum.memberships.models import Bar, Membership, Seat
from forum.people.models import Person
from forum.permissions import MATRIX, STAFF, Permission, Role
from forum.rooms.agreement import accepted, currents
from forum.rooms.models import Group, Room, RoomKind
from forum.rooms.opening import next_turn
from forum.sessions import queries as sessions
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
    mine: dict[UUID, list[Membership]] = defaultdict(list)
    for one in members:
        mine[one.person_id].append(one)
    return [
        Placed(
            events.Places(groups=[facts.group(one) for one in mine[person.pk]]),
            min(filter(None, map(facts.turns_at, mine[person.pk])), default=None),
        )
        for person in people
    ]


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
        for session in sessions.current(groups, now):
            shown.add(session.room_id)
            self._sessions[session.group_id].append(
                events.SessionPlace(
                    id=session.pk,
                    room=session.room_id,
                    theme=session.theme,
                    starts_at=session.starts_at,
                    ends_at=session.starts_at + timedelta(minutes=session.minutes),
                    state=cast(Literal["planned", "open", "over"], session.state),
                )
            )
        self._adults: dict[UUID, list[events.Member]] = defaultdict(list)
        adults = Membership.objects.filter(group__in=groups, removed_at=None, role__in=STAFF)
        for adult in adults.order_by("role", "alias"):
            self._adults[adult.group_id].append(member(adult))
        self._seats: dict[UUID, set[UUID]] = defaultdict(set)
        mine = Seat.objects.filter(membership__in=members)
        for room_id, one in mine.values_list("room", "membership"):
            self._seats[room_id].add(one)
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
        return events.RoomPlace(
            id=room.pk,
            kind=cast(Literal["common", "topic", "session", "side", "agreement"], room.kind),
            title=room.title,
            head=room.head,
            read=0,
            closed=shut.code.value if shut else None,
            opens_at=shut.opens_at if shut else None,
            people=self._people[room.pk] if room.kind == RoomKind.SIDE else [],
            may_note=False,
        )

    def group(self, me: Membership) -> events.GroupPlace:
        """The group as this member sees it."""
        group, agreement = me.group, self._agreements[me.group_id]
        paused = me.paused_until
        before = self._accepted.get((me.group_id, me.agreement_version))
        return events.GroupPlace(
            id=group.pk,
            name=group.name,
            theme=group.theme,
            me=member(me),
            abilities=sorted(MATRIX[Role(me.role)]),
            paused_until=paused if paused and paused > self._now else None,
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
                and me.may(Permission.TALK)
            ],
            sessions=[
                session
                for session in self._sessions[group.pk]
                if (me.pk, session.room) not in self._barred
            ],
            proposals=self._votes.seen_by(me),
        )

    def turns_at(self, me: Membership) -> datetime | None:
        """When a pause ends, the group's hours turn next, or a room may (no longer) be told that
        somebody is being looked after."""
        group, now = me.group, self._now
        turn = next_turn(opens=group.opens, closes=group.closes, zone=group.zone, now=now)
        paused = me.paused_until if me.paused_until and me.paused_until > now else None
        rooms = self._rooms[me.group_id] if me.may(Permission.CARE) else []
        notes = [self._notes[room.id].turns_at for room in rooms if room.id in self._notes]
        return min(filter(None, (turn, paused, *notes)), default=None)
