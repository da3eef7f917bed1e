"""The only way to a case: as somebody who judges in its group, and whom it is not about."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q, QuerySet

from forum.errors import Code, DomainError
from forum.memberships.access import memberships
from forum.memberships.models import Membership
from forum.people.models import Person
from forum.permissions import Permission
from moderation.cases.models import Case
from moderation.cases.outcomes import (
    AGAINST,
    FITTING_ADULT,
    FITTING_WORRY,
    Action,
    fitting,
    fitting_appeal,
)
from moderation.cases.states import LEVEL_MAX, Appeal, CaseState, rank


def judging(person: Person) -> list[Membership]:
    """This person's memberships that judge."""
    return [member for member in memberships([person]) if member.may(Permission.JUDGE)]


def of_my_groups(person: Person) -> QuerySet[Case]:
    """The cases of the groups this person judges in, a report on a colleague only from where it may
    be judged; not yet without those on themselves."""
    mine = Q(pk__in=[])
    for member in judging(person):
        mine |= Q(group=member.group_id) & (Q(about=None) | Q(level__lte=rank(member.role)))
    return Case.objects.filter(mine)


def visible(person: Person) -> QuerySet[Case]:
    """The cases this person may know of: never one on their own message or on themselves."""
    return (
        of_my_groups(person)
        .exclude(Q(message__author__person=person))
        .exclude(Q(about__person=person))
    )


def find(person: Person, case_id: UUID) -> tuple[Membership, Case]:
    """The case, and the membership this person judges it by. Raises `case_not_found`."""
    case = (
        visible(person)
        .select_related(
            "message__author__person",
            "message__room__session",
            "message__reply_to",
            "about__person",
            "holder",
            "owner",
            "group",
        )
        .filter(pk=case_id)
        .first()
    )
    if case is None:
        raise DomainError(Code.CASE_NOT_FOUND)
    member = memberships([person]).get(group_id=case.group_id)
    return member, case


def colleagues(case: Case, besides: Membership) -> list[Membership]:
    """Those who could take this case instead: they judge here, and it is not about them."""
    there = Membership.objects.filter(group=case.group_id, removed_at=None).select_related("person")
    return [
        member
        for member in there.exclude(pk=besides.pk).order_by("alias")
        if may_judge(member, case)
    ]


def may_judge(member: Membership, case: Case) -> bool:
    """Whether this member may take this case, as far as who they are is concerned."""
    return (
        member.may(Permission.JUDGE)
        and rank(member.role) >= case.level
        and member.person_id != case.subject.person_id
        and not (case.appeal == Appeal.ASKED and case.decided_by_id == member.pk)
    )


def appealable(person: Person, message_id: UUID) -> tuple[Membership, Case]:
    """The decided case against this person's message, and who they are there, even when they were
    put out of the group by it. Raises `message_not_found`."""
    own = Case.objects.filter(message=message_id, message__author__person=person).select_related(
        "message__author__person", "message__room", "group", "decided_by"
    )
    against = own.filter(state=CaseState.DECIDED, action__in=AGAINST).order_by("-decided_at")
    # One that is open again after an appeal is found too, so that a second one is told so.
    case = against.first() or own.exclude(appeal=Appeal.NONE).first()
    # One whose words the group has let go of (`moderation.retention`) cannot be judged again.
    if case is None or case.message is None or not case.shown:
        raise DomainError(Code.MESSAGE_NOT_FOUND)
    return case.message.author, case


def level_to_escalate(by: Membership, case: Case, people: Sequence[Membership]) -> int | None:
    """To which level this member can put the case, of these `colleagues`; None: nobody is above."""
    return level_above(max(case.level, rank(by.role)), people)


def level_above(level: int, people: Sequence[Membership]) -> int | None:
    """The next level at which one of these people stands, if there is one."""
    ranks = {rank(one.role) for one in people}
    return next((one for one in range(level + 1, LEVEL_MAX + 1) if one in ranks), None)


def actions_for(case: Case) -> list[Action]:
    """What may be decided in this case, in the order shown."""
    if case.message is None:
        return FITTING_ADULT if case.subject.is_staff else FITTING_WORRY
    if case.appeal == Appeal.ASKED:
        return fitting_appeal(case.message.state)
    return fitting(case.message.state, case.queue, in_session=hasattr(case.message.room, "session"))


def colleague(case: Case, member_id: UUID) -> Membership:
    """Somebody of the case's group, by what the group sees. Raises `not_for_them`."""
    member = Membership.objects.filter(pk=member_id, group=case.group_id).first()
    if member is None:
        raise DomainError(Code.NOT_FOR_THEM)
    return member
