"""The line itself: who I am, which rooms I hear, how far I have read."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from msgspec import Meta

from consumers.wire.commands.command import Command, Language, Seq

CURSORS_MAX = 50


class Hello(Command, frozen=True, tag="hello"):
    """The first command on a socket. Answer: `welcome`, then `places`, `mine` (and `desk`).

    A phone that comes back says in `cursors` the last sequence it holds without a hole, for each
    room it has open, and in `epoch` which life of the database they belong to (from the last
    `welcome`). When the epoch is still the same, it then gets `resumed` for each of these rooms
    that it may enter, and hears them live. Anything else first: `hello_first`.
    """

    language: Language
    epoch: str | None = None
    cursors: Annotated[dict[UUID, Seq], Meta(max_length=CURSORS_MAX)] = {}


class Follow(Command, frozen=True, tag="follow"):
    """Hear this room live, starting after sequence `after`.

    Answer: `page`. With `after` null: the newest entries. Otherwise exactly what came after it;
    while `page.more` is true the client follows again from the last sequence it holds, and hears
    live entries once a page said `more: false`. Errors: `room_not_found`.
    """

    room: UUID
    after: Seq | None


class Earlier(Command, frozen=True, tag="earlier"):
    """Older entries, for scrolling up. Answer: `page`; `more` says if there are older still."""

    room: UUID
    before: Seq
    limit: Annotated[int, Meta(ge=1, le=100)] = 50


class Read(Command, frozen=True, tag="read"):
    """I have seen this room up to `seq`. Answer: `done`."""

    room: UUID
    seq: Seq


class SetLanguage(Command, frozen=True, tag="set_language"):
    """The language this person reads. Answer: `done`."""

    language: Language


class RenewPhrase(Command, frozen=True, tag="renew_phrase"):
    """A new recovery phrase; the old one stops working. Answer: `phrase`."""


AnyLineCommand = Hello | Follow | Earlier | Read | SetLanguage | RenewPhrase
