"""How much of late nobody could score: for the board, which must say so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from moderation.screening import language
from moderation.screening.models import Verdict

_WITHIN = timedelta(hours=24)
_NEWEST = 500


@dataclass(frozen=True)
class Unread:
    """Of the newest messages of a day, at most 500, `share` (0..1) of `of` went unscored, for
    whatever reason. `failed_at`: when it last was the scorer's fault, not the language's."""

    share: float
    of: int
    failed_at: datetime | None


def unread() -> Unread:
    """In the whole installation: one scorer serves all its groups."""
    newest = list(
        Verdict.objects.filter(at__gte=timezone.now() - _WITHIN)
        .order_by("-at")
        .values_list("scorer", "language", "at")[:_NEWEST]
    )
    missed = [(spoken, at) for scorer, spoken, at in newest if not scorer]
    failed = [at for spoken, at in missed if spoken in language.OURS]
    share = len(missed) / len(newest) if newest else 0.0
    return Unread(share, len(newest), max(failed, default=None))
