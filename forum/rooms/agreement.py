"""The group's agreement: writing a new version."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import F

from forum import doorbell
from forum.messages.richtext import clean
from forum.permissions import system_only
from forum.rooms.models import Agreement, Group


@system_only
@transaction.atomic
def publish_agreement(group: Group, html: str) -> Agreement:
    """A new version; everyone accepts it again before they write on."""
    # The raise keeps a second writer waiting until this version stands.
    Group.objects.filter(pk=group.pk).update(agreement_version=F("agreement_version") + 1)
    group.refresh_from_db(fields=["agreement_version"])
    agreement = Agreement.objects.create(
        group=group, version=group.agreement_version, html=clean(html)
    )
    doorbell.ring(doorbell.group(group.pk))
    return agreement


def current(group: Group) -> Agreement:
    """The version in force."""
    return currents([group.pk])[group.pk]


def versions(group: Group, count: int) -> list[Agreement]:
    """The newest versions, newest first."""
    return list(Agreement.objects.filter(group=group).order_by("-version")[:count])


def accepted(members: Iterable[tuple[UUID, int]]) -> dict[tuple[UUID, int], Agreement]:
    """These versions of these groups: what somebody accepted last."""
    wanted = set(members)
    if not wanted:
        return {}
    found = Agreement.objects.filter(
        group__in={group for group, _ in wanted}, version__in={version for _, version in wanted}
    )
    return {(agreement.group_id, agreement.version): agreement for agreement in found}


def currents(groups: Iterable[UUID]) -> dict[UUID, Agreement]:
    """The versions in force of these groups."""
    in_force = Agreement.objects.filter(group__in=groups, version=F("group__agreement_version"))
    return {agreement.group_id: agreement for agreement in in_force}
