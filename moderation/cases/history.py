"""Writing a line of a case's history: what happened, by whom, and to whom it went on. Whoever does
something with a case (deciding, care, paging, break-glass) tells it here, in its transaction."""

from __future__ import annotations

from forum.memberships.models import Membership
from moderation.cases.models import Case, CaseEvent


def tell(
    case: Case,
    what: str,
    by: Membership | None = None,
    words: str = "",
    *,
    to: Membership | None = None,
) -> None:
    """`what` is a key under `staff.event.` or `staff.action.`; `words` are for colleagues."""
    CaseEvent.objects.create(case=case, what=what, by=by, to=to, note=words)
