"""Counting wrong tries and refusing further ones."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from forum.errors import Code, DomainError
from forum.pace.models import Tries
from forum.permissions import system_only


@dataclass(frozen=True)
class Limit:
    """`tries` wrong ones within `minutes` lock for the rest of them."""

    tries: int
    minutes: int


# Per place, and per whatever else is named beside it (an account), each counted alone.
LIMITS = {
    "join": Limit(20, 15),
    "colleague": Limit(20, 15),
    "recover": Limit(6, 15),
    "sign_in": Limit(10, 15),
    "factor": Limit(6, 15),
}


def _keys(scope: str, who: tuple[str, ...]) -> list[bytes]:
    daily = f"{settings.SECRET_KEY}:{timezone.localdate().isoformat()}".encode()
    return [
        hmac.new(daily, f"{scope}:{place}:{name}".encode(), hashlib.sha256).digest()
        for place, name in enumerate(who)
    ]


@system_only
def check(scope: str, *who: str) -> None:
    """Raises `too_many_tries` (with the minutes left) where the limit has been reached."""
    limit = LIMITS[scope]
    now = timezone.now()
    for row in Tries.objects.filter(key__in=_keys(scope, who)):
        left = row.since + timedelta(minutes=limit.minutes) - now
        if row.count >= limit.tries and left > timedelta(0):
            raise DomainError(Code.TOO_MANY_TRIES, minutes=ceil(left.total_seconds() / 60))


@system_only
def count(scope: str, *who: str) -> None:
    """One more wrong try."""
    now = timezone.now()
    window = timedelta(minutes=LIMITS[scope].minutes)
    with transaction.atomic():
        for key in _keys(scope, who):
            fresh = Tries.objects.filter(key=key, since__gt=now - window)
            if not fresh.update(count=F("count") + 1):
                Tries.objects.update_or_create(key=key, defaults={"count": 1, "since": now})


@system_only
def sweep() -> int:
    """Forgets counts that no longer lock anybody. Returns how many."""
    longest = max(limit.minutes for limit in LIMITS.values())
    old = timezone.now() - timedelta(minutes=longest)
    return Tries.objects.filter(since__lt=old).delete()[0]
