"""What goes on in sessions into frames: for everybody there, and for the adults alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from consumers.wire import events
from consumers.wire.present import member
from consumers.wire.present_places import Placed
from forum.activities import queries as activities
from forum.activities.kinds import KINDS
from forum.activities.models import Activity
from forum.attendance.models import Attendance
from forum.checkins import queries as checkins
from forum.checkins.feelings import heavier
from forum.checkins.models import CheckIn, Moment
from forum.circles import queries as circles
from forum.circles import turns
from forum.circles.models import TalkingCircle
from forum.debriefs.models import Debrief, Waiver
from forum.debriefs.queries import lacking, may_answer, open_debriefs
from forum.memberships.models import Membership
from forum.outcomes import queries as outcomes
from forum.permissions import Permission, Role, may
from forum.sessions.models import Session
from forum.tallies.models import Kind
from forum.tallies.queries import Sum, sums
from moderation.summaries.queries import summaries

# A session is near for so long before it.
NEAR = timedelta(hours=12)
# What has not been talked through is asked for so long.
DEBRIEFS_BACK = timedelta(days=30)


def evenings(placed: Sequence[Placed]) -> list[events.Evenings]:
    """Of each of these people: the sessions in their places that are near, open or just over."""
    near = timezone.now() + NEAR
    seen = [
        [
            (session.id, group.me.id)
            for group in one.frame.groups
            # Nobody whose business is elsewhere looks into what goes on there.
            if Permission.TALK in group.abilities
            for session in group.sessions
            if session.state in ("open", "over")
            or (session.state == "planned" and session.starts_at < near)
        ]
        for one in placed
    ]
    ids = {session for theirs in seen for session, _ in theirs}
    if not ids:
        return [events.Evenings(evenings=[]) for _ in placed]
    mine = [group.me for one in placed for group in one.frame.groups]
    facts = _Facts(ids, mine)
    return [
        events.Evenings(evenings=[facts.evening(session, me) for session, me in theirs])
        for theirs in seen
    ]


class _Facts:
    def __init__(self, ids: set[UUID], mine: Sequence[events.Member]) -> None:
        members = [one.id for one in mine]
        self._adults = {one.id for one in mine if one.role != "participant"}
        self._sessions = {
            one.pk: one for one in Session.objects.filter(pk__in=ids).select_related("group")
        }
        self._people: dict[UUID, list[Membership]] = defaultdict(list)
        self._came: set[tuple[UUID, UUID]] = set()
        rows = Attendance.objects.filter(session__in=ids, membership__removed_at=None)
        for row in rows.select_related("membership").order_by("came_at", "pk"):
            self._people[row.session_id].append(row.membership)
            if row.came_at:
                self._came.add((row.session_id, row.membership_id))
        self._circles = circles.on(ids)
        self._activities = activities.on(ids)
        self._checkins = checkins.own(ids, members)
        self._answered = outcomes.answered(ids, members)
        self._sums = sums(ids)
        self._summaries = summaries(ids)

    def evening(self, session_id: UUID, me: UUID) -> events.Evening:
        session = self._sessions[session_id]
        came = self._checkins.get((session_id, me, Moment.IN))
        left = self._checkins.get((session_id, me, Moment.OUT))
        circle, activity = self._circles.get(session_id), self._activities.get(session_id)
        full = self._full(session, me)
        if full:
            circle = activity = None
        return events.Evening(
            session=session_id,
            group=session.group_id,
            people=[] if full else [member(one) for one in self._people[session_id]],
            agenda=[events.StepPart(**step) for step in session.agenda],
            step=session.step,
            step_ends_at=_step_ends(session),
            closes_at=session.closes_at,
            short=session.short_since is not None,
            circle=_circle(circle) if circle else None,
            activity=_activity(activity, me) if activity else None,
            took_part=(session_id, me) in self._came,
            full=full,
            check_in=_answered(came),
            check_out=_answered(left),
            offer_talk=heavier(came.face if came else None, left.face if left else None),
            outcome_given=(session_id, me) in self._answered,
            came_with=sum_part(self._sums.get((session_id, Kind.CHECK_IN))),
            left_with=sum_part(self._sums.get((session_id, Kind.CHECK_OUT))),
            summary=self._summaries.get(session_id, []),
        )

    def _full(self, session: Session, me: UUID) -> bool:
        if session.capacity is None or me in self._adults or (session.pk, me) in self._came:
            return False
        young = [
            one
            for one in self._people[session.pk]
            if one.role == Role.PARTICIPANT and (session.pk, one.pk) in self._came
        ]
        return len(young) >= session.capacity


def _step_ends(session: Session) -> datetime | None:
    if session.step is None or session.step_began_at is None:
        return None
    if session.step >= len(session.agenda):
        return None
    return session.step_began_at + timedelta(minutes=session.agenda[session.step]["minutes"])


def _circle(row: TalkingCircle) -> events.CirclePart:
    now = turns.load(row.turns)

    def ids(*people: turns.Who) -> list[UUID]:
        return [UUID(one) for one in people]

    return events.CirclePart(
        question=row.question,
        turn_seconds=row.turn_seconds,
        speaker=UUID(now.speaker) if now.speaker else None,
        again=now.again,
        ends_at=row.turn_ends_at,
        waiting=ids(*now.queue),
        passed=ids(*now.passed),
        away=ids(*now.away, *now.passed_away),
        # Whether somebody spoke or passed twice is not told once they are done.
        heard=ids(*sorted(now.heard + now.silent)),
    )


def _activity(row: Activity, me: UUID) -> events.ActivityPart:
    return events.ActivityPart(id=row.pk, view=KINDS[row.kind].show(row.state, str(me)))


def _answered(row: CheckIn | None) -> events.Answered | None:
    return events.Answered(face=row.face, words=row.words) if row else None


def sum_part(of: Sum | None) -> events.SumPart | None:
    """What may be shown of many."""
    return events.SumPart(people=of.people, mean=of.mean, words=list(of.words)) if of else None


def backstage(placed: Placed) -> events.Backstage:
    """For one adult: the groups they meet young people in."""
    groups = [group for group in placed.frame.groups if Permission.CARE in group.abilities]
    ids = [group.id for group in groups]
    now = timezone.now()
    there: dict[UUID, list[Membership]] = defaultdict(list)
    for one in Membership.objects.filter(group__in=ids, removed_at=None).order_by("alias"):
        there[one.group_id].append(one)
    waiting: dict[UUID, list[Session]] = defaultdict(list)
    for session in open_debriefs(ids, now - DEBRIEFS_BACK):
        waiting[session.group_id].append(session)
    me = {group.id: group.me.id for group in groups}
    return events.Backstage(
        groups=[
            events.BackstageGroup(
                group=group,
                young=[_young(one, now) for one in there[group] if one.role == Role.PARTICIPANT],
                debriefs=[_debrief(session, there[group], me[group]) for session in waiting[group]],
                owners=[member(one) for one in there[group] if may(one.role, Permission.JUDGE)],
            )
            for group in ids
        ]
    )


def _young(one: Membership, now: datetime) -> events.YoungPart:
    paused, away = one.paused_until, one.suspended_until
    return events.YoungPart(
        member=member(one),
        paused_until=paused if paused and paused > now else None,
        suspended_until=away if away and away > now else None,
    )


def _debrief(session: Session, there: Sequence[Membership], me: UUID) -> events.DebriefPart:
    waiver = Waiver.objects.filter(session=session).select_related("by").first()
    by = next(one for one in there if one.pk == me)
    rows = Debrief.objects.filter(session=session).select_related("by").order_by("at")
    return events.DebriefPart(
        session=session.pk,
        theme=session.theme,
        closed_at=session.closed_at or session.starts_at,
        lacking=lacking(session),
        may_answer=may_answer(by, session),
        answered=[events.DebriefAnswers(by=member(row.by), answers=row.answers) for row in rows],
        waived_by=waiver.by.alias if waiver else None,
        waive_reason=waiver.reason if waiver else "",
    )


def course(re: int, sessions: Sequence[Session]) -> events.Course:
    """How these sessions went, as far as at least five said."""
    found = sums(session.pk for session in sessions)
    return events.Course(
        re=re,
        sessions=[
            events.CourseSession(
                session=session.pk,
                theme=session.theme,
                starts_at=session.starts_at,
                came_with=sum_part(found.get((session.pk, Kind.CHECK_IN))),
                left_with=sum_part(found.get((session.pk, Kind.CHECK_OUT))),
                safe=sum_part(found.get((session.pk, Kind.SAFE))),
                heard=sum_part(found.get((session.pk, Kind.HEARD))),
                less_alone=sum_part(found.get((session.pk, Kind.LESS_ALONE))),
            )
            for session in sessions
        ],
    )
