"""What a link must know about its person, gathered in one database hop."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from msgspec.structs import replace

from consumers.wire.events import Places
from consumers.wire.frame import Frame
from consumers.wire.present import mine, places
from consumers.wire.present_desk import desk
from forum import doorbell
from forum.people.actions import set_language
from forum.people.models import Person
from forum.permissions import Permission
from forum.timeline.epoch import epoch


@dataclass(frozen=True)
class Picture:
    """The snapshots, the rooms they name, and the bells that may change them."""

    epoch: str
    frames: tuple[Frame, ...]
    rooms: frozenset[UUID]
    bells: frozenset[str]


def gist(frame: Frame) -> Frame:
    """What of a snapshot is worth sending it again for: that a room has news, and how far one has
    read, is told by other frames."""
    if not isinstance(frame, Places):
        return frame
    groups = [
        replace(group, rooms=[replace(room, head=0, read=0) for room in group.rooms])
        for group in frame.groups
    ]
    return Places(groups=groups)


def look(person: Person) -> Picture:
    """The person's picture as it is now."""
    where, own = places(person), mine(person)
    judging = [group.id for group in where.groups if Permission.JUDGE in group.abilities]
    frames: list[Frame] = [where, own]
    if judging:
        frames.append(desk(person))
    return Picture(
        epoch=epoch(),
        frames=tuple(frames),
        rooms=frozenset(room.id for group in where.groups for room in group.rooms),
        bells=frozenset(
            [
                doorbell.person(person.pk),
                *(doorbell.group(group.id) for group in where.groups),
                *(doorbell.desk(group) for group in judging),
            ]
        ),
    )


def greet(person: Person, language: str) -> Picture:
    """The first picture on a socket; the person reads in this language from now on."""
    if person.language != language:
        set_language(person, language)
    return look(person)
