"""All tables of this app, where Django looks for them; each lives with its noun."""

from moderation.assessments.models import Assessment
from moderation.breakglass.models import Opening
from moderation.cases.models import Case, CaseEvent, Decision, Skip
from moderation.context.models import Pattern, Sign
from moderation.feedback.models import Judged
from moderation.limits.models import LimitEvent, LimitSet
from moderation.paging.models import Page
from moderation.reports.models import Report
from moderation.screening.models import ShadowVerdict, Verdict
from moderation.shifts.models import Duty, Gap, Rest, Shift, Watch
from moderation.summaries.models import Summary

__all__ = [
    "Assessment",
    "Case",
    "CaseEvent",
    "Decision",
    "Duty",
    "Gap",
    "Judged",
    "LimitEvent",
    "LimitSet",
    "Opening",
    "Page",
    "Pattern",
    "Report",
    "Rest",
    "ShadowVerdict",
    "Shift",
    "Sign",
    "Skip",
    "Summary",
    "Verdict",
    "Watch",
]
