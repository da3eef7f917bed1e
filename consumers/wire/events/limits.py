"""The limits of the scorer."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from consumers.wire.frame import Frame, Part


class Rate(Part, frozen=True):
    """A figure with its 95 % interval."""

    share: float
    low: float
    high: float


class LimitFigure(Part, frozen=True):
    """One head in one language: its limit `now` and `then` (0..1), what it flags of 1,000 messages
    and which share of that people would agree with (0..1), from how many decisions."""

    language: str
    head: str
    now: float
    then: float
    decisions: int
    flags_now: Rate
    flags_then: Rate
    precision_now: Rate | None
    precision_then: Rate


class LimitSet(Part, frozen=True):
    """A set of limits that was proposed. `yes`: who accepted it; `mine`: I am one of them.
    `fits`: it was made for the model that scores now. Of `messages`, `looked_now` would go to a
    person without it and `looked_then` with it."""

    id: int
    version: str
    at: datetime
    yes: list[str]
    mine: bool
    fits: bool
    figures: list[LimitFigure]
    messages: int
    looked_now: int
    looked_then: int
    newly_held: int
    newly_shown: int


class LimitScope(Part, frozen=True):
    """One group, or (no group) the whole installation. `version` is what is in force, `in_force`
    the set on top of it (none: the default), `before` what one goes back to. `tunes`: I may accept
    and go back. `lends`: the group's lines may train the model; `may_lend`: I may change that."""

    group: UUID | None
    name: str
    version: str
    in_force: LimitSet | None
    before: str | None
    proposed: LimitSet | None
    tunes: bool
    lends: bool
    may_lend: bool


class Limits(Frame, frozen=True, tag="limits"):
    """Snapshot for those who tune or lend: the limits of screening, and what is proposed."""

    scopes: list[LimitScope]


AnyLimitsEvent = Limits
