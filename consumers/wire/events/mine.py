"""The fate of my own messages and reports."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from consumers.wire.frame import Frame, Part


class OwnMessage(Part, frozen=True):
    """A message of mine that is not simply published.

    `pending`: being scored. `held`: a person looks at it, others do not see it; `held_for` says
    why and `wait_minutes` the expected wait. `declined`: not shared; `removed`: was shared, taken
    away; both with a `reason` (a key under `app.reason.`) and perhaps `words` from the moderator;
    `rephrase` asks for other words. With `held_for` = `care` the screen shows help first.

    `appeal`: `may` be asked for, or how it stands: `asked`, `upheld`, `reversed` (then `state` may
    be `published`: given back, and told once). Listed also of a group one was put out of.
    """

    id: UUID
    nonce: UUID
    room: UUID
    text: str
    at: datetime
    state: Literal["pending", "held", "declined", "removed", "published"]
    held_for: Literal["conduct", "care", "privacy", "unscored", "adults", "policy"] | None
    wait_minutes: int | None
    reason: str | None
    words: str
    rephrase: bool
    appeal: Literal["may", "asked", "upheld", "reversed"] | None


class OwnReport(Part, frozen=True):
    """Something I asked an adult to look at. `adult` is whom, or null for a message. `outcome` is
    null while nobody has decided; `acted`: something was done; `looked_at`: it stands."""

    id: UUID
    at: datetime
    why: str
    adult: str | None
    outcome: Literal["acted", "looked_at"] | None


class Mine(Frame, frozen=True, tag="mine"):
    """Snapshot: my unsettled messages in all rooms, and my reports, oldest first."""

    messages: list[OwnMessage]
    reports: list[OwnReport]


AnyMineEvent = Mine
