"""What a colleague is called already, and which links still open a group."""

from __future__ import annotations

from django.utils import timezone

from forum.colleagues.models import StaffInvite
from forum.groups.models import Founder
from forum.memberships.access import memberships
from forum.memberships.models import Membership
from forum.people.models import Person
from forum.rooms.models import Group


def open_links(group: Group) -> list[StaffInvite]:
    """Those of the group that somebody may still come in by, the newest first."""
    links = StaffInvite.objects.select_related("organisation").filter(
        group=group, used_at=None, expires_at__gt=timezone.now()
    )
    return list(links.order_by("-expires_at"))


def usual_name(person: Person) -> str:
    """The first name young people know this adult by elsewhere, or nothing."""
    member = memberships([person]).first()
    if member is not None:
        return member.alias
    founder = Founder.objects.filter(person=person).first()
    return founder.name if founder else ""


def is_there(person: Person, group: Group | None) -> bool:
    """Whether this adult is in the group already."""
    there = Membership.objects.filter(group=group, person=person, removed_at=None)
    return group is not None and there.exists()
