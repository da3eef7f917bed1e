"""The only writers of sessions: planning them, and what those who lead do with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from forum import doorbell
from forum.attendance.actions import attend_all
from forum.attendance.queries import adults_here, is_short
from forum.debriefs.queries import waits_for
from forum.errors import Code, DomainError
from forum.memberships.models import Membership
from forum.notices.actions import notify
from forum.notices.models import Kind as NoticeKind
from forum.permissions import CARING, Permission, requires, system_only
from forum.rooms.actions import clean_title
from forum.rooms.models import Group, Room, RoomKind
from forum.sessions import agenda, recurrence
from forum.sessions.models import Leader, Series, Session
from forum.sessions.states import SessionState, before, refusal
from forum.timeline.actions import append
from forum.timeline.models import Kind

MINUTES_MIN, MINUTES_MAX = 30, 180
CAPACITY_MIN, CAPACITY_MAX = 2, 50
EVERY_MAX = 4
CANCEL_MAX = 200
SOFT_CLOSE = timedelta(minutes=5)
# A session nobody has closed ends by itself.
FORGOTTEN = timedelta(hours=1)
# How long before a session its adults are reminded: the first, and the second time.
YEARS = range(2000, 2200)
REMINDERS = (timedelta(hours=24), timedelta(hours=1))


@dataclass(frozen=True)
class Plan:
    """What a session is to be. `first` and `at` are what the wall shows in the group's zone."""

    theme: str
    first: date
    at: time
    minutes: int
    capacity: int | None = None
    leaders: tuple[UUID, ...] = ()
    substitutes: tuple[UUID, ...] = ()
    agenda: tuple[agenda.Step, ...] = ()


@requires(Permission.LEAD)
@transaction.atomic
def schedule(by: Membership, *, theme: str, starts_at: datetime, minutes: int) -> Session:
    """Plans one session at a moment. Errors: `title_length`, `session_length`, `session_past`."""
    local = starts_at.astimezone(ZoneInfo(by.group.zone))
    plan = Plan(theme, local.date(), local.time(), minutes)
    [session] = _plan(by, plan, [starts_at], None)
    return session


@requires(Permission.LEAD)
@transaction.atomic
def plan_series(
    by: Membership, plan: Plan, *, times: int = 1, every: int = 1, skipped: Sequence[date] = ()
) -> list[Session]:
    """Plans sessions with their rooms: `times` of them, every so many weeks, without those on the
    days skipped (which count). One alone is no series.

    Errors: `title_length`, `session_length`, `session_past`, `series_length`, `capacity_unfit`,
    `agenda_unfit`, `leader_not_found`, `already_there`: the same theme at the same moment, as when
    a press is sent again over a bad line.
    """
    _in_our_days(plan)
    if not (1 <= times <= recurrence.TIMES_MAX and 1 <= every <= EVERY_MAX):
        raise DomainError(Code.SERIES_LENGTH, max=recurrence.TIMES_MAX)
    zone, rule = by.group.zone, recurrence.weekly(times, every)
    moments = recurrence.evenings(plan.first, plan.at, zone, rule, skipped)
    if not moments:
        raise DomainError(Code.SERIES_LENGTH, max=recurrence.TIMES_MAX)
    Group.objects.select_for_update().get(pk=by.group_id)
    if Session.objects.filter(
        group=by.group_id,
        theme=clean_title(plan.theme),
        starts_at__in=moments,
        state=SessionState.PLANNED,
    ).exists():
        raise DomainError(Code.ALREADY_THERE)
    series = None
    if times > 1:
        series = Series.objects.create(
            group=by.group,
            theme=clean_title(plan.theme),
            zone=zone,
            first=plan.first,
            at=plan.at,
            rule=rule,
            skipped=sorted(day.isoformat() for day in skipped),
            planned_by=by,
        )
    return _plan(by, plan, moments, series)


def _plan(
    by: Membership, plan: Plan, moments: Sequence[datetime], series: Series | None
) -> list[Session]:
    facts = _facts(plan)
    leaders = _leaders(by, plan)
    made = []
    for starts_at in moments:
        _ahead(starts_at, plan.minutes)
        room = Room.objects.create(group=by.group, kind=RoomKind.SESSION, title=str(facts["theme"]))
        session = Session.objects.create(
            group=by.group, room=room, series=series, starts_at=starts_at, planned_by=by, **facts
        )
        _appoint(session, leaders)
        made.append(session)
    doorbell.ring(doorbell.group(by.group_id))
    return made


def _facts(plan: Plan) -> dict[str, Any]:
    if not MINUTES_MIN <= plan.minutes <= MINUTES_MAX:
        raise DomainError(Code.SESSION_LENGTH, min=MINUTES_MIN, max=MINUTES_MAX)
    if plan.capacity is not None and not CAPACITY_MIN <= plan.capacity <= CAPACITY_MAX:
        raise DomainError(Code.CAPACITY_UNFIT, min=CAPACITY_MIN, max=CAPACITY_MAX)
    return {
        "theme": clean_title(plan.theme),
        "minutes": plan.minutes,
        "capacity": plan.capacity,
        "agenda": agenda.clean(plan.agenda),
    }


def _in_our_days(plan: Plan) -> None:
    """Days at the ends of the calendar have no moment in UTC."""
    if plan.first.year not in YEARS:
        raise DomainError(Code.SESSION_PAST)


def _ahead(starts_at: datetime, minutes: int) -> None:
    if starts_at + timedelta(minutes=minutes) <= timezone.now():
        raise DomainError(Code.SESSION_PAST)


def _leaders(by: Membership, plan: Plan) -> dict[UUID, bool]:
    """Membership -> whether only to step in. Whoever plans it leads it, unless others are named."""
    named = dict.fromkeys(plan.substitutes, True) | dict.fromkeys(plan.leaders, False)
    if not plan.leaders and by.pk not in named:
        named[by.pk] = False
    there = Membership.objects.filter(
        pk__in=named, group=by.group_id, removed_at=None, role__in=CARING
    )
    if there.count() != len(named):
        raise DomainError(Code.LEADER_NOT_FOUND)
    return named


def _appoint(session: Session, leaders: dict[UUID, bool]) -> None:
    Leader.objects.filter(session=session).delete()
    Leader.objects.bulk_create(
        [
            Leader(session=session, membership_id=one, substitute=substitute)
            for one, substitute in leaders.items()
        ]
    )


def find(by: Membership, session_id: UUID) -> Session:
    """A session of this member's group. Raises `session_not_found`."""
    session = (
        Session.objects.select_related("room", "group")
        .filter(pk=session_id, group=by.group_id)
        .first()
    )
    if session is None:
        raise DomainError(Code.SESSION_NOT_FOUND)
    return session


@requires(Permission.LEAD)
@transaction.atomic
def change(by: Membership, plan: Plan, *, session_id: UUID) -> Session:
    """Another theme, hour, length, adults: of one that has not begun. An empty agenda leaves the
    old one. Errors: those of `plan_series`, `session_not_found`, `not_from_here`."""
    _in_our_days(plan)
    session = find(by, session_id)
    facts, leaders = _facts(plan), _leaders(by, plan)
    if not plan.agenda:
        del facts["agenda"]
    zone = by.group.zone
    starts_at = recurrence.moment(datetime.combine(plan.first, plan.at), zone)
    _ahead(starts_at, plan.minutes)
    moved = Session.objects.filter(pk=session.pk, state=SessionState.PLANNED).update(
        starts_at=starts_at,
        # Another hour is told of anew.
        reminded=0 if starts_at != session.starts_at else session.reminded,
        **facts,
    )
    if not moved:
        raise DomainError(Code.NOT_FROM_HERE)
    Room.objects.filter(pk=session.room_id).update(title=facts["theme"])
    _appoint(session, leaders)
    doorbell.ring(doorbell.group(by.group_id))
    session.refresh_from_db()
    return session


@requires(Permission.LEAD)
@transaction.atomic
def cancel(by: Membership, *, session_id: UUID, words: str = "", rest: bool = False) -> int:
    """It does not take place, and everybody is told why; with `rest`, nor do those of its series
    that come after it. Returns how many. Errors: `session_not_found`, `already_there`,
    `not_from_here`."""
    session = find(by, session_id)
    gone = [_step(session, SessionState.CANCELLED, cancel_words=words.strip()[:CANCEL_MAX])]
    if rest and session.series_id:
        later = Session.objects.filter(
            series=session.series_id, state=SessionState.PLANNED, starts_at__gt=session.starts_at
        )
        gone += [
            _step(one, SessionState.CANCELLED, cancel_words=words.strip()[:CANCEL_MAX])
            for one in later
        ]
    return len(gone)


@requires(Permission.LEAD)
@transaction.atomic
def start(by: Membership, *, session_id: UUID) -> Session:
    """Opens the room. Errors: `session_not_found`, `already_there`, `not_from_here`,
    `adults_missing` (how many are there, and how many the group asks), `debrief_waits` (the last
    one has not been talked through)."""
    session = _held(by, session_id)
    if session.state != SessionState.PLANNED:
        raise refusal(session.state, SessionState.OPEN)
    if waits_for(session) is not None:
        raise DomainError(Code.DEBRIEF_WAITS)
    needed = session.group.adults_needed
    here = adults_here([session.pk], timezone.now(), besides=by).get(session.pk, 0)
    # Whoever starts it is there.
    here += by.cleared
    if here < needed:
        raise DomainError(Code.ADULTS_MISSING, here=here, needed=needed)
    first = {"step": 0, "step_began_at": timezone.now()} if session.agenda else {}
    session = _step(session, SessionState.OPEN, opened_at=timezone.now(), **first)
    # Else the room would be told that somebody is missing who is about to come in.
    attend_all([(by, session)])
    return session


@requires(Permission.LEAD)
@transaction.atomic
def begin_closing(by: Membership, *, session_id: UUID) -> Session:
    """Five minutes for last words and a check-out; then it closes by itself. Errors:
    `session_not_found`, `already_there`, `not_from_here`."""
    session = find(by, session_id)
    began = Session.objects.filter(pk=session.pk, state=SessionState.OPEN, closes_at=None).update(
        closes_at=timezone.now() + SOFT_CLOSE
    )
    if not began:
        raise DomainError(
            Code.ALREADY_THERE if session.state == SessionState.OPEN else Code.NOT_FROM_HERE
        )
    append(session.room_id, Kind.SESSION_CLOSING)
    doorbell.ring(doorbell.group(session.group_id))
    session.refresh_from_db()
    return session


@requires(Permission.LEAD)
@transaction.atomic
def close(by: Membership, *, session_id: UUID) -> Session:
    """Closes the room at once. Errors: `session_not_found`, `already_there`, `not_from_here`."""
    return _close(find(by, session_id))


@requires(Permission.LEAD)
@transaction.atomic
def go_to_step(by: Membership, *, session_id: UUID, step: int | None) -> Session:
    """The step of the agenda that is on from now; None: none. Errors: `session_not_found`,
    `step_not_found`, `not_from_here` unless it is open."""
    session = _held(by, session_id)
    if step is not None and not 0 <= step < len(session.agenda):
        raise DomainError(Code.STEP_NOT_FOUND)
    moved = Session.objects.filter(pk=session.pk, state=SessionState.OPEN).update(
        step=step, step_began_at=None if step is None else timezone.now()
    )
    if not moved:
        raise DomainError(Code.NOT_FROM_HERE)
    doorbell.ring(doorbell.group(session.group_id))
    session.refresh_from_db()
    return session


@requires(Permission.LEAD)
@transaction.atomic
def set_agenda(by: Membership, *, session_id: UUID, steps: Sequence[agenda.Step]) -> Session:
    """Other steps, also while it is on: the one that is on stays on by its title, if it is still
    there. Errors: `session_not_found`, `agenda_unfit`, `not_from_here`."""
    session = _held(by, session_id)
    cleaned = agenda.clean(steps)
    on = session.agenda[session.step]["title"] if session.step is not None else None
    place = next((n for n, step in enumerate(cleaned) if step["title"] == on), None)
    moved = Session.objects.filter(
        pk=session.pk, state__in=[SessionState.PLANNED, SessionState.OPEN]
    ).update(
        agenda=cleaned,
        step=place,
        step_began_at=session.step_began_at if place is not None else None,
    )
    if not moved:
        raise DomainError(Code.NOT_FROM_HERE)
    doorbell.ring(doorbell.group(session.group_id))
    session.refresh_from_db()
    return session


def _held(by: Membership, session_id: UUID) -> Session:
    """As `find`, for what is read and then written: nobody changes its steps meanwhile."""
    session = find(by, session_id)
    Session.objects.select_for_update().get(pk=session.pk)
    session.refresh_from_db(fields=["state", "agenda", "step", "step_began_at"])
    return session


def _close(session: Session) -> Session:
    return _step(
        session,
        SessionState.OVER,
        closed_at=timezone.now(),
        closes_at=None,
        short_since=None,
        step=None,
        circling=False,
        speaker=None,
    )


_KIND = {
    SessionState.OPEN: Kind.SESSION_OPENED,
    SessionState.OVER: Kind.SESSION_CLOSED,
    SessionState.CANCELLED: Kind.SESSION_CANCELLED,
}


def _step(session: Session, target: SessionState, **facts: Any) -> Session:
    moved = Session.objects.filter(pk=session.pk, state__in=before(target)).update(
        state=target, **facts
    )
    if not moved:
        raise refusal(session.state, target)
    append(session.room_id, _KIND[target])
    doorbell.ring(doorbell.group(session.group_id))
    session.refresh_from_db()
    return session


# --- what time does -----------------------------------------------------------------------------


@system_only
def watch() -> int:
    """A look at every open session: closes those that are due, and tells a room when too few adults
    are there, and when there are enough again. Returns how many it changed."""
    now = timezone.now()
    changed = 0
    open_ones = Session.objects.filter(state=SessionState.OPEN).select_related("group")
    here = adults_here([session.pk for session in open_ones], now)
    for session in open_ones:
        forgotten = session.starts_at + timedelta(minutes=session.minutes) + FORGOTTEN
        opened = session.opened_at or now
        if (session.closes_at or max(forgotten, opened + FORGOTTEN)) <= now:
            changed += _close_if_open(session)
        elif is_short(session, here) != (session.short_since is not None):
            changed += _turn_short(session, now)
    return changed


@transaction.atomic
def _close_if_open(session: Session) -> bool:
    try:
        _close(session)
    except DomainError:
        return False  # somebody else was faster
    return True


@transaction.atomic
def _turn_short(session: Session, now: datetime) -> bool:
    """Compare and set: one process tells the room."""
    short = session.short_since is None
    turned = Session.objects.filter(
        pk=session.pk, state=SessionState.OPEN, short_since=session.short_since
    ).update(short_since=now if short else None)
    if not turned:
        return False
    append(session.room_id, Kind.ADULTS_MISSING if short else Kind.ADULTS_BACK)
    if short:
        _call(session, NoticeKind.SHORT)
    doorbell.ring(doorbell.group(session.group_id))
    return True


def _call(session: Session, kind: NoticeKind) -> None:
    leaders = Leader.objects.filter(session=session, membership__removed_at=None)
    for leader in leaders.select_related("membership__person"):
        notify(leader.membership.person, kind)


@system_only
def remind() -> int:
    """Tells the adults of what is to come, a day before and an hour before. Returns how many."""
    now = timezone.now()
    due = 0
    # The nearest first: what was planned an hour ahead is told of once.
    for number, ahead in reversed([*enumerate(REMINDERS, start=1)]):
        coming = Session.objects.filter(
            state=SessionState.PLANNED,
            starts_at__gt=now,
            starts_at__lte=now + ahead,
            reminded__lt=number,
        )
        for session in coming:
            due += _remind(session, number)
    return due


@transaction.atomic
def _remind(session: Session, number: int) -> bool:
    mine = Session.objects.filter(pk=session.pk, reminded__lt=number)
    if not mine.update(reminded=number):
        return False
    _call(session, NoticeKind.SESSION)
    return True
