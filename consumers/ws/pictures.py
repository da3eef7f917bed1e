"""What links must know about their people, gathered in one hop for all who ask at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from msgspec.structs import replace

from consumers.wire.events import Evenings, Mine, Places, Resumed
from consumers.wire.frame import Frame
from consumers.wire.present import entry, mine
from consumers.wire.present_desk import desk
from consumers.wire.present_evening import backstage, evenings
from consumers.wire.present_limits import SHOWN_TO, limits
from consumers.wire.present_oversight import openings
from consumers.wire.present_places import Placed, places
from consumers.wire.present_shifts import shifts
from forum import doorbell
from forum.people.actions import set_language
from forum.people.devices import known_all
from forum.people.models import Person
from forum.permissions import Permission
from forum.timeline.epoch import epoch
from forum.timeline.queries import PAGE, heads, since
from moderation.breakglass.access import SHOWN_TO as SHOWN_OPENINGS

OVERSEES = frozenset(one.value for one in SHOWN_OPENINGS)


@dataclass(frozen=True)
class Picture:
    """The snapshots, the rooms they name, the bells that may change them, and when time alone
    will. `settling`: something of one's own is just being scored; look again in a moment."""

    frames: tuple[Frame, ...]
    rooms: frozenset[UUID]
    bells: frozenset[str]
    turns_at: datetime | None
    settling: bool


@dataclass(frozen=True)
class Hello:
    """Who says hello, in which language, holding what of which rooms in which epoch."""

    token: str
    language: str
    epoch: str | None = None
    cursors: dict[UUID, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Greeting:
    """The first picture on a socket, and the first page of what each room named has missed."""

    person: Person
    epoch: str
    picture: Picture
    resumed: tuple[Resumed, ...]


def gist(frame: Frame) -> Frame:
    """What of a snapshot is worth sending it again for: that a room has news, and how far one has
    read, is told by other frames."""
    if not isinstance(frame, Places):
        return frame
    groups = [
        replace(group, rooms=[replace(room, head=0, read=0) for room in group.rooms])
        for group in frame.groups
    ]
    return replace(frame, groups=groups)


def look(tokens: Sequence[str]) -> list[Picture | None]:
    """The pictures of the people these logins belong to; None where the login has ended."""
    devices = known_all(tokens, touch=False)
    seen = _pictures([device.person for device in devices if device])
    return [seen[device.person_id] if device else None for device in devices]


def greet(hellos: Sequence[Hello]) -> list[Greeting | None]:
    """The first pictures; None where the login has ended. The people read in these languages
    from now on."""
    devices = known_all([hello.token for hello in hellos])
    seen = _pictures([device.person for device in devices if device])
    now = epoch()
    pages = _Pages()
    greetings: list[Greeting | None] = []
    for hello, device in zip(hellos, devices, strict=True):
        if device is None:
            greetings.append(None)
            continue
        person, picture = device.person, seen[device.person_id]
        if person.language != hello.language:
            set_language(person, hello.language)
        held = hello.cursors if hello.epoch == now else {}
        greetings.append(
            Greeting(
                person=person,
                epoch=now,
                picture=picture,
                resumed=tuple(
                    pages.after(room, held[room]) for room in picture.rooms & held.keys()
                ),
            )
        )
    return greetings


class _Pages:
    """Each page is read once, for however many phones of a room come back at once."""

    def __init__(self) -> None:
        self._read: dict[tuple[UUID, int], Resumed] = {}

    def after(self, room: UUID, cursor: int) -> Resumed:
        page = self._read.get((room, cursor))
        if page is None:
            page = self._read[room, cursor] = missed(room, cursor)
        return page


def missed(room: UUID, cursor: int) -> Resumed:
    """The next page after the cursor. The caller has checked that the room may be entered."""
    # Asked first: up to here everything is in the page, or is gone for good. What a phone says it
    # holds is not believed beyond it.
    head = heads([room]).get(room, 0)
    rows = since(room, cursor)
    more = len(rows) == PAGE
    last = rows[-1].seq if rows else 0
    return Resumed(
        room=room,
        entries=[entry(row) for row in rows],
        head=last if more else max(head, last),
        more=more,
    )


def _pictures(people: Sequence[Person]) -> dict[UUID, Picture]:
    people = list({person.pk: person for person in people}.values())
    placed = places(people)
    return {
        person.pk: _picture(person, place, own, evening)
        for person, place, own, evening in zip(
            people, placed, mine(people), evenings(placed), strict=True
        )
    }


def _picture(person: Person, placed: Placed, own: Mine, evening: Evenings) -> Picture:
    groups = placed.frame.groups
    judging = [group.id for group in groups if Permission.JUDGE in group.abilities]
    frames: list[Frame] = [placed.frame, own, evening]
    sessions = {session.id: session.room for group in groups for session in group.sessions}
    full = {sessions[one.session] for one in evening.evenings if one.full}
    if any(Permission.CARE in group.abilities for group in groups):
        frames.append(backstage(placed))
    if judging:
        frames += [desk(person), shifts(person)]
    overseeing = any(not OVERSEES.isdisjoint(group.abilities) for group in groups)
    if overseeing:
        frames.append(openings(person))
    tuning = any(SHOWN_TO.intersection(group.abilities) for group in groups)
    if tuning:
        frames.append(limits(person))
    return Picture(
        frames=tuple(frames),
        # What cannot be read now is not handed on either.
        rooms=frozenset(
            room.id
            for group in groups
            for room in group.rooms
            if not room.shut and room.id not in full
        ),
        bells=frozenset(
            [
                doorbell.person(person.pk),
                *(doorbell.group(group.id) for group in groups),
                *(doorbell.desk(group) for group in judging),
                *([doorbell.LIMITS] if tuning else []),
            ]
        ),
        turns_at=placed.turns_at,
        settling=any(message.state == "pending" for message in own.messages),
    )
