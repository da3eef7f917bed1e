"""What was answered, each with its time and who said it: only ever added to. Pure, but for the
keys that seal it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from forum.sealed import seal, unseal

_ANSWERS, _REASON = "assessment.answers", "assessment.reason"


@dataclass(frozen=True)
class Answer:
    """`by` is the id of a membership. An empty value takes an earlier one back."""

    key: str
    value: str
    at: datetime
    by: str


def closed(answers: Sequence[Answer]) -> bytes:
    """The answers, sealed."""
    rows = [asdict(one) | {"at": one.at.isoformat()} for one in answers]
    return seal(json.dumps(rows), about=_ANSWERS)


def opened(blob: bytes | memoryview) -> list[Answer]:
    """The answers in the order given. Raises `NotSealedHere`."""
    rows: list[dict[str, Any]] = json.loads(unseal(bytes(blob), about=_ANSWERS))
    return [Answer(**(row | {"at": datetime.fromisoformat(row["at"])})) for row in rows]


def closed_reason(reason: str) -> bytes:
    """Why it ended as it did, sealed."""
    return seal(json.dumps(reason), about=_REASON)


def opened_reason(blob: bytes | memoryview | None) -> str:
    """Why it ended as it did; empty while it has not. Raises `NotSealedHere`."""
    reason: str = json.loads(unseal(bytes(blob), about=_REASON)) if blob else ""
    return reason


def latest(answers: Sequence[Answer]) -> dict[str, str]:
    """What holds now, for each question that has an answer."""
    now = {one.key: one.value for one in answers}
    return {key: value for key, value in now.items() if value}
