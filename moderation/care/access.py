"""Whom a case gives somebody to speak with."""

from __future__ import annotations

from forum.memberships.models import Membership
from forum.permissions import Role
from moderation.cases.models import Case
from moderation.reports.models import Report


def youth_of(case: Case) -> Membership | None:
    """The young person to speak with: who wrote it, or, where an adult did or is who it is about,
    the one who told of it first."""
    if not case.subject.is_staff:
        return case.subject
    told = Report.objects.filter(case=case, by__role=Role.PARTICIPANT).select_related("by")
    first = told.order_by("at").first()
    return first.by if first else None
