"""Answers to a command."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from consumers.wire.events.people import RoleName
from consumers.wire.frame import Frame, Part


class Welcome(Frame, frozen=True, tag="welcome"):
    """Answer to `hello`. A changed `epoch` means the database was restored: drop all cursors.

    `heartbeat_seconds` is how often `heartbeat` comes; silence for more than two of them means
    that the line is dead."""

    re: int
    epoch: str
    now: datetime
    staff: bool
    language: Literal["nb", "nn", "en"]
    heartbeat_seconds: int
    max_text: int


class Accepted(Frame, frozen=True, tag="accepted"):
    """Answer to `submit`: stored. The same nonce again gives the same answer."""

    re: int
    nonce: UUID
    message: UUID


class Done(Frame, frozen=True, tag="done"):
    """Answer to a command that has nothing more to say."""

    re: int


class Phrase(Frame, frozen=True, tag="phrase"):
    """Answer to `renew_phrase`: four words, shown once."""

    re: int
    words: list[str]


class InviteCode(Part, frozen=True):
    """A code, and the address that holds it."""

    code: str
    url: str


class Invited(Frame, frozen=True, tag="invited"):
    """Answer to `create_invites`: shown once; only hashes are stored. `door`: where a code is typed
    in."""

    re: int
    codes: list[InviteCode]
    door: str
    expires_at: datetime


class BatchPart(Part, frozen=True):
    """Codes made in one go: how many, how many have come, and how many may still come."""

    id: UUID
    at: datetime
    expires_at: datetime
    made: int
    came: int
    open: int


class Invites(Frame, frozen=True, tag="invites"):
    """Answer to `read_invites` and to taking codes back: newest first."""

    re: int
    batches: list[BatchPart]


class Founded(Frame, frozen=True, tag="founded"):
    """Answer to `found_group`: the new group, which is in the next `places`."""

    re: int
    group: UUID


class ColleagueInvited(Frame, frozen=True, tag="colleague_invited"):
    """Answer to `invite_colleague`: shown once; only a hash is stored."""

    re: int
    url: str
    expires_at: datetime


class LinkPart(Part, frozen=True):
    """A link for a colleague that nobody has used. `organisation`: empty if none was named."""

    id: UUID
    role: RoleName
    organisation: str
    expires_at: datetime


class Colleagues(Frame, frozen=True, tag="colleagues"):
    """The links that still open a group, the newest first."""

    re: int
    links: list[LinkPart]


class SideRoom(Frame, frozen=True, tag="side_room"):
    """Answer to `open_side_room`: the room to enter."""

    re: int
    room: UUID


class Error(Frame, frozen=True, tag="error"):
    """A refusal. `code` is one of `forum.errors.Code`; words stand under `errors.<code>`.
    `re` is null when the frame could not be read at all."""

    re: int | None
    code: str
    params: dict[str, str | int | None]


AnyAnswersEvent = (
    Welcome
    | Accepted
    | Done
    | Phrase
    | Invited
    | Invites
    | Founded
    | ColleagueInvited
    | Colleagues
    | SideRoom
    | Error
)
