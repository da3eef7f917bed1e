"""As whom somebody founds a group: by what they are in another one, or as a `Founder`."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from forum.errors import Code, DomainError
from forum.groups.models import Founder
from forum.memberships.access import memberships
from forum.organisations.models import Organisation
from forum.people.models import Person
from forum.permissions import Permission, Role


@dataclass
class FoundedBy:
    """Stands where a membership stands for other acts. `pk` and `group_id`, once there is a new
    group: of it, so that the record tells the act where it belongs."""

    person: Person
    role: str
    name: str
    organisation: Organisation | None
    cleared: bool
    pk: UUID | None = None
    group_id: UUID | None = None

    @property
    def person_id(self) -> UUID:
        return self.person.pk


def founder(person: Person) -> FoundedBy:
    """As whom this person founds groups. Error: `not_allowed`."""
    for member in memberships([person]).select_related("group", "person", "organisation"):
        if member.may(Permission.FOUND):
            return FoundedBy(person, member.role, member.alias, member.organisation, member.cleared)
    row = Founder.objects.select_related("organisation").filter(person=person).first()
    if row is None:
        raise DomainError(Code.NOT_ALLOWED)
    return FoundedBy(person, Role.FACILITATOR, row.name, row.organisation, row.cleared)
