"""The limits of the scorer, and lines lent to train it."""

from __future__ import annotations

from uuid import UUID

from consumers.wire.commands.command import Command, Seq


class AcceptLimits(Command, frozen=True, tag="accept_limits"):
    """Lead: yes to a proposed set of limits. The second person's yes puts it in force.

    Answer: `done`, then `limits`. Errors: `limits_not_found`, `limits_changed`,
    `limits_two_people`.
    """

    limits: Seq


class TurnDownLimits(Command, frozen=True, tag="turn_down_limits"):
    """Lead: no to a proposed set. Answer: `done`, then `limits`. Errors: `limits_not_found`,
    `limits_changed`."""

    limits: Seq


class TakeBackLimits(Command, frozen=True, tag="take_back_limits"):
    """Lead: out of force with this set, and back to the one before it, at once. Answer: `done`,
    then `limits`. Errors: `limits_not_found`, `limits_changed`."""

    limits: Seq


class LendLines(Command, frozen=True, tag="lend_lines"):
    """Administrator: whether the group's lines may leave, de-identified, to train the model.
    Answer: `done`, then `limits`. Errors: `room_not_found`, `not_allowed`."""

    group: UUID
    on: bool


AnyLimitsCommand = AcceptLimits | TurnDownLimits | TakeBackLimits | LendLines
