"""The duty to act: the sheet of questions."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from consumers.wire.commands.command import NO_NUL, Command


class ReadAssessment(Command, frozen=True, tag="read_assessment"):
    """Moderator: the duty-to-act sheets of a case. Answer: `assessment`. Error:
    `case_not_found`."""

    case: UUID


class BeginAssessment(Command, frozen=True, tag="begin_assessment"):
    """Moderator: begin a sheet in the care case one holds, or go on with the open one. Answer:
    `assessment`. Errors: `case_not_found`, `case_not_yours`, `action_unfit`."""

    case: UUID


class AnswerAssessment(Command, frozen=True, tag="answer_assessment"):
    """Moderator: answer a question of the open sheet: `yes`, `no`, `unsure`, or text. Answer:
    `assessment`. Errors: `assessment_not_found`, `case_not_yours`, `assessment_done`,
    `answer_unfit`."""

    assessment: UUID
    key: Annotated[str, Meta(max_length=40, pattern=NO_NUL)]
    value: Annotated[str, Meta(max_length=4000, pattern=NO_NUL)]


class FinishAssessment(Command, frozen=True, tag="finish_assessment"):
    """Moderator: end the sheet. It reports nobody: a person rings. Answer: `assessment`. Errors:
    `assessment_not_found`, `case_not_yours`, `assessment_done`, `answers_needed`,
    `reason_short`."""

    assessment: UUID
    outcome: Literal["report", "no_report"]
    reason: Annotated[str, Meta(max_length=2000, pattern=NO_NUL)] = ""


AnyAssessmentCommand = ReadAssessment | BeginAssessment | AnswerAssessment | FinishAssessment
