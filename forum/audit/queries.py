"""What an auditor may read."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from forum.audit.models import Act

PAGE = 50


def acts(groups: list[UUID], *, before: int | None, what: str) -> QuerySet[Act]:
    """What staff did in these groups and what belongs to no group (sign-ins), newest first."""
    found = Act.objects.filter(Q(group__in=groups) | Q(group=None)).order_by("-seq")
    if before is not None:
        found = found.filter(seq__lt=before)
    if what:
        found = found.filter(what__startswith=what)
    return found[:PAGE]
