"""Openings and the record into frames, for those who ask, answer, and read afterwards."""

from __future__ import annotations

from typing import Literal, cast
from uuid import UUID

from consumers.wire import events
from forum.audit.queries import PAGE, acts
from forum.memberships.access import memberships
from forum.memberships.models import Membership
from forum.people.models import Person
from forum.permissions import Permission, Role
from moderation.breakglass.access import visible

OPENINGS_MOST = 50


def openings(person: Person) -> events.Openings:
    """The newest first."""
    members = {member.group_id: member for member in memberships([person])}
    found = visible(person).select_related(
        "case__group", "case__message__author", "asked_by", "answered_by"
    )
    shown: list[events.OpeningPart] = []
    for one in found.order_by("-asked_at")[:OPENINGS_MOST]:
        me = members[one.case.group_id]
        other = one.asked_by.person_id != person.pk and one.asked_by.role != me.role
        shown.append(
            events.OpeningPart(
                id=one.pk,
                case=one.case_id,
                group_name=one.case.group.name,
                ground=one.ground,
                why=one.why,
                minutes=one.minutes,
                state=cast(Literal["asked", "open", "refused", "closed", "lapsed"], one.state),
                asked_by=one.asked_by.alias,
                asked_role=cast(events.RoleName, one.asked_by.role),
                asked_at=one.asked_at,
                answered_by=one.answered_by.alias if one.answered_by else None,
                answered_at=one.answered_at,
                until=one.until,
                looks=one.looks,
                mine=one.asked_by.person_id == person.pk,
                may_answer=one.state == "asked" and other and me.may(Permission.APPROVE),
            )
        )
    return events.Openings(openings=shown)


def acts_page(re: int, person: Person, *, before: int | None, what: str) -> events.Acts:
    """A page of the record of the groups this person audits."""
    groups = [member.group_id for member in memberships([person]) if member.may(Permission.AUDIT)]
    found = list(acts(groups, before=before, what=what))
    names: dict[UUID, str] = dict(
        Membership.objects.filter(pk__in=[act.membership for act in found if act.membership])
        .exclude(role=Role.PARTICIPANT)
        .values_list("pk", "alias")
    )
    return events.Acts(
        re=re,
        acts=[
            events.ActPart(
                seq=act.seq,
                at=act.at,
                who=names.get(act.membership) if act.membership else None,
                role=act.role,
                what=act.what,
                subject=f"{act.subject_kind} {act.subject[:8]}".strip(),
                facts=", ".join(
                    f"{name}: {value}" for name, value in sorted(act.facts.items()) if value
                ),
            )
            for act in found
        ],
        more=len(found) == PAGE,
    )
