"""The only writers of assessments: begin, answer, finish, by who holds the case.

Each locks the case's row first, so that who holds it stays so until the change is made.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from forum import doorbell
from forum.errors import Code, DomainError
from forum.memberships.models import Membership
from forum.permissions import Permission, requires
from moderation.assessments.answers import Answer, closed, closed_reason, latest, opened
from moderation.assessments.models import Assessment, Outcome
from moderation.assessments.questions import questions
from moderation.cases.history import tell
from moderation.cases.models import Case
from moderation.cases.states import KEPT
from moderation.screening.verdict import Queue

REASON_MIN = 20


@requires(Permission.CARE)
@transaction.atomic
def begin(by: Membership, case: Case) -> Assessment:
    """A sheet for this case, or the one that is not finished. Errors: `case_not_yours`,
    `action_unfit` (not a case of care)."""
    _holding(by, case)
    if case.queue != Queue.CARE:
        raise DomainError(Code.ACTION_UNFIT)
    sheet, begun = Assessment.objects.get_or_create(
        case=case,
        outcome="",
        defaults={"by": by, "started_at": timezone.now(), "answers": closed([])},
    )
    if begun:
        _tell(by, case, "assessment_begun")
    return sheet


@requires(Permission.CARE)
@transaction.atomic
def answer(by: Membership, sheet: Assessment, *, key: str, value: str) -> None:
    """Adds an answer; an earlier one to the same question is kept with its time. The same again
    changes nothing. Errors: `case_not_yours`, `assessment_done`, `answer_unfit`."""
    sheet = _open(by, sheet)
    value = value.strip()
    question = questions().get(key)
    if question is None or not question.takes(value):
        raise DomainError(Code.ANSWER_UNFIT)
    said = opened(sheet.answers)
    if latest(said).get(key, "") == value:
        return
    said.append(Answer(key=key, value=value, at=timezone.now(), by=str(by.pk)))
    Assessment.objects.filter(pk=sheet.pk).update(answers=closed(said))


@requires(Permission.CARE)
@transaction.atomic
def finish(by: Membership, sheet: Assessment, *, outcome: Outcome, reason: str) -> None:
    """Ends the sheet; nothing on it changes afterwards.

    To report is never held up by a question that is open. Not to report needs an answer to each,
    and a reason. Errors: `case_not_yours`, `assessment_done`, `answers_needed`, `reason_short`.
    """
    sheet = _open(by, sheet)
    reason = reason.strip()
    if outcome == Outcome.NO_REPORT:
        if latest(opened(sheet.answers)).keys() != questions().keys():
            raise DomainError(Code.ANSWERS_NEEDED)
        if len(reason) < REASON_MIN:
            raise DomainError(Code.REASON_SHORT, min=REASON_MIN)
    Assessment.objects.filter(pk=sheet.pk).update(
        outcome=outcome,
        reason=closed_reason(reason),
        finished_at=timezone.now(),
        finished_by=by,
    )
    _tell(by, sheet.case, "assessment_done")


def _holding(by: Membership, case: Case) -> None:
    kept = Case.objects.select_for_update().filter(pk=case.pk, holder=by, state__in=sorted(KEPT))
    if kept.first() is None:
        raise DomainError(Code.CASE_NOT_YOURS)


def _open(by: Membership, sheet: Assessment) -> Assessment:
    _holding(by, sheet.case)
    # Read after the lock: what it held before may have been added to.
    sheet = Assessment.objects.select_related("case").get(pk=sheet.pk)
    if sheet.outcome:
        raise DomainError(Code.ASSESSMENT_DONE)
    return sheet


def _tell(by: Membership, case: Case, what: str) -> None:
    tell(case, what, by)
    doorbell.ring(doorbell.desk(case.group_id))
