"""A season of messages and decisions, made up, for the reports to read."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import numpy as np
from django.utils import timezone

from forum.messages.models import Message
from forum.messages.states import State
from moderation.feedback.models import Judged
from moderation.feedback.outcomes import Outcome
from moderation.screening import thresholds
from moderation.screening.models import Verdict
from tests import house

SCORER = "steady 1"
# Whatever thresholds.toml says by now.
DEFAULT = thresholds.Thresholds("t", {"any": {"insult": 0.4, "crisis_suicide": 0.5}}, "m")


def verdicts(
    home: house.House,
    scores: list[float],
    *,
    head: str = "insult",
    language: str = "nb",
    scorer: str = SCORER,
    limit: float = 0.4,
) -> list[Verdict]:
    """Settled messages with these scores, flagged from `limit` on."""
    said = Message.objects.bulk_create(
        Message(
            room=home.topic,
            author=home.ada,
            nonce=uuid.uuid4(),
            text=f"hei {n}",
            state=State.HELD if score >= limit else State.PUBLISHED,
            submitted_at=timezone.now(),
        )
        for n, score in enumerate(scores)
    )
    return Verdict.objects.bulk_create(
        Verdict(
            message=message,
            fate="hold" if score >= limit else "publish",
            language=language,
            scorer=scorer,
            scores={head: round(score, 4)},
            findings=[
                {
                    "head": head,
                    "score": round(score, 4),
                    "threshold": limit,
                    "language": language,
                    "source": "steady",
                    "version": "1 / t",
                    "spans": [],
                }
            ]
            if score >= limit
            else [],
        )
        for message, score in zip(said, scores, strict=True)
    )


def decisions(
    home: house.House,
    n: int,
    *,
    head: str = "insult",
    language: str = "nb",
    scorer: str = SCORER,
    reason: str = "attack",
    seed: int = 0,
) -> None:
    """Decisions by people who agree the more often the higher the score."""
    rng = np.random.default_rng(seed)
    care = reason == "care"
    for number in range(n):
        score = float(rng.uniform(0.02, 0.98))
        right = bool(rng.random() < 1 / (1 + np.exp(-8 * (score - 0.5))))
        Judged.objects.create(
            group=home.group,
            week=date(2026, 11, 2) + timedelta(weeks=number % 3),
            language=language,
            scorer=scorer,
            scores={head: round(score, 4)},
            flagged=[[head, "model"]] if score >= 0.4 else [["newcomer", "policy"]],
            queue="conduct",
            action="remove" if right and not care else "publish",
            reason=reason if right else "fine",
            outcome=(Outcome.CARE if care else Outcome.UPHELD) if right else Outcome.LET_THROUGH,
        )
