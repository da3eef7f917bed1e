"""All tables of this app, where Django looks for them; each lives with its noun."""

from moderation.assessments.models import Assessment
from moderation.cases.models import Case, CaseEvent, Decision, Skip
from moderation.context.models import Pattern, Sign
from moderation.feedback.models import Judged
from moderation.limits.models import LimitEvent, LimitSet
from moderation.reports.models import Report
from moderation.screening.models import ShadowVerdict, Verdict

__all__ = [
    "Assessment",
    "Case",
    "CaseEvent",
    "Decision",
    "Judged",
    "LimitEvent",
    "LimitSet",
    "Pattern",
    "Report",
    "ShadowVerdict",
    "Sign",
    "Skip",
    "Verdict",
]
