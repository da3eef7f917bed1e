"""Calming a room: slower, locked, one member paused or home for the day."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from consumers.wire.commands.command import Command

SteerReason = Literal["breathe", "fast", "read", "listen"]


MemberReason = Literal["space", "tone", "agreement", "rest"]


class SlowRoom(Command, frozen=True, tag="slow_room"):
    """Facilitator, moderator: so many seconds between two messages of one young person; 0: as ever.
    Answer: `done`. Errors: `room_not_found`, `not_allowed`, `slow_unfit`, `reason_needed`,
    `action_unfit`."""

    room: UUID
    seconds: int
    reason: SteerReason | None = None


class LockRoom(Command, frozen=True, tag="lock_room"):
    """Facilitator, moderator: nobody writes for so many minutes; 0: open again. Answer: `done`.
    Errors: `room_not_found`, `not_allowed`, `lock_unfit`, `reason_needed`, `action_unfit`."""

    room: UUID
    minutes: int
    reason: SteerReason | None = None


class PauseMember(Command, frozen=True, tag="pause_member"):
    """Facilitator, moderator: one young person does not write for so many minutes; 0: may again.
    Answer: `done`. Errors: `room_not_found`, `not_allowed`, `member_not_found`, `pause_unfit`,
    `reason_needed`."""

    group: UUID
    member: UUID
    minutes: int
    reason: MemberReason | None = None


class SendHome(Command, frozen=True, tag="send_home"):
    """Facilitator, moderator: out of the shared rooms for the rest of the day. Answer: `done`.
    Errors: `room_not_found`, `not_allowed`, `member_not_found`, `reason_needed`."""

    group: UUID
    member: UUID
    reason: MemberReason


class LetBack(Command, frozen=True, tag="let_back"):
    """Facilitator, moderator: may come in again before the day is over. Answer: `done`. Errors:
    `room_not_found`, `not_allowed`, `member_not_found`."""

    group: UUID
    member: UUID


AnySteeringCommand = SlowRoom | LockRoom | PauseMember | SendHome | LetBack
