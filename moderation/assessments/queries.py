"""What may be read of assessments."""

from __future__ import annotations

from django.db.models import QuerySet

from moderation.assessments.models import Assessment
from moderation.cases.models import Case


def of_case(case: Case) -> QuerySet[Assessment]:
    """The sheets of this case, the newest first."""
    sheets = Assessment.objects.filter(case=case).select_related("by", "finished_by")
    return sheets.order_by("-started_at", "-pk")


def assessed(case: Case) -> bool:
    """Whether somebody thought it through to the end."""
    return Assessment.objects.filter(case=case).exclude(outcome="").exists()
