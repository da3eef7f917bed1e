"""Finding bells without hearing them."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Max
from django.utils import timezone

from forum.doorbell.models import Bell

KEPT = timedelta(hours=1)


def newest() -> int:
    """The highest number of a bell so far."""
    return Bell.objects.aggregate(newest=Max("pk"))["newest"] or 0


def rung(after: int) -> list[tuple[int, str]]:
    """Number and name of the bells after this number. One that commits late may have a lower
    number than one seen already: ask from some time back, and skip those known."""
    return list(Bell.objects.filter(pk__gt=after).order_by("pk").values_list("pk", "name"))


def sweep() -> int:
    """Forgets bells that everybody has heard. Returns how many."""
    return Bell.objects.filter(at__lt=timezone.now() - KEPT).delete()[0]
