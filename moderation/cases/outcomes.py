"""What a moderator can do, and which of it fits a message in a given state. Pure."""

from __future__ import annotations

from enum import StrEnum

from forum.messages.states import State
from moderation.screening.verdict import Queue


class Action(StrEnum):
    PUBLISH = "publish"  # shown; or left standing when it was shown already
    PUBLISH_WITH_NOTE = "publish_with_note"
    REPHRASE = "rephrase"
    REMOVE = "remove"
    PAUSE = "pause"
    REMOVE_MEMBER = "remove_member"
    LOOKED_AFTER = "looked_after"  # the person is being looked after; a held message stays private


REASONS = (
    "fine",
    "attack",
    "threat",
    "identity",
    "sexual",
    "harm",
    "private",
    "contact",
    "care",
    "other",
)
# Not a reason against somebody, and so not one for taking anything away.
_KIND = frozenset({"fine", "care"})
AGAINST = frozenset({Action.REPHRASE, Action.REMOVE, Action.PAUSE, Action.REMOVE_MEMBER})


def fitting(state: str, queue: str) -> list[Action]:
    """The actions that make sense for a message in this state, in the order shown."""
    if state == State.HELD:
        fit = [
            Action.PUBLISH,
            Action.PUBLISH_WITH_NOTE,
            Action.REPHRASE,
            Action.REMOVE,
            Action.PAUSE,
            Action.REMOVE_MEMBER,
        ]
    elif state == State.PUBLISHED:
        fit = [
            Action.PUBLISH,
            Action.REPHRASE,
            Action.REMOVE,
            Action.PAUSE,
            Action.REMOVE_MEMBER,
        ]
    else:
        return [Action.LOOKED_AFTER]
    return [Action.LOOKED_AFTER, *fit] if queue == Queue.CARE else fit


def reason_fits(action: Action, reason: str) -> bool:
    """Whether the reason is known, and one that can carry this action."""
    return reason in REASONS and not (action in AGAINST and reason in _KIND)
