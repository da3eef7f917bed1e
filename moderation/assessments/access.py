"""The only way to an assessment: through its case."""

from __future__ import annotations

from uuid import UUID

from forum.errors import Code, DomainError
from forum.memberships.models import Membership
from forum.people.models import Person
from moderation.assessments.models import Assessment
from moderation.cases import access


def find(person: Person, assessment_id: UUID) -> tuple[Membership, Assessment]:
    """The assessment, and the membership this person judges its case by. Raises
    `assessment_not_found`."""
    there = Assessment.objects.filter(pk=assessment_id).select_related("case").first()
    if there is None or not access.visible(person).filter(pk=there.case_id).exists():
        raise DomainError(Code.ASSESSMENT_NOT_FOUND)
    member, _ = access.find(person, there.case_id)
    return member, there
