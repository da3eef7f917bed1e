"""The only writers of cases: open, claim, release, lapse, decide."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from forum import doorbell
from forum.errors import Code, DomainError
from forum.memberships import actions as memberships
from forum.memberships.models import Membership
from forum.messages import actions as messages
from forum.messages.models import HeldFor, Message
from forum.messages.states import State
from forum.permissions import Permission, requires, system_only
from moderation.cases.models import Case, CaseEvent, CaseState
from moderation.cases.outcomes import Action, fitting, reason_fits
from moderation.feedback.actions import remember
from moderation.screening.verdict import Queue

LEASE = timedelta(minutes=5)
SLACK = timedelta(seconds=30)
# From opening to a decision, by severity.
TARGET_MINUTES = {1: 120, 2: 30, 3: 10, 4: 2}


@system_only
def open_case(message: Message, *, queue: Queue, severity: int, because: list[str]) -> Case:
    """A case for this message, or its open one with these reasons joined to it.

    Joining raises the severity, never lowers it, and moves a conduct case to care when a reason
    of care arrives.
    """
    now = timezone.now()
    try:
        with transaction.atomic():
            case = Case.objects.create(
                group=message.room.group,
                message=message,
                text=_kept(message, queue),
                queue=queue,
                severity=severity,
                because=because,
                opened_at=now,
                due_at=now + timedelta(minutes=TARGET_MINUTES[severity]),
            )
            _note(case, "opened")
    except IntegrityError:
        case = _join(message, queue=queue, severity=severity, because=because)
    doorbell.ring(doorbell.desk(case.group_id))
    return case


def _kept(message: Message, queue: Queue) -> str:
    """The text for a case to keep. Personal data is in its message alone, unless somebody is in
    need: then they must still be understood when it is deleted."""
    if queue == Queue.CARE:
        return message.text
    # Asked of the database: it was held a moment ago, perhaps by way of another instance.
    private = Message.objects.filter(pk=message.pk, held_for=HeldFor.PRIVACY).exists()
    return "" if private else message.text


@transaction.atomic
def _join(message: Message, *, queue: Queue, severity: int, because: list[str]) -> Case:
    open_ones = Case.objects.filter(message=message).exclude(state=CaseState.DECIDED)
    # The version guards against whoever joins or decides at the same moment.
    while True:
        case = open_ones.get()
        joined = open_ones.filter(version=case.version).update(
            queue=Queue.CARE if Queue.CARE in (queue, case.queue) else queue,
            severity=max(severity, case.severity),
            due_at=min(case.due_at, timezone.now() + timedelta(minutes=TARGET_MINUTES[severity])),
            because=sorted({*case.because, *because}),
            text=case.text or _kept(message, queue),
            version=F("version") + 1,
        )
        if joined:
            _note(case, "joined")
            case.refresh_from_db()
            return case


def _run_out(now: datetime) -> Q:
    """Claims that no longer count. One that runs far beyond a claim's length was made before the
    clock was put back."""
    over = Q(lease_until__lt=now) | Q(lease_until__gt=now + LEASE + SLACK)
    return Q(state=CaseState.CLAIMED) & over


@requires(Permission.JUDGE)
@transaction.atomic
def claim(by: Membership, case: Case) -> Case:
    """Takes the case for five minutes, or renews one's own claim.

    `case` must come from `access.find`. Errors: `case_taken` (with the holder), `case_decided`.
    """
    now = timezone.now()
    mine = Case.objects.filter(pk=case.pk, state=CaseState.CLAIMED, holder=by)
    if not mine.update(lease_until=now + LEASE):
        free = Q(state=CaseState.WAITING) | _run_out(now)
        taken = Case.objects.filter(free, pk=case.pk).update(
            state=CaseState.CLAIMED,
            holder=by,
            lease_until=now + LEASE,
            version=F("version") + 1,
        )
        if not taken:
            raise _taken(case)
        _note(case, "claimed", by)
    doorbell.ring(doorbell.desk(case.group_id))
    case.refresh_from_db()
    return case


@requires(Permission.JUDGE)
@transaction.atomic
def release(by: Membership, case: Case) -> None:
    """Lets go of one's claim. Error: `case_not_yours`."""
    released = Case.objects.filter(pk=case.pk, state=CaseState.CLAIMED, holder=by).update(
        state=CaseState.WAITING, holder=None, lease_until=None, version=F("version") + 1
    )
    if not released:
        raise DomainError(Code.CASE_NOT_YOURS)
    _note(case, "released", by)
    doorbell.ring(doorbell.desk(case.group_id))


@system_only
def lapse() -> int:
    """Puts cases back whose claim has run out. Returns how many."""
    now = timezone.now()
    lapsed = 0
    overdue = Case.objects.filter(_run_out(now))
    for case in overdue.select_related("holder"):
        with transaction.atomic():
            if overdue.filter(pk=case.pk, version=case.version).update(
                state=CaseState.WAITING, holder=None, lease_until=None, version=F("version") + 1
            ):
                _note(case, "lapsed", case.holder)
                doorbell.ring(doorbell.desk(case.group_id))
                lapsed += 1
    return lapsed


@requires(Permission.JUDGE)
@transaction.atomic
def decide(
    by: Membership,
    case: Case,
    *,
    version: int,
    action: Action,
    reason: str,
    note: str = "",
    minutes: int | None = None,
) -> None:
    """Decides the case one holds and carries it out, all or nothing.

    `note` stands above the text for `publish_with_note`, and otherwise goes to the author.
    Errors: `reason_needed`, `action_unfit`, `case_decided` (with who), `case_not_yours`,
    `case_changed` (something joined since one looked).
    """
    if not reason_fits(action, reason):
        raise DomainError(Code.REASON_NEEDED)
    decided = Case.objects.filter(
        pk=case.pk,
        state=CaseState.CLAIMED,
        holder=by,
        version=version,
        lease_until__gt=timezone.now(),
    ).update(
        state=CaseState.DECIDED,
        decided_at=timezone.now(),
        decided_by=by,
        action=action,
        reason=reason,
        lease_until=None,
        version=F("version") + 1,
    )
    if not decided:
        raise _not_decidable(by, case)
    message = Message.objects.select_related("room", "author").get(pk=case.message_id)
    if action not in fitting(message.state, case.queue):
        raise DomainError(Code.ACTION_UNFIT)
    if action in (Action.PUBLISH_WITH_NOTE, Action.PAUSE) and not (
        note.strip() if action == Action.PUBLISH_WITH_NOTE else minutes
    ):
        raise DomainError(Code.ACTION_UNFIT)
    _carry_out(message, action=action, reason=reason, note=note.strip(), minutes=minutes)
    if message.state == State.WITHDRAWN:
        Case.objects.filter(pk=case.pk).update(text="")
    _note(case, action, by, note.strip())
    remember(case, action=action, reason=reason)
    doorbell.ring(doorbell.desk(case.group_id))


def _carry_out(
    message: Message, *, action: Action, reason: str, note: str, minutes: int | None
) -> None:
    held = message.state == State.HELD
    if action in (Action.PUBLISH, Action.PUBLISH_WITH_NOTE):
        if held:
            content_note = note[:120] if action == Action.PUBLISH_WITH_NOTE else ""
            messages.publish(message, content_note=content_note)
        return
    if action == Action.LOOKED_AFTER:
        if held:
            messages.decline(message, reason="care", words=note)
        return
    if action == Action.PAUSE:
        assert minutes is not None
        memberships.pause(message.author, minutes=minutes)
    take_away = messages.decline if held else messages.remove
    take_away(message, reason=reason, words=note, rephrase=action == Action.REPHRASE)
    if action == Action.REMOVE_MEMBER:
        memberships.remove(message.author)


def _taken(case: Case) -> DomainError:
    current = Case.objects.select_related("holder", "decided_by").get(pk=case.pk)
    if current.state == CaseState.DECIDED:
        return DomainError(Code.CASE_DECIDED, by=_name(current.decided_by))
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


def _note(case: Case, what: str, by: Membership | None = None, note: str = "") -> None:
    CaseEvent.objects.create(case=case, what=what, by=by, note=note)
