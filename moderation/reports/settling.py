"""Telling those who reported what came of it; called by the decision, in its transaction."""

from __future__ import annotations

from forum import doorbell
from moderation.cases.models import Case
from moderation.cases.outcomes import ACTED
from moderation.reports.models import Outcome, Report


def tell_reporters(case: Case, action: str) -> None:
    """Each report of this case gets its outcome, once."""
    waiting = Report.objects.filter(case=case, outcome="")
    people = list(waiting.values_list("by__person", flat=True))
    waiting.update(outcome=Outcome.ACTED if action in ACTED else Outcome.LOOKED_AT, read=False)
    doorbell.ring(*(doorbell.person(person) for person in people))
