"""The steps of an evening: what they may look like. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from forum.errors import Code, DomainError

STEPS_MAX = 12
MINUTES_MAX = 120
TITLE_MAX, PROMPT_MAX = 60, 300


@dataclass(frozen=True)
class Step:
    """`prompt` is pinned above the talk while the step is on."""

    title: str
    minutes: int
    prompt: str = ""


def clean(steps: Sequence[Step]) -> list[dict[str, object]]:
    """The steps as they are kept. Error: `agenda_unfit` with what is allowed."""
    cleaned = [
        Step(" ".join(step.title.split()), step.minutes, step.prompt.strip()) for step in steps
    ]
    fits = len(cleaned) <= STEPS_MAX and all(
        0 < len(step.title) <= TITLE_MAX
        and 0 < step.minutes <= MINUTES_MAX
        and len(step.prompt) <= PROMPT_MAX
        for step in cleaned
    )
    if not fits:
        raise DomainError(
            Code.AGENDA_UNFIT,
            steps=STEPS_MAX,
            minutes=MINUTES_MAX,
            title=TITLE_MAX,
            prompt=PROMPT_MAX,
        )
    return [asdict(step) for step in cleaned]
