"""All tables of this app, where Django looks for them; each lives with its noun."""

from moderation.cases.models import Case, CaseEvent
from moderation.context.models import Pattern, Sign
from moderation.screening.models import Verdict

__all__ = ["Case", "CaseEvent", "Pattern", "Sign", "Verdict"]
