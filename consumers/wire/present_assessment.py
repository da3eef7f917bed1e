"""A case's duty-to-act sheets into a frame."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, cast

from consumers.wire import events
from forum.memberships.models import Membership
from forum.sealed import NotSealedHere
from moderation.assessments.actions import REASON_MIN
from moderation.assessments.answers import Answer, opened, opened_reason
from moderation.assessments.models import Assessment
from moderation.assessments.queries import of_case
from moderation.assessments.questions import TEXT_MAX, places, questions
from moderation.cases.models import Case
from moderation.cases.states import KEPT


def assessment(re: int, by: Membership, case: Case) -> events.Assessment:
    """The sheets of this case as this member sees them."""
    sheets = [_Opened(row) for row in of_case(case)]
    names = _names(answer.by for sheet in sheets for answer in sheet.answers)
    return events.Assessment(
        re=re,
        case=case.pk,
        mine=case.holder_id == by.pk and case.state in KEPT,
        questions=[
            events.AssessmentQuestion(
                key=one.key,
                kind=cast(Literal["choice", "text"], one.kind),
                law=one.law,
                url=one.url,
            )
            for one in questions().values()
        ],
        sheets=[sheet.part(names) for sheet in sheets],
        places=[
            events.AssessmentPlace(
                id=line.id, name=line.name, number=line.number, phone=line.phone or ""
            )
            for line in places()
        ],
        reason_min=REASON_MIN,
        text_max=TEXT_MAX,
    )


class _Opened:
    """A sheet with its seal broken, or what can be said of it without."""

    def __init__(self, row: Assessment) -> None:
        self.row = row
        self.answers: list[Answer] = []
        self.reason, self.readable = "", True
        try:
            self.answers, self.reason = opened(row.answers), opened_reason(row.reason)
        except NotSealedHere:
            self.readable = False

    def part(self, names: dict[str, str]) -> events.AssessmentSheet:
        row = self.row
        return events.AssessmentSheet(
            id=row.pk,
            started_at=row.started_at,
            by=row.by.alias if row.by else None,
            answers=[
                events.AssessmentAnswer(
                    key=one.key, value=one.value, at=one.at, who=names.get(one.by)
                )
                for one in self.answers
            ],
            readable=self.readable,
            outcome=cast(Literal["report", "no_report"], row.outcome) if row.outcome else None,
            reason=self.reason,
            finished_at=row.finished_at,
            finished_by=row.finished_by.alias if row.finished_by else None,
        )


def _names(members: Iterable[str]) -> dict[str, str]:
    there = Membership.objects.filter(pk__in=set(members))
    return {str(pk): alias for pk, alias in there.values_list("pk", "alias")}
