"""Messages: mine, and what I ask an adult to look at."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from consumers.wire.commands.command import CaseNote, Command

Why = Literal["hurts", "threat", "sexual", "unsafe", "worried", "other"]


class Submit(Command, frozen=True, tag="submit"):
    """Send a message. `nonce` is made by the client: the same nonce stores one message.

    Answer: `accepted` - it is durable and will be scored before anyone sees it. Its further fate
    comes in `mine` (held, declined) or `entries` (published; settle by `nonce`).
    Errors: `text_empty`, `text_too_long`, `nonce_reused`, `room_not_found`, `room_closed`,
    `session_waiting`, `session_over`, `paused`, `too_fast`, `reply_gone`, `agreement_needed`.
    """

    room: UUID
    nonce: UUID
    text: str
    reply_to: UUID | None = None


class Withdraw(Command, frozen=True, tag="withdraw"):
    """Delete my own message, whatever came of it. Answer: `done`. Error: `message_not_found`."""

    message: UUID


class Dismiss(Command, frozen=True, tag="dismiss"):
    """I have read the outcome of my message: take it out of `mine`. Answer: `done`."""

    message: UUID


class Appeal(Command, frozen=True, tag="appeal"):
    """I ask for another look at a decision against my message, once. Another adult decides.
    Answer: `done`, then `mine`. Errors: `message_not_found`, `appeal_used`, `appeal_waits`."""

    message: UUID
    words: CaseNote = ""


class ReportMessage(Command, frozen=True, tag="report_message"):
    """I ask an adult to look at a message. Said again it is the same report, said more clearly.
    Answer: `done`, then `mine` with the receipt. Errors: `room_not_found`, `message_not_found`,
    `report_own`, `too_many_reports`."""

    room: UUID
    message: UUID
    why: Why
    words: CaseNote = ""


class ReportAdult(Command, frozen=True, tag="report_adult"):
    """I tell of an adult of the group, past that adult. Said again it is the same report. Answer:
    `done`, then `mine` with the receipt. Errors: `room_not_found`, `adult_not_found`, `report_own`,
    `too_many_reports`."""

    group: UUID
    adult: UUID
    why: Why
    words: CaseNote = ""


class PutAwayReport(Command, frozen=True, tag="put_away_report"):
    """I have read the receipt or the outcome: take it out of `mine`. Answer: `done`. Error:
    `report_not_found`."""

    report: UUID


AnyTalkCommand = Submit | Withdraw | Dismiss | Appeal | ReportMessage | ReportAdult | PutAwayReport
