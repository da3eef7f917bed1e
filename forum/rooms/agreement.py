"""The group's agreement: writing a new version."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from forum import doorbell
from forum.messages.richtext import clean
from forum.permissions import system_only
from forum.rooms.models import Agreement, Group


@system_only
@transaction.atomic
def publish_agreement(group: Group, html: str) -> Agreement:
    """A new version; everyone accepts it again before they write on."""
    last = group.agreements.aggregate(last=Max("version"))["last"] or 0
    agreement = Agreement.objects.create(group=group, version=last + 1, html=clean(html))
    doorbell.ring(doorbell.group(group.pk))
    return agreement


def current(group: Group) -> Agreement:
    """The version in force."""
    return group.agreements.order_by("-version")[:1].get()


def currents(groups: Iterable[UUID]) -> dict[UUID, Agreement]:
    """The versions in force of these groups."""
    rising = Agreement.objects.filter(group__in=groups).order_by("version")
    return {agreement.group_id: agreement for agreement in rising}
