"""Which limits are in force. Asked once per batch of messages, never per message."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from forum.prepared import Prepared
from moderation.limits.models import LimitSet
from moderation.limits.states import LimitState
from moderation.screening import thresholds
from moderation.screening.thresholds import Thresholds

# Each kind of layer by whose it is; `None` is the whole installation.
_Layers = Mapping[UUID | None, LimitSet]


@dataclass(frozen=True)
class InForce:
    """The limits of every group: the default, with the installation's laid over it, and the
    group's own over both."""

    layers: _Layers = field(default_factory=dict)

    def of(self, group: UUID | None) -> Thresholds:
        """The limits of this group; without one those of the installation."""
        limits = thresholds.load()
        for whose in dict.fromkeys((None, group)):
            layer = self.layers.get(whose)
            if layer is not None:
                limits = limits.over(layer.limits, layer.version)
        return limits

    def with_instead(self, candidate: LimitSet) -> InForce:
        """The same, had this set been in force in its place."""
        return InForce({**self.layers, candidate.group_id: candidate})


_in_force = Prepared(lambda: LimitSet.objects.filter(state=LimitState.IN_FORCE))


def limits_in_force() -> InForce:
    """What is in force at this moment."""
    return layered(_in_force())


def layered(sets: Iterable[LimitSet]) -> InForce:
    """These sets as layers."""
    return InForce({limits.group_id: limits for limits in sets})
