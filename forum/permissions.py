"""Who may do what: one matrix of role and permission, and the two decorators that ask it.

`@requires(P)` sits on an action and looks at its first argument, a `Membership`: nobody can call
one without having been let into the group first. What staff do by it goes into the record, in the
same transaction (`forum.audit`). `@system_only` marks what only a loop or a
command may call, on nobody's behalf.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from forum.errors import Code, DomainError


class Role(StrEnum):
    PARTICIPANT = "participant"
    FACILITATOR = "facilitator"
    MODERATOR = "moderator"
    SHIFT_LEAD = "shift_lead"
    SAFEGUARDING_LEAD = "safeguarding_lead"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


class Permission(StrEnum):
    TALK = "talk"  # write, reply, delete one's own, in rooms one may enter
    LEAD = "lead"  # plan, start and close sessions; make topics
    STEER = "steer"  # slow a room down, lock it, pause one member or send them home for the day
    SETUP = "setup"  # a group's frame: hours, size, how many adults
    FOUND = "found"  # make a new group
    WAIVE = "waive"  # let a session begin though the last one was not talked through
    INVITE = "invite"
    JUDGE = "judge"  # see the queue; claim and decide cases
    CARE = "care"  # open a side room and enter it
    TUNE = "tune"  # accept, turn down and take back the limits of screening
    LEND = "lend"  # whether the group's lines may leave, de-identified, to train the model
    ROSTER = "roster"  # plan shifts
    UNSEAL = "unseal"  # ask to see what could tell who somebody is
    APPROVE = "approve"  # say yes to another role asking
    BOARD = "board"  # read how well the watching works
    AUDIT = "audit"  # read the record of what staff did
    FOLLOW = "follow"  # choose what screening adds up over several messages


_P = Permission
_LEADS = frozenset(
    {_P.TALK, _P.STEER, _P.WAIVE, _P.JUDGE, _P.CARE, _P.TUNE, _P.FOLLOW, _P.ROSTER, _P.UNSEAL}
) | {_P.BOARD}
MATRIX: dict[Role, frozenset[Permission]] = {
    Role.PARTICIPANT: frozenset({_P.TALK}),
    Role.FACILITATOR: frozenset(
        {_P.TALK, _P.LEAD, _P.STEER, _P.SETUP, _P.FOUND, _P.INVITE, _P.CARE}
    ),
    Role.MODERATOR: frozenset({_P.TALK, _P.STEER, _P.JUDGE, _P.CARE}),
    Role.SHIFT_LEAD: _LEADS,
    Role.SAFEGUARDING_LEAD: _LEADS | {_P.APPROVE},
    Role.ADMINISTRATOR: frozenset(
        {_P.SETUP, _P.FOUND, _P.INVITE, _P.LEND, _P.FOLLOW, _P.APPROVE, _P.BOARD}
    ),
    Role.AUDITOR: frozenset({_P.AUDIT, _P.BOARD}),
}

STAFF = frozenset(Role) - {Role.PARTICIPANT}
# The adults a young person may meet in a room.
CARING = frozenset(role for role, held in MATRIX.items() if Permission.CARE in held)


def may(role: str, permission: Permission) -> bool:
    """Whether the role holds the permission."""
    return permission in MATRIX[Role(role)]


# What members do for themselves. Everything else is an act of staff, and recorded.
OWN = frozenset({Permission.TALK})


class HasRole(Protocol):
    role: str


By = TypeVar("By", bound=HasRole)
Rest = ParamSpec("Rest")
Out = TypeVar("Out")


def requires(
    permission: Permission,
) -> Callable[[Callable[Concatenate[By, Rest], Out]], Callable[Concatenate[By, Rest], Out]]:
    """Refuses with `not_allowed` when the first argument's role lacks the permission."""

    def decorate(
        action: Callable[Concatenate[By, Rest], Out],
    ) -> Callable[Concatenate[By, Rest], Out]:
        @wraps(action)
        def guarded(by: By, /, *args: Rest.args, **kwargs: Rest.kwargs) -> Out:
            if not may(by.role, permission):
                raise DomainError(Code.NOT_ALLOWED)
            if permission in OWN:
                return action(by, *args, **kwargs)
            return _recorded(action, by, *args, **kwargs)

        setattr(guarded, "requires", permission)  # noqa: B010  (read by tests/rules)
        return guarded

    return decorate


def _recorded(
    action: Callable[Concatenate[By, Rest], Out], by: By, /, *args: Rest.args, **kwargs: Rest.kwargs
) -> Out:
    # Not at the top: models are loaded with this module, and the record is one of them.
    from django.db import transaction

    from forum.audit.actions import keep

    with transaction.atomic():
        out = action(by, *args, **kwargs)
        keep(action.__module__, action.__name__, by, args, kwargs, out)
    return out


def system_only(action: Callable[Rest, Out]) -> Callable[Rest, Out]:
    """Marks an action that no person calls: only loops, commands and actions that have checked."""
    setattr(action, "system_only", True)  # noqa: B010  (read by tests/rules)
    return action
