"""The groups and rooms of one person."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from consumers.wire.events.agreement import Agreement, ProposalPart
from consumers.wire.events.people import Adult, Member, ModeName, RoomKindName
from consumers.wire.events.sessions import SessionPlace
from consumers.wire.frame import Frame, Part
from forum.groups.frame import GroupFrame


class RoomPlace(Part, frozen=True):
    """A room one may enter. `closed` says why one may not write now (an error code) or null;
    `opens_at` when that is known, and `closed_why` a key under `app.steer.` where somebody locked
    it. `shut`: nor can it be read now. `slow_seconds`: between two messages of a young person, and
    why. `head` is the newest sequence, `read` how far I have seen."""

    id: UUID
    kind: RoomKindName
    title: str
    head: int
    read: int
    closed: str | None
    opens_at: datetime | None
    closed_why: str
    shut: bool
    slow_seconds: int
    slow_why: str
    people: list[Member]  # only in side rooms: who can see it
    may_note: bool  # only staff who care: something was taken away for safety, see `looked_after`


class Follows(Part, frozen=True):
    """What screening adds up over several messages here, so that a person looks: signs of contact
    toward one member; whether somebody writes more heavily of late. Told to the whole group."""

    contact: bool
    distress: bool


class Holds(Part, frozen=True):
    """When messages are shown here, and how many of a newcomer's first a person reads before that.
    Told to the whole group."""

    mode: ModeName
    first_held: int


class GroupPlace(Part, frozen=True):
    """A group I am in: who I am there, what I may do, its rooms and sessions.

    `abilities` are permission names of `forum.permissions`; the screen hides what is not there.
    `adults` are the staff a participant may meet. `suspended_until`: until then the shared rooms
    are not there for me.
    """

    id: UUID
    name: str
    theme: str
    me: Member
    abilities: list[str]
    paused_until: datetime | None
    pause_why: str
    suspended_until: datetime | None
    suspend_why: str
    adults_needed: int
    frame: GroupFrame | None  # only for those who may set it up
    agreement: Agreement
    holds: Holds
    follows: Follows
    adults: list[Adult]
    rooms: list[RoomPlace]
    sessions: list[SessionPlace]
    proposals: list[ProposalPart]  # voted on, oldest first, and decided within the last week


class Places(Frame, frozen=True, tag="places"):
    """Snapshot: all my groups. Sent after `welcome` and whenever it changes, but not for a new
    `head` or `read` alone: heads come in `entries`, `head` and `heartbeat`. `may_found`: whether I
    may make a new group."""

    groups: list[GroupPlace]
    may_found: bool


AnyPlacesEvent = Places
