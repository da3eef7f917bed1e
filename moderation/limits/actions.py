"""The only writers of limits: propose, accept (twice), turn down, go back.

All that belongs to one scope (a group, or the installation) is locked first, so that two who
press at the same moment do so one after the other, and the second sees what the first did.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from forum import doorbell
from forum.errors import Code, DomainError
from forum.memberships.models import Membership
from forum.permissions import Permission, requires, system_only
from forum.rooms.models import Group
from moderation.limits.models import LimitEvent, LimitSet
from moderation.limits.states import LimitState, may_become
from moderation.screening import thresholds


@system_only
@transaction.atomic
def propose(
    *,
    group: Group | None,
    limits: Mapping[str, Mapping[str, float]],
    scorer: str,
    figures: list[dict[str, Any]],
    replayed: dict[str, Any],
) -> LimitSet:
    """A new proposal, in the place of an older one. Raises `ValueError` for impossible limits."""
    thresholds.check(limits)
    for older in _locked(group.pk if group else None):
        if older.state == LimitState.PROPOSED:
            _become(older, LimitState.TURNED_DOWN)
            _note(older, "superseded")
    made = LimitSet.objects.create(
        group=group,
        limits={language: dict(by_head) for language, by_head in limits.items()},
        scorer=scorer,
        figures=figures,
        replayed=replayed,
    )
    _note(made, "proposed")
    doorbell.ring(doorbell.LIMITS)
    return made


@requires(Permission.TUNE)
@transaction.atomic
def accept(by: Membership, limits: LimitSet) -> LimitSet:
    """Says yes. The second person's yes puts the set in force for the next message.

    `limits` must come from `access.find`. Errors: `limits_two_people` for one's own second yes,
    `limits_changed` when it is no longer proposed.
    """
    scope = {one.pk: one for one in _locked(limits.group_id)}
    asked = _expected(scope[limits.pk], LimitState.PROPOSED)
    if asked.first is None:
        LimitSet.objects.filter(pk=asked.pk).update(first=by)
        _note(asked, "accepted", by)
    elif asked.first.person_id == by.person_id:
        raise DomainError(Code.LIMITS_TWO_PEOPLE)
    else:
        now = next((one for one in scope.values() if one.state == LimitState.IN_FORCE), None)
        if now is not None:
            _become(now, LimitState.REPLACED)
        LimitSet.objects.filter(pk=asked.pk).update(second=by, before=now)
        _note(asked, "accepted", by)
        _put_in_force(asked)
    return _told(asked)


@requires(Permission.TUNE)
@transaction.atomic
def turn_down(by: Membership, limits: LimitSet) -> LimitSet:
    """Says no: one person suffices. Error: `limits_changed` when it is no longer proposed."""
    scope = {one.pk: one for one in _locked(limits.group_id)}
    asked = _expected(scope[limits.pk], LimitState.PROPOSED)
    _become(asked, LimitState.TURNED_DOWN)
    _note(asked, "turned_down", by)
    return _told(asked)


@requires(Permission.TUNE)
@transaction.atomic
def go_back(by: Membership, limits: LimitSet) -> LimitSet:
    """Takes this set out of force and puts the one before it back, at once. One person suffices:
    going back to what was known is no new risk. Error: `limits_changed` when it is not in force."""
    scope = {one.pk: one for one in _locked(limits.group_id)}
    now = _expected(scope[limits.pk], LimitState.IN_FORCE)
    _become(now, LimitState.REPLACED)
    _note(now, "taken_back", by)
    if now.before_id is not None:
        _put_in_force(scope[now.before_id])
    return _told(now)


def _locked(group_id: Any) -> list[LimitSet]:
    """Everything of this scope, held until the transaction ends."""
    # Nothing is joined: after waiting for a lock, PostgreSQL reads the locked row anew and what was
    # joined to it as it was before.
    return list(LimitSet.objects.select_for_update().filter(group=group_id).order_by("pk"))


def _expected(limits: LimitSet, state: LimitState) -> LimitSet:
    if limits.state != state:
        raise DomainError(Code.LIMITS_CHANGED)
    return limits


def _become(limits: LimitSet, state: LimitState) -> None:
    assert may_become(limits.state, state)
    LimitSet.objects.filter(pk=limits.pk).update(state=state)
    limits.state = state


def _put_in_force(limits: LimitSet) -> None:
    _become(limits, LimitState.IN_FORCE)
    LimitSet.objects.filter(pk=limits.pk).update(since=timezone.now())
    _note(limits, "in_force")


def _told(limits: LimitSet) -> LimitSet:
    doorbell.ring(doorbell.LIMITS)
    limits.refresh_from_db()
    return limits


def _note(limits: LimitSet, what: str, by: Membership | None = None) -> None:
    LimitEvent.objects.create(limit_set=limits, what=what, by=by)
