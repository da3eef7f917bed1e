"""What a moderator can do, and which of it fits. Pure."""

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
    REMOVE_SESSION = "remove_session"  # out of this session, and still in the group
    REMOVE_MEMBER = "remove_member"
    LOOKED_AFTER = "looked_after"  # the person is being looked after; a held message stays private
    UPHOLD = "uphold"  # an appeal: the first decision stands
    LIFT = "lift"  # an appeal about a message that is gone: what it brought with it is taken back
    NO_GROUND = "no_ground"  # a report on an adult: nothing in it
    TALKED = "talked"  # a report on an adult: spoken with, and it stays at that


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
# In the order shown.
_AGAINST = (
    Action.REPHRASE,
    Action.REMOVE,
    Action.PAUSE,
    Action.REMOVE_SESSION,
    Action.REMOVE_MEMBER,
)
# Against these an author may appeal.
AGAINST = frozenset(_AGAINST)
# After these a message that waited or was shown is not shown.
TAKES_AWAY = AGAINST | {Action.LOOKED_AFTER}
PUTS_OUT = frozenset({Action.REMOVE_SESSION, Action.REMOVE_MEMBER})
# Reasons of safety: what is taken away for one of them may leave a room uneasy.
UNSETTLING = frozenset({"care", "harm", "threat"})
REVERSING = frozenset({Action.PUBLISH, Action.PUBLISH_WITH_NOTE, Action.LIFT})
# What tells somebody who reported that it led to something.
ACTED = TAKES_AWAY | {Action.TALKED, Action.PUBLISH_WITH_NOTE, Action.UPHOLD}


def fitting(state: str, queue: str, *, in_session: bool) -> list[Action]:
    """The actions that make sense for a message in this state, in the order shown."""
    against = [one for one in _AGAINST if in_session or one != Action.REMOVE_SESSION]
    if state == State.HELD:
        fit = [Action.PUBLISH, Action.PUBLISH_WITH_NOTE, *against]
    elif state == State.PUBLISHED:
        fit = [Action.PUBLISH, *against]
    else:
        return [Action.LOOKED_AFTER]
    return [Action.LOOKED_AFTER, *fit] if queue == Queue.CARE else fit


def fitting_appeal(state: str) -> list[Action]:
    """The actions that answer an appeal."""
    if state in (State.DECLINED, State.REMOVED):
        return [Action.PUBLISH, Action.PUBLISH_WITH_NOTE, Action.UPHOLD]
    return [Action.LIFT, Action.UPHOLD]


FITTING_WORRY = [Action.LOOKED_AFTER, Action.TALKED, Action.NO_GROUND]
FITTING_ADULT = [Action.NO_GROUND, Action.TALKED, Action.REMOVE_MEMBER]


def unsettles(action: str, reason: str) -> bool:
    """Whether a room may need to hear that somebody is being looked after."""
    return action in PUTS_OUT or (action in TAKES_AWAY and reason in UNSETTLING)


def reason_fits(action: Action, reason: str) -> bool:
    """Whether the reason is known, and one that can carry this action."""
    return reason in REASONS and not (action in AGAINST and reason in _KIND)
