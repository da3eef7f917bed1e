"""Names and people that many events carry."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from consumers.wire.frame import Part

RoleName = Literal[
    "participant",
    "facilitator",
    "moderator",
    "shift_lead",
    "safeguarding_lead",
    "administrator",
    "auditor",
]


RoomKindName = Literal["common", "topic", "session", "side", "back", "agreement"]


NoticeName = Literal[
    "session_opened",
    "session_closed",
    "looked_after",
    "side_opened",
    "session_closing",
    "session_cancelled",
    "adults_missing",
    "adults_back",
    "slowed",
    "unslowed",
    "locked",
    "unlocked",
    "circle_began",
    "circle_ended",
    "activity_began",
    "activity_ended",
]


ModeName = Literal["publish_then_check", "hold_if_flagged", "hold_all"]


class Member(Part, frozen=True):
    """Someone in a group, as the group knows them. `avatar` is a path to an SVG of this site."""

    id: UUID
    alias: str
    avatar: str
    role: RoleName


class Adult(Part, frozen=True):
    """An adult of a group: as `Member`, and the service they come from, if that is known."""

    id: UUID
    alias: str
    avatar: str
    role: RoleName
    organisation: str


class Quote(Part, frozen=True):
    """The message replied to: its author's alias and the beginning of its text (empty if gone)."""

    id: UUID
    alias: str
    text: str
