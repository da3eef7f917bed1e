"""What people may read of reports."""

from __future__ import annotations

from collections.abc import Sequence

from forum.people.models import Person
from moderation.cases.models import Case
from moderation.reports.models import Report


def own(people: Sequence[Person]) -> list[Report]:
    """These people's own reports that they have not put away, oldest first."""
    return list(
        Report.objects.filter(by__person__in=people, read=False)
        .select_related("by", "case__about")
        .order_by("at")
    )


def of_case(case: Case) -> list[Report]:
    """What was said in a case, oldest first. Who said it is not for those who judge."""
    return list(case.reports.order_by("at"))
