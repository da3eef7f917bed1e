"""The way to a proposal. Unknown, forbidden and not to be seen give the same refusal."""

from __future__ import annotations

from uuid import UUID

from forum.errors import Code, DomainError
from forum.memberships.access import memberships
from forum.memberships.models import Membership
from forum.people.models import Person


def member_for(person: Person, proposal_id: UUID) -> Membership:
    """This person's membership where the proposal was made. Raises `proposal_not_found`."""
    member = memberships([person]).filter(group__proposals=proposal_id).first()
    if member is None:
        raise DomainError(Code.PROPOSAL_NOT_FOUND)
    return member
