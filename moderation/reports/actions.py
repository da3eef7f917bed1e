"""The only writers of reports."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from forum import doorbell
from forum.errors import Code, DomainError
from forum.memberships.models import Membership
from forum.messages.models import Message
from forum.messages.states import State
from forum.permissions import Permission, requires
from forum.rooms.models import Room
from moderation.cases.actions import open_adult_case, open_case
from moderation.cases.models import Case
from moderation.reports.models import Report, Why
from moderation.screening.verdict import Queue

# How grave each is until a person says otherwise.
SEVERITY = {
    Why.HURTS: 2,
    Why.THREAT: 3,
    Why.SEXUAL: 3,
    Why.UNSAFE: 3,
    Why.WORRIED: 2,
    Why.OTHER: 1,
}
ADULT_SEVERITY = 3
PER_HOUR = 20


@requires(Permission.TALK)
@transaction.atomic
def report_message(
    by: Membership, room: Room, *, message_id: UUID, why: Why, words: str = ""
) -> Report:
    """Asks an adult to look at a message. Said again it is the same report, said more clearly: two
    taps send it, and what it is about can come afterwards.

    `room` must come from `access.in_room`. Errors: `message_not_found` (not there, or gone),
    `report_own`, `too_many_reports`.
    """
    message = (
        Message.objects.select_related("room__group", "author")
        .filter(pk=message_id, room=room, state=State.PUBLISHED)
        .first()
    )
    if message is None:
        raise DomainError(Code.MESSAGE_NOT_FOUND)
    if message.author_id == by.pk:
        raise DomainError(Code.REPORT_OWN)
    earlier = _earlier(by, case__message=message)
    queue = Queue.CARE if why == Why.WORRIED else Queue.CONDUCT
    case = open_case(message, queue=queue, severity=SEVERITY[why], because=[f"report_{why}"])
    return _report(by, case, why, words, earlier)


@requires(Permission.TALK)
@transaction.atomic
def report_adult(by: Membership, *, adult_id: UUID, why: Why, words: str = "") -> Report:
    """Tells of an adult of one's group, past that adult. Errors: `adult_not_found`, `report_own`,
    `too_many_reports`."""
    adult = (
        Membership.objects.select_related("group")
        .filter(pk=adult_id, group=by.group_id, removed_at=None)
        .first()
    )
    if adult is None or not adult.is_staff:
        raise DomainError(Code.ADULT_NOT_FOUND)
    if adult.pk == by.pk:
        raise DomainError(Code.REPORT_OWN)
    earlier = _earlier(by, case__about=adult)
    case = open_adult_case(
        adult, severity=max(ADULT_SEVERITY, SEVERITY[why]), because=[f"report_{why}"]
    )
    return _report(by, case, why, words, earlier)


def _earlier(by: Membership, **of: Message | Membership) -> Report | None:
    """What they said of it and is not answered yet. A new one counts. Error: `too_many_reports`."""
    earlier = Report.objects.filter(by=by, outcome="", **of).first()
    if earlier is None:
        since = timezone.now() - timedelta(hours=1)
        if Report.objects.filter(by=by, at__gt=since).count() >= PER_HOUR:
            raise DomainError(Code.TOO_MANY_REPORTS)
    return earlier


def _report(by: Membership, case: Case, why: Why, words: str, earlier: Report | None) -> Report:
    if earlier is not None:
        earlier.why, earlier.words = why, words.strip()[:500] or earlier.words
        earlier.save(update_fields=["why", "words"])
        return earlier
    report, _ = Report.objects.get_or_create(
        case=case,
        by=by,
        defaults={"why": why, "words": words.strip()[:500], "at": timezone.now()},
    )
    if report.outcome:
        # A case decided before and opened again by an appeal: it is waited for once more.
        Report.objects.filter(pk=report.pk).update(outcome="", read=False)
        report.refresh_from_db()
    doorbell.ring(doorbell.person(by.person_id))
    return report


@requires(Permission.TALK)
@transaction.atomic
def put_away(by: Membership, *, report_id: UUID) -> None:
    """Its maker has read the receipt or the outcome. Error: `report_not_found`."""
    if not Report.objects.filter(pk=report_id, by=by).update(read=True):
        raise DomainError(Code.REPORT_NOT_FOUND)
    doorbell.ring(doorbell.person(by.person_id))
