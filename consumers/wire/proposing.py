"""Words to an author, proposed in the author's own language: a person changes them or not."""

from __future__ import annotations

from typing import Literal, cast

from consumers.wire import events
from forum.words import say
from moderation.cases.outcomes import AGAINST, REASONS, Action

_ACTIONS = sorted(AGAINST | {Action.LOOKED_AFTER, Action.UPHOLD})
_REASONS = [reason for reason in REASONS if reason != "fine"]


def proposals(language: str) -> events.Proposals:
    """One sentence for each action and each reason that an author hears of."""
    return events.Proposals(
        language=cast(Literal["nb", "nn", "en"], language),
        actions={one.value: say(f"staff.proposed.action.{one}", language) for one in _ACTIONS},
        reasons={one: say(f"staff.proposed.reason.{one}", language) for one in _REASONS},
        clause=say("staff.proposed.clause", language),
    )
