"""What stands in a room, and how it reaches a phone without a gap."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from consumers.wire.events.people import Member, NoticeName, Quote
from consumers.wire.frame import Frame, Part


class MessageEntry(Part, frozen=True, tag_field="type", tag="message"):
    """A published message. `gone` says who took it away; then `text` is empty.

    `note` is a content note: the text stands collapsed under it.
    """

    seq: int
    at: datetime
    id: UUID
    nonce: UUID
    author: Member
    text: str
    reply_to: Quote | None
    note: str | None
    gone: Literal["author", "staff"] | None


class GoneEntry(Part, frozen=True, tag_field="type", tag="gone"):
    """A message published earlier was taken away: blank it where it stands."""

    seq: int
    at: datetime
    message: UUID
    by: Literal["author", "staff"]


class BackEntry(Part, frozen=True, tag_field="type", tag="back"):
    """A message taken away by staff is given back: fill it again where it stands. `text` is empty
    if it has gone once more."""

    seq: int
    at: datetime
    message: UUID
    text: str
    reply_to: Quote | None
    note: str | None


class NoticeEntry(Part, frozen=True, tag_field="type", tag="notice"):
    """A line of the room itself. `looked_after`: someone is being looked after."""

    seq: int
    at: datetime
    notice: NoticeName


Entry = MessageEntry | GoneEntry | BackEntry | NoticeEntry


class Page(Frame, frozen=True, tag="page"):
    """Answer to `follow` and `earlier`: entries in rising order. `head` is the room's newest
    sequence; `more` says there is more in the direction asked for."""

    re: int
    room: UUID
    entries: list[Entry]
    head: int
    more: bool


class Resumed(Frame, frozen=True, tag="resumed"):
    """After `hello` with cursors: exactly what came in this room after the cursor, rising. While
    `more` is true another one follows by itself; after `more: false` the room is heard live."""

    room: UUID
    entries: list[Entry]
    head: int
    more: bool


class Entries(Frame, frozen=True, tag="entries"):
    """Live entries of a followed room, in rising order, without gaps after what was sent before."""

    room: UUID
    entries: list[Entry]


class Head(Frame, frozen=True, tag="head"):
    """A room not followed has news."""

    room: UUID
    head: int


class Heartbeat(Frame, frozen=True, tag="heartbeat"):
    """Every few seconds: the clock, and the newest sequence of each of my rooms. A followed room
    behind its head has a gap: follow it again."""

    now: datetime
    heads: dict[str, int]


AnyTimelineEvent = Page | Resumed | Entries | Head | Heartbeat
