"""The loop that lets go of what is older than its group keeps it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from forum.attendance import actions as attendance
from forum.checkins import actions as checkins
from forum.debriefs import actions as debriefs
from forum.messages.actions import blank, forget
from forum.messages.models import Message
from forum.messages.states import State
from forum.outcomes import actions as outcomes
from forum.permissions import Role, system_only
from forum.proposals.models import Proposal
from forum.proposals.states import ProposalState
from forum.rooms.models import Group, RoomKind
from forum.sessions.models import Session
from forum.sessions.states import SessionState
from forum.timeline.actions import forget_notices
from forum.timeline.models import Entry
from moderation.cases.models import Case
from moderation.cases.states import CaseState
from moderation.reports.models import Report

BATCH = 200
# Where nothing is to be kept longer than a session, it goes a day after: as long as the session
# itself is shown, and as long as somebody may still ask what happened.
SHORTEST = timedelta(days=1)
# So long the adults of a session may need to talk it through.
TALKED_THROUGH = timedelta(days=30)


@system_only
def purge() -> int:
    """Lets go of at most `BATCH` messages. Returns how many; fewer means that no more are due."""
    now = timezone.now()
    done = 0
    for days in Group.objects.order_by().values_list("retention_days", flat=True).distinct():
        _purge_evenings(days, now)
        done += _purge(days, now, BATCH - done)
        if done >= BATCH:
            break
    return done


@transaction.atomic
def _purge(days: int, now: datetime, at_most: int) -> int:
    before = now - max(timedelta(days=days), SHORTEST)
    old = Message.objects.filter(_due(days, before, at="submitted_at")).exclude(state=State.PENDING)
    old = old.exclude(Exists(_undecided(message=OuterRef("pk")))).exclude(
        Exists(Proposal.objects.filter(message=OuterRef("pk"), state=ProposalState.OPEN))
    )
    # Those judged have been emptied: no need to look at them again.
    judged_once = Exists(Case.objects.filter(message=OuterRef("pk")))
    there = Exists(Entry.objects.filter(message=OuterRef("pk")))
    old = old.exclude(Q(text="") & judged_once & ~there)
    locked = old.select_for_update(of=("self",)).order_by("submitted_at")[:at_most]
    ids = {message.pk for message in locked}
    # A case may have been opened while we waited for the locks.
    ids -= set(_undecided(message__in=ids).values_list("message", flat=True))
    judged = set(Case.objects.filter(message__in=ids).values_list("message", flat=True))
    forget(ids - judged)
    blank(judged)
    Case.objects.filter(message__in=judged).update(text="")
    Report.objects.filter(case__message__in=judged).update(words="")
    forget_notices(_due(days, before, at="at"), at_most)
    return len(ids)


@transaction.atomic
def _purge_evenings(days: int, now: datetime) -> None:
    """Who was there and said what of themselves, what the adults answered afterwards, and worries
    that are settled."""
    before = now - max(timedelta(days=days), SHORTEST)
    over = Session.objects.filter(group__retention_days=days, state=SessionState.OVER)
    old = over.filter(closed_at__lt=before)
    checkins.forget(old)
    outcomes.forget(old)
    attendance.forget(old)
    debriefs.forget(over.filter(closed_at__lt=min(before, now - TALKED_THROUGH)))
    worries = Case.objects.filter(
        message=None, about__role=Role.PARTICIPANT, group__retention_days=days
    )
    worries.filter(state=CaseState.DECIDED, decided_at__lt=before).exclude(text="").update(text="")


def _undecided(**of: object) -> QuerySet[Case]:
    return Case.objects.filter(**of).exclude(state=CaseState.DECIDED)


def _due(days: int, before: datetime, *, at: str) -> Q:
    """Rows of groups that keep for so many days, whose time is over."""
    due = Q(room__group__retention_days=days, **{f"{at}__lt": before})
    if days:
        return due
    over = Session.objects.filter(
        Q(state=SessionState.OVER, closed_at__lt=before) | Q(state=SessionState.CANCELLED)
    )
    return due & (~Q(room__kind=RoomKind.SESSION) | Q(room__in=over.values("room")))
