"""The duty to act: the sheet of questions."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from consumers.wire.frame import Frame, Part


class AssessmentQuestion(Part, frozen=True):
    """A question; its words stand under `staff.assess.q.<key>`. `law` is the paragraph that the
    words beside it restate, at `url`; both empty where there is none."""

    key: str
    kind: Literal["choice", "text"]
    law: str
    url: str


class AssessmentAnswer(Part, frozen=True):
    """An answer and its time. A later one to the same question holds; an empty one takes back."""

    key: str
    value: str
    at: datetime
    who: str | None


class AssessmentSheet(Part, frozen=True):
    """One sheet. `outcome` is null until it is finished; then nothing on it changes. `readable`
    is false when the keys it was sealed with are gone."""

    id: UUID
    started_at: datetime
    by: str | None
    answers: list[AssessmentAnswer]
    readable: bool
    outcome: Literal["report", "no_report"] | None
    reason: str
    finished_at: datetime | None
    finished_by: str | None


class AssessmentPlace(Part, frozen=True):
    """Where a person may ring; its words stand under `staff.assess.place.<id>`."""

    id: str
    name: str
    number: str
    phone: str


class Assessment(Frame, frozen=True, tag="assessment"):
    """Answer to `read_assessment` and to what changes a sheet: a case's duty-to-act sheets, the
    newest first. `mine`: I hold the case, and may write."""

    re: int
    case: UUID
    mine: bool
    questions: list[AssessmentQuestion]
    sheets: list[AssessmentSheet]
    places: list[AssessmentPlace]
    reason_min: int
    text_max: int


AnyAssessmentEvent = Assessment
