"""The two formulas, pure: from what several messages scored to one number and what it is made of.

Both are bounded by 0 and 1, know only the marks they are given, and do not care in which order
these came. More evidence never lowers `contact_pattern`, and a message below the floor never moves
it at all.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from math import prod
from pathlib import Path
from uuid import UUID

from moderation.screening import heads

CONTACT = "contact_pattern"
DISTRESS = "distress_rising"

_FILE = Path(__file__).with_name("weights.toml")


@dataclass(frozen=True, slots=True)
class Contact:
    """See `weights.toml`."""

    heads: Mapping[str, float]
    limit: float
    floor: float
    share: float
    signs_min: int
    half_life_days: float
    days: int


@dataclass(frozen=True, slots=True)
class Distress:
    """See `weights.toml`."""

    heads: Mapping[str, float]
    limit: float
    floor: float
    recent_days: int
    recent_most: int
    recent_least: int
    earlier_least: int
    days: int
    quiet_days: int


@dataclass(frozen=True, slots=True)
class Weights:
    """One version of all the numbers."""

    version: str
    contact: Contact
    distress: Distress


@dataclass(frozen=True, slots=True)
class Mark:
    """What one message scored on the heads that count. `level` is 0..1."""

    message: UUID
    at: datetime
    level: float


@dataclass(frozen=True, slots=True)
class Counted:
    """A mark that counted, and the part it had: 0..1."""

    mark: Mark
    part: float


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the marks come to. `found`: a person should look. `counted` is newest first; `means` and
    `before` are the two means and the number of earlier messages, for distress only."""

    head: str
    score: float
    limit: float
    found: bool
    counted: tuple[Counted, ...]
    version: str
    means: tuple[float, float] | None = None
    before: int = 0


@cache
def load() -> Weights:
    """The numbers in force. Raises `ValueError` for an unknown head or a number out of bounds."""
    return parse(_FILE.read_text("utf-8"))


def parse(text: str) -> Weights:
    """Weights from TOML. Raises `ValueError` as `load` does, `TypeError` for a missing number."""
    data = tomllib.loads(text)
    weights = Weights(str(data["version"]), Contact(**data[CONTACT]), Distress(**data[DISTRESS]))
    for part in (weights.contact, weights.distress):
        shares = [part.limit, part.floor, *part.heads.values()]
        if part.heads.keys() - set(heads.SCORED) or not all(0 <= one <= 1 for one in shares):
            raise ValueError("weights.toml: an unknown head, or a number out of bounds")
    if not 0 < weights.contact.share <= 1 or weights.contact.half_life_days <= 0:
        raise ValueError("weights.toml: share or half_life_days")
    return weights


def level(scores: Mapping[str, float], weights: Mapping[str, float]) -> tuple[float, str]:
    """The gravest of these heads by its weight, 0..1, and which it was."""
    return max((scores.get(head, 0.0) * weight, head) for head, weight in weights.items())


def contact(marks: Sequence[Mark], now: datetime) -> Weighed:
    """Signs of one member toward one other in one room."""
    numbers = load().contact
    since = now - timedelta(days=numbers.days)
    counted = [
        Counted(mark, _part(mark, now, numbers))
        for mark in _by_time(marks)
        if mark.level > numbers.floor and mark.at >= since
    ]
    score = 1.0 - prod(1.0 - one.part for one in counted)
    return Weighed(
        head=CONTACT,
        score=score,
        limit=numbers.limit,
        found=score >= numbers.limit and len(counted) >= numbers.signs_min,
        counted=tuple(counted[::-1]),
        version=load().version,
    )


def _part(mark: Mark, now: datetime, numbers: Contact) -> float:
    # A clock that was put back makes no sign heavier than a fresh one.
    age = max(0.0, (now - mark.at) / timedelta(days=1))
    above = (mark.level - numbers.floor) / (1.0 - numbers.floor)
    faded: float = 0.5 ** (age / numbers.half_life_days)
    return numbers.share * above * faded


def distress(marks: Sequence[Mark], now: datetime) -> Weighed:
    """One member's messages in one course."""
    numbers = load().distress
    known = [one for one in _by_time(marks) if one.at >= now - timedelta(days=numbers.days)]
    fresh = [one for one in known if one.at >= now - timedelta(days=numbers.recent_days)]
    recent = fresh[-numbers.recent_most :]
    earlier = known[: len(known) - len(recent)]
    means = _mean(recent, numbers.floor), _mean(earlier, numbers.floor)
    score = max(0.0, means[0] - means[1])
    enough = len(recent) >= numbers.recent_least and len(earlier) >= numbers.earlier_least
    return Weighed(
        head=DISTRESS,
        score=score,
        limit=numbers.limit,
        found=enough and score >= numbers.limit,
        counted=tuple(Counted(one, one.level / len(recent)) for one in recent[::-1]),
        version=load().version,
        means=means,
        before=len(earlier),
    )


def _by_time(marks: Sequence[Mark]) -> list[Mark]:
    return sorted(marks, key=lambda mark: (mark.at, mark.message))


def _mean(marks: Sequence[Mark], floor: float) -> float:
    if not marks:
        return 0.0
    return sum(mark.level for mark in marks if mark.level > floor) / len(marks)
