"""Whether somebody may take one more grave case before a break; asked by the claim."""

from __future__ import annotations

from datetime import timedelta
from math import ceil

from django.utils import timezone

from forum.errors import Code, DomainError
from forum.memberships.models import Membership
from moderation.cases.states import CRISIS, GRAVE
from moderation.shifts.queries import REST, load, on_duty


def check_exposure(by: Membership, severity: int) -> bool:
    """Whether they go beyond the limit with it, because nobody else is there.

    Raises `break_needed` (with its minutes) at the limit or during a break. A crisis is for whoever
    is there: refused only when somebody else is on duty.
    """
    if severity < GRAVE:
        return False
    now = load(by)
    if not now.at_limit and now.rests_until is None:
        return False
    others = any(duty.member_id != by.pk for duty in on_duty(by.group_id))
    if severity >= CRISIS and not others:
        return True
    left = now.rests_until - timezone.now() if now.rests_until else REST
    raise DomainError(Code.BREAK_NEEDED, minutes=ceil(left / timedelta(minutes=1)))
