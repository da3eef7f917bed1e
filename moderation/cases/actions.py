"""The only writers of cases. What each step leaves and reaches stands in `states.STEPS`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from forum import doorbell
from forum.errors import Code, DomainError
from forum.memberships.models import Membership
from forum.messages.models import HeldFor, Message
from forum.messages.states import State
from forum.notices.actions import notify
from forum.notices.models import Kind
from forum.permissions import Permission, requires, system_only
from moderation.cases import carrying_out
from moderation.cases.access import (
    actions_for,
    colleagues,
    level_above,
    level_to_escalate,
    may_judge,
)
from moderation.cases.history import tell
from moderation.cases.models import Case, CaseEvent, Decision, Skip
from moderation.cases.outcomes import AGAINST, REVERSING, Action, reason_fits, unsettles
from moderation.cases.states import OPEN, STEPS, Appeal, CaseState, Step, rank
from moderation.feedback.actions import remember
from moderation.paging.actions import tell_lead
from moderation.reports.settling import tell_reporters
from moderation.screening.verdict import Queue
from moderation.shifts.exposure import check_exposure

LEASE = timedelta(minutes=5)
SLACK = timedelta(seconds=30)
# From opening to a decision, by severity.
TARGET_MINUTES = {1: 120, 2: 30, 3: 10, 4: 2}
# The longest a case may be put on hold, by severity.
HOLD_MINUTES = {1: 60, 2: 30, 3: 15, 4: 5}
SEEN_AGAIN = timedelta(minutes=30)


@dataclass(frozen=True)
class Judgement:
    """What somebody wants to decide. `words` stand above the text for `publish_with_note`, and
    otherwise go to the author; `clause` is the part of the agreement it rests on."""

    action: Action
    reason: str
    words: str = ""
    clause: str = ""
    minutes: int | None = None

    def for_the_record(self) -> dict[str, str | int | None]:
        """What the record keeps of it: never the words."""
        return {"action": self.action.value, "reason": self.reason, "minutes": self.minutes}


# --- opening --------------------------------------------------------------------------------


@system_only
def open_case(message: Message, *, queue: Queue, severity: int, because: list[str]) -> Case:
    """A case for this message, or its open one with these reasons joined to it.

    Joining raises the severity, never lowers it, and moves a conduct case to care when a reason
    of care arrives.
    """
    return _open(
        Case(group=message.room.group, message=message, text=_kept(message, queue)),
        queue=queue,
        severity=severity,
        because=because,
    )


@system_only
def open_adult_case(adult: Membership, *, severity: int, because: list[str]) -> Case:
    """A case about an adult, or the open one with these reasons joined to it: for a lead, and for
    a moderator only where every lead is the one it is about."""
    case = Case(group=adult.group, about=adult, text="")
    return _open(
        case,
        queue=Queue.CONDUCT,
        severity=severity,
        because=because,
        level=level_above(0, colleagues(case, adult)) or 0,
    )


@system_only
def open_worry(youth: Membership, *, owner: Membership, due_at: datetime, words: str) -> Case:
    """A care case about a young person, that its owner sees to by then; or the open one, with these
    words added and the earlier date."""
    worries = Case.objects.filter(about=youth).exclude(state=CaseState.DECIDED)
    earlier = worries.filter(owner__isnull=False).first()
    first = min(earlier.due_at, due_at) if earlier else due_at
    case = Case(group=youth.group, about=youth, text=words, owner=owner)
    case = _open(case, queue=Queue.CARE, severity=2, because=["worry"])
    text = case.text if words in case.text else f"{case.text}\n\n{words}"
    Case.objects.filter(pk=case.pk).update(owner=owner, due_at=first, text=text)
    tell(case, "owned", to=owner)
    notify(owner.person, Kind.HANDED)
    case.refresh_from_db()
    return case


def _open(case: Case, *, queue: Queue, severity: int, because: list[str], level: int = 0) -> Case:
    now = timezone.now()
    case.queue, case.severity, case.because, case.level = queue, severity, because, level
    case.opened_at, case.due_at = now, now + _target(severity)
    try:
        with transaction.atomic():
            case.save(force_insert=True)
            tell(case, "opened")
    except IntegrityError:
        case = _join(case, queue=queue, severity=severity, because=because)
    doorbell.ring(doorbell.desk(case.group_id))
    return case


def _target(severity: int) -> timedelta:
    return timedelta(minutes=TARGET_MINUTES[severity])


def _kept(message: Message, queue: Queue) -> str:
    """The text for a case to keep. Personal data is in its message alone, unless somebody is in
    need: then they must still be understood when it is deleted."""
    if queue == Queue.CARE:
        return message.text
    # Asked of the database: it was held a moment ago, perhaps by way of another instance.
    private = Message.objects.filter(pk=message.pk, held_for=HeldFor.PRIVACY).exists()
    return "" if private else message.text


@transaction.atomic
def _join(fresh: Case, *, queue: Queue, severity: int, because: list[str]) -> Case:
    open_ones = Case.objects.filter(message=fresh.message, about=fresh.about).exclude(
        state=CaseState.DECIDED
    )
    # The version guards against whoever joins or decides at the same moment.
    while True:
        case = open_ones.get()
        text = case.text or (_kept(fresh.message, queue) if fresh.message else "")
        joined = open_ones.filter(version=case.version).update(
            queue=Queue.CARE if Queue.CARE in (queue, case.queue) else queue,
            severity=max(severity, case.severity),
            due_at=min(case.due_at, timezone.now() + _target(severity)),
            because=sorted({*case.because, *because}),
            text=text,
            version=F("version") + 1,
        )
        if joined:
            tell(case, "joined")
            case.refresh_from_db()
            return case


# --- looking --------------------------------------------------------------------------------


@requires(Permission.JUDGE)
@transaction.atomic
def look(by: Membership, case: Case) -> None:
    """Records that somebody opened the case, once in half an hour."""
    since = timezone.now() - SEEN_AGAIN
    if not CaseEvent.objects.filter(case=case, by=by, what="seen", at__gt=since).exists():
        tell(case, "seen", by)


def _run_out(now: datetime) -> Q:
    """Leases that no longer count. One that runs far beyond its length was made before the clock
    was put back."""
    longest = timedelta(minutes=max(HOLD_MINUTES.values()))
    over = Q(lease_until__lt=now) | Q(lease_until__gt=now + longest + SLACK)
    too_long = Q(state=CaseState.CLAIMED, lease_until__gt=now + LEASE + SLACK)
    return Q(state__in=[CaseState.CLAIMED, CaseState.ON_HOLD]) & (over | too_long)


def _step(case: Case, step: Step, guard: Q, **facts: Any) -> bool:
    """The guarded step: exactly one row, or none. The guard names columns of the case alone, so
    that the database asks it again of a row somebody else has just changed."""
    sources, target = STEPS[step]
    moved = Case.objects.filter(guard, pk=case.pk, state__in=sorted(sources)).update(
        state=target, version=F("version") + 1, **facts
    )
    return bool(moved)


@requires(Permission.JUDGE)
@transaction.atomic
def claim(by: Membership, case: Case) -> Case:
    """Takes the case for five minutes, or renews one's own claim.

    `case` must come from `access.find`. Errors: `case_taken` (with the holder), `case_decided`,
    `case_escalated` (it is for a lead), `appeal_of_mine` (somebody else judges again).
    """
    now = timezone.now()
    mine = Case.objects.filter(pk=case.pk, state=CaseState.CLAIMED, holder=by)
    if not mine.update(lease_until=now + LEASE):
        beyond = check_exposure(by, case.severity)
        # One's own case on hold is taken up again; it counts as another claim.
        free = Q(state=CaseState.WAITING) | Q(state=CaseState.ON_HOLD, holder=by) | _run_out(now)
        taken = _step(
            case,
            Step.CLAIM,
            free & _judgeable(by),
            holder=by,
            lease_until=now + LEASE,
        )
        if not taken:
            raise _not_claimable(by, case)
        Case.objects.filter(pk=case.pk, claimed_at=None).update(claimed_at=now)
        tell(case, "claimed", by)
        if beyond:
            tell_lead(case, by)
    doorbell.ring(doorbell.desk(case.group_id))
    case.refresh_from_db()
    return case


def _judgeable(by: Membership) -> Q:
    return Q(level__lte=rank(by.role)) & ~Q(appeal=Appeal.ASKED, decided_by=by)


@requires(Permission.JUDGE)
@transaction.atomic
def release(by: Membership, case: Case) -> None:
    """Lets go of one's claim. Error: `case_not_yours`."""
    _mine(case, Step.RELEASE, by, holder=None, lease_until=None)
    tell(case, "released", by)


@requires(Permission.JUDGE)
@transaction.atomic
def hold(by: Membership, case: Case, *, minutes: int, note: str) -> None:
    """Keeps one's case while waiting for something, and says for what. Errors: `case_not_yours`,
    `hold_length` (with the most this severity allows), `note_needed`."""
    most = HOLD_MINUTES[case.severity]
    if not 1 <= minutes <= most:
        raise DomainError(Code.HOLD_LENGTH, max=most)
    _mine(case, Step.HOLD, by, lease_until=timezone.now() + timedelta(minutes=minutes))
    tell(case, "on_hold", by, _said(note))


@requires(Permission.JUDGE)
@transaction.atomic
def hand_over(by: Membership, case: Case, *, to: Membership, note: str) -> None:
    """Gives one's case to a named colleague, who has five minutes to look at it before it waits
    for everybody again. Errors: `case_not_yours`, `not_for_them`, `note_needed`."""
    if to == by or not may_judge(to, case) or to.group_id != case.group_id or to.removed_at:
        raise DomainError(Code.NOT_FOR_THEM)
    _mine(case, Step.HAND_OVER, by, holder=to, lease_until=timezone.now() + LEASE)
    tell(case, "handed_over", by, _said(note), to=to)
    notify(to.person, Kind.HANDED)
    doorbell.ring(doorbell.person(to.person_id))


@requires(Permission.JUDGE)
@transaction.atomic
def escalate(by: Membership, case: Case, *, note: str) -> None:
    """Puts one's case before those above. Errors: `case_not_yours`, `nobody_above`,
    `note_needed`."""
    level = level_to_escalate(by, case, colleagues(case, by))
    if level is None:
        raise DomainError(Code.NOBODY_ABOVE)
    due = case.due_at
    if case.owner_id is None:
        due = min(due, timezone.now() + _target(max(case.severity, 3)))
    _mine(case, Step.ESCALATE, by, holder=None, lease_until=None, level=level, due_at=due)
    tell(case, "escalated", by, _said(note))


@requires(Permission.JUDGE)
@transaction.atomic
def skip(by: Membership, case: Case) -> None:
    """Not for me: it stands last in this member's queue, and as before in all others. A claim is
    let go. Error: `case_decided`."""
    if not Case.objects.filter(pk=case.pk, state__in=sorted(OPEN)).exists():
        raise _not_claimable(by, case)
    _step(case, Step.RELEASE, Q(holder=by), holder=None, lease_until=None)
    if Skip.objects.get_or_create(case=case, by=by)[1]:
        tell(case, "skipped", by)
    doorbell.ring(doorbell.desk(case.group_id))


@requires(Permission.JUDGE)
@transaction.atomic
def grade(by: Membership, case: Case, *, severity: int, note: str) -> None:
    """A person's own view of how grave a care case is, up or down: 1 green to 4 crisis.

    Errors: `case_not_yours`, `action_unfit` (not a case of care), `note_needed`.
    """
    if case.queue != Queue.CARE or severity not in TARGET_MINUTES:
        raise DomainError(Code.ACTION_UNFIT)
    said = _said(note)
    graded = Case.objects.filter(pk=case.pk, state=CaseState.CLAIMED, holder=by).update(
        severity=severity,
        # A day that was agreed on stands.
        due_at=case.due_at if case.owner_id else case.opened_at + _target(severity),
        version=F("version") + 1,
    )
    if not graded:
        raise DomainError(Code.CASE_NOT_YOURS)
    tell(case, f"graded_{severity}", by, said)
    doorbell.ring(doorbell.desk(case.group_id))


@requires(Permission.JUDGE)
@transaction.atomic
def add_note(by: Membership, case: Case, *, note: str) -> None:
    """A line for colleagues. Error: `note_needed`."""
    tell(case, "noted", by, _said(note))
    doorbell.ring(doorbell.desk(case.group_id))


@system_only
def lapse() -> int:
    """Puts cases back whose lease has run out. Returns how many."""
    now = timezone.now()
    lapsed = 0
    overdue = Case.objects.filter(_run_out(now))
    for case in overdue.select_related("holder"):
        with transaction.atomic():
            guard = _run_out(now) & Q(version=case.version)
            if _step(case, Step.LAPSE, guard, holder=None, lease_until=None):
                tell(case, "lapsed", case.holder)
                doorbell.ring(doorbell.desk(case.group_id))
                lapsed += 1
    return lapsed


# --- deciding -------------------------------------------------------------------------------


@requires(Permission.JUDGE)
@transaction.atomic
def decide(by: Membership, case: Case, *, version: int, judgement: Judgement) -> None:
    """Decides the case one holds and carries it out, all or nothing.

    Errors: `reason_needed`, `action_unfit`, `case_decided` (with who), `case_not_yours`,
    `case_changed` (something joined since one looked).
    """
    action, reason = judgement.action, judgement.reason
    words = judgement.words.strip()
    if not reason_fits(action, reason):
        raise DomainError(Code.REASON_NEEDED)
    now = timezone.now()
    before = Case.objects.get(pk=case.pk)
    on_appeal = before.appeal == Appeal.ASKED
    appeal = before.appeal
    if on_appeal:
        appeal = Appeal.REVERSED if action in REVERSING else Appeal.UPHELD
    guard = Q(holder=by, version=version, lease_until__gt=now) & _judgeable(by)
    decided = _step(
        case,
        Step.DECIDE,
        guard,
        decided_at=now,
        decided_by=by,
        # On appeal these go on telling what was decided first, unless it was taken back.
        action=before.action if appeal == Appeal.UPHELD else action,
        reason=before.reason if appeal == Appeal.UPHELD else reason,
        appeal=appeal,
        lease_until=None,
    )
    if not decided:
        raise _not_decidable(by, case)
    _fit(before, judgement, words)
    carrying_out.carry_out(
        before, action=action, reason=reason, words=words, minutes=judgement.minutes
    )
    if before.message and before.message.state == State.WITHDRAWN:
        Case.objects.filter(pk=case.pk).update(text="")
    Decision.objects.create(
        case=case,
        by=by,
        at=now,
        action=action,
        reason=reason,
        clause=judgement.clause.strip(),
        words=words,
        on_appeal=on_appeal,
    )
    tell(case, action, by, words)
    tell_reporters(before, action)
    if before.message and appeal != Appeal.UPHELD:
        remember(before, action=action, reason=reason)
    doorbell.ring(doorbell.desk(case.group_id))
    if unsettles(action, reason) or on_appeal:
        # Its adults are offered a word to the room, or no longer.
        doorbell.ring(doorbell.group(case.group_id))


def _fit(case: Case, judgement: Judgement, words: str) -> None:
    action = judgement.action
    lacks = {
        Action.PUBLISH_WITH_NOTE: not words,
        Action.PAUSE: not judgement.minutes,
    }
    if action not in actions_for(case) or lacks.get(action, False):
        raise DomainError(Code.ACTION_UNFIT)


@requires(Permission.TALK)
@transaction.atomic
def appeal(by: Membership, case: Case, *, words: str) -> None:
    """The author asks for another look at a decision against them, once. `by` and `case` must come
    from `access.appealable`. Errors: `appeal_used`, `appeal_waits` (the message is being looked at
    for another reason)."""
    now = timezone.now()
    try:
        with transaction.atomic():
            asked = _step(
                case,
                Step.APPEAL,
                Q(appeal=Appeal.NONE, action__in=sorted(AGAINST)),
                appeal=Appeal.ASKED,
                appealed_at=now,
                due_at=now + _target(min(case.severity, 2)),
                level=0,
                holder=None,
                lease_until=None,
            )
    except IntegrityError as error:
        raise DomainError(Code.APPEAL_WAITS) from error
    if not asked:
        raise DomainError(Code.APPEAL_USED)
    tell(case, "appealed", by, words.strip())
    doorbell.ring(doorbell.desk(case.group_id), doorbell.person(by.person_id))


# --- refusing ---------------------------------------------------------------------------------


def _mine(case: Case, step: Step, by: Membership, **facts: Any) -> None:
    if not _step(case, step, Q(holder=by), **facts):
        raise DomainError(Code.CASE_NOT_YOURS)
    doorbell.ring(doorbell.desk(case.group_id))


def _said(note: str) -> str:
    said = note.strip()
    if not said:
        raise DomainError(Code.NOTE_NEEDED)
    return said


def _not_claimable(by: Membership, case: Case) -> DomainError:
    current = Case.objects.select_related("holder", "decided_by").get(pk=case.pk)
    if current.state == CaseState.DECIDED:
        return DomainError(Code.CASE_DECIDED, by=_name(current.decided_by))
    if current.level > rank(by.role):
        return DomainError(Code.CASE_ESCALATED)
    if current.appeal == Appeal.ASKED and current.decided_by_id == by.pk:
        return DomainError(Code.APPEAL_OF_MINE)
    return DomainError(Code.CASE_TAKEN, holder=_name(current.holder))


def _not_decidable(by: Membership, case: Case) -> DomainError:
    current = Case.objects.select_related("decided_by").get(pk=case.pk)
    if current.state == CaseState.DECIDED:
        return DomainError(Code.CASE_DECIDED, by=_name(current.decided_by))
    still_mine = (
        current.holder_id == by.pk and (current.lease_until or timezone.now()) > timezone.now()
    )
    return DomainError(Code.CASE_CHANGED if still_mine else Code.CASE_NOT_YOURS)


def _name(member: Membership | None) -> str:
    return member.alias if member else ""
