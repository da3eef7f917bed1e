"""The only writers of debriefs and waivers."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from forum import doorbell
from forum.debriefs.models import Debrief, Waiver
from forum.debriefs.queries import lacking, may_answer
from forum.debriefs.questions import LENGTH_MAX, fit
from forum.errors import Code, DomainError
from forum.memberships.models import Membership
from forum.permissions import Permission, requires, system_only
from forum.sessions.actions import find
from forum.sessions.models import Session
from forum.sessions.states import SessionState

REASON_MIN, REASON_MAX = 10, 300


@requires(Permission.CARE)
@transaction.atomic
def debrief(by: Membership, *, session_id: UUID, answers: dict[str, str]) -> Debrief:
    """One adult's answers to the five questions; said again, they replace the first. Errors:
    `session_not_found`, `not_from_here` (not over yet), `not_allowed` (was not there),
    `debrief_unfit`."""
    session = find(by, session_id)
    if session.state != SessionState.OVER:
        raise DomainError(Code.NOT_FROM_HERE)
    if not may_answer(by, session):
        raise DomainError(Code.NOT_ALLOWED)
    cleaned = fit(answers)
    if cleaned is None:
        raise DomainError(Code.DEBRIEF_UNFIT, max=LENGTH_MAX)
    row, _ = Debrief.objects.update_or_create(
        session=session, by=by, defaults={"answers": cleaned, "at": timezone.now()}
    )
    doorbell.ring(doorbell.group(session.group_id))
    return row


@requires(Permission.WAIVE)
@transaction.atomic
def waive(by: Membership, *, session_id: UUID, reason: str) -> Waiver:
    """Lets the next session begin without. Errors: `session_not_found`, `reason_short`,
    `already_there` (talked through, or waived)."""
    session = find(by, session_id)
    reason = reason.strip()
    if not REASON_MIN <= len(reason) <= REASON_MAX:
        raise DomainError(Code.REASON_SHORT, min=REASON_MIN)
    if session.state != SessionState.OVER:
        raise DomainError(Code.NOT_FROM_HERE)
    if not lacking(session):
        raise DomainError(Code.ALREADY_THERE)
    try:
        with transaction.atomic():
            row = Waiver.objects.create(session=session, by=by, reason=reason, at=timezone.now())
    except IntegrityError as error:
        raise DomainError(Code.ALREADY_THERE) from error
    doorbell.ring(doorbell.group(session.group_id))
    return row


@system_only
def forget(sessions: QuerySet[Session]) -> None:
    """Lets go of what was answered after these sessions; that it was answered stays."""
    Debrief.objects.filter(session__in=sessions).exclude(answers={}).update(answers={})
