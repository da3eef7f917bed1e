"""The only writer of worries, together with the debrief they come from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from forum.debriefs import actions as debriefs
from forum.debriefs.models import Debrief
from forum.errors import Code, DomainError
from forum.memberships.models import Membership
from forum.permissions import Permission, Role, may, requires
from moderation.cases.actions import open_worry

# By when something is seen to that is to be seen to on a day.
EVENING = time(20)
AHEAD_DAYS = 60


@dataclass(frozen=True)
class Worry:
    """About whom, who sees to it, by which day, and what it is."""

    member: UUID
    owner: UUID
    due: date
    words: str


@requires(Permission.CARE)
@transaction.atomic
def debrief(
    by: Membership, *, session_id: UUID, answers: dict[str, str], worries: Sequence[Worry]
) -> Debrief:
    """An adult talks a session through; each worry becomes a case, or joins the open one about the
    same young person. Errors: those of `forum.debriefs`, `member_not_found`, `owner_needed` (one
    who judges here, and a day from today on)."""
    row = debriefs.debrief(by, session_id=session_id, answers=answers)
    for worry in worries:
        _raise(by, worry)
    return row


def _raise(by: Membership, worry: Worry) -> None:
    there = Membership.objects.filter(group=by.group_id, removed_at=None).select_related(
        "group", "person"
    )
    youth = there.filter(pk=worry.member, role=Role.PARTICIPANT).first()
    if youth is None:
        raise DomainError(Code.MEMBER_NOT_FOUND)
    owner = there.filter(pk=worry.owner).first()
    zone = ZoneInfo(by.group.zone)
    today = timezone.now().astimezone(zone).date()
    if (
        owner is None
        or not may(owner.role, Permission.JUDGE)
        or not 0 <= (worry.due - today).days <= AHEAD_DAYS
    ):
        raise DomainError(Code.OWNER_NEEDED)
    due_at = datetime.combine(worry.due, EVENING, zone)
    words = worry.words.strip()
    open_worry(youth, owner=owner, due_at=max(due_at, timezone.now()), words=words)
