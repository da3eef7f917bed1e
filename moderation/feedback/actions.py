"""The only writer of feedback."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from forum.permissions import system_only
from moderation.cases.models import Case
from moderation.feedback.models import Judged
from moderation.feedback.outcomes import outcome
from moderation.limits.replay import of_model
from moderation.screening.models import Verdict


@system_only
def remember(case: Case, *, action: str, reason: str) -> None:
    """Keeps what this decision says about the machine. In the transaction that decides.

    A message that was reported before any verdict leaves a row without scores."""
    today = timezone.localdate()
    verdict = Verdict.objects.filter(message=case.message_id).first() or Verdict()
    Judged.objects.create(
        group_id=case.group_id,
        week=today - timedelta(days=today.weekday()),
        language=verdict.language,
        scorer=verdict.scorer,
        limits=verdict.limits,
        rules=verdict.rules,
        scores=verdict.scores,
        flagged=[
            [finding["head"], "model" if of_model(finding, verdict.scores) else finding["source"]]
            for finding in verdict.findings
        ],
        queue=case.queue,
        action=action,
        reason=reason,
        outcome=outcome(action, reason),
    )
