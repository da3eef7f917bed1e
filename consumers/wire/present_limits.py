"""Limits into frames, for those who tune them, and for those who say whether lines are lent."""

from __future__ import annotations

from typing import Any

import msgspec

from consumers.wire import events
from forum.memberships.access import memberships
from forum.people.models import Person
from forum.permissions import Permission
from moderation.limits.access import visible
from moderation.limits.models import LimitSet
from moderation.limits.queries import InForce, limits_in_force
from moderation.limits.states import LimitState
from moderation.screening.models import Verdict

SHOWN_TO = frozenset({Permission.TUNE.value, Permission.LEND.value})


def limits(person: Person) -> events.Limits:
    """The installation first, then this person's groups."""
    mine = list(memberships([person]))
    tuning = [member for member in mine if member.may(Permission.TUNE)]
    sets = list(
        visible(tuning)
        .filter(state__in=[LimitState.PROPOSED, LimitState.IN_FORCE])
        .select_related("first", "second", "before")
    )
    facts = _Facts(person, sets)
    scopes = [facts.scope(None, "", tunes=True, lends=False, may_lend=False)] if tuning else []
    for member in mine:
        tunes, may_lend = member.may(Permission.TUNE), member.may(Permission.LEND)
        if tunes or may_lend:
            group = member.group
            scopes.append(
                facts.scope(
                    group.pk,
                    group.name,
                    tunes=tunes,
                    lends=group.lends_lines,
                    may_lend=may_lend,
                )
            )
    return events.Limits(scopes=scopes)


class _Facts:
    """What the scopes are made of."""

    def __init__(self, viewer: Person, sets: list[LimitSet]) -> None:
        self._viewer, self._sets = viewer, sets
        self._in_force: InForce = limits_in_force()
        scored = Verdict.objects.exclude(scorer="").order_by("-at")
        self._scorer = scored.values_list("scorer", flat=True).first()

    def scope(self, group: Any, name: str, **may: bool) -> events.LimitScope:
        now = self._find(group, LimitState.IN_FORCE)
        proposed = self._find(group, LimitState.PROPOSED)
        before = None
        if now is not None:
            before = now.before.version if now.before else self._without(group)
        return events.LimitScope(
            group=group,
            name=name,
            version=self._in_force.of(group).version,
            in_force=self._set(now) if now else None,
            before=before,
            proposed=self._set(proposed) if proposed else None,
            **may,
        )

    def _without(self, group: Any) -> str:
        """The version that would hold if this scope had no set of its own."""
        layers = {whose: one for whose, one in self._in_force.layers.items() if whose != group}
        return InForce(layers).of(group).version

    def _find(self, group: Any, state: LimitState) -> LimitSet | None:
        return next((s for s in self._sets if (s.group_id, s.state) == (group, state)), None)

    def _set(self, limits: LimitSet) -> events.LimitSet:
        said = [one for one in (limits.first, limits.second) if one is not None]
        change = limits.replayed
        looked_now, looked_then = change.get("looked_at", (0, 0))
        return events.LimitSet(
            id=limits.pk,
            version=limits.version,
            at=limits.since or limits.proposed_at,
            yes=[one.alias for one in said],
            mine=any(one.person_id == self._viewer.pk for one in said),
            fits=self._scorer in (None, limits.scorer),
            figures=msgspec.convert(limits.figures, list[events.LimitFigure]),
            messages=change.get("messages", 0),
            looked_now=looked_now,
            looked_then=looked_then,
            newly_held=change.get("newly_held", 0),
            newly_shown=change.get("newly_shown", 0),
        )
