"""The queue into frames, for those who judge."""

from __future__ import annotations

from typing import Literal, cast

from consumers.wire import events
from forum.memberships import avatar
from forum.people.models import Person
from moderation.cases import queries
from moderation.cases.access import judging, may_judge
from moderation.cases.models import Case
from moderation.cases.states import Appeal
from moderation.screening.queries import unread

EXCERPT = 160


def desk(person: Person) -> events.Desk:
    """The first hundred open cases this person may know of."""
    missed = unread()
    listed = cases(0, person, queries.Filter())
    return events.Desk(
        cases=listed.cases,
        open=listed.open,
        unread=events.Unread(
            share=missed.share,
            of=missed.of,
            failed_at=missed.failed_at,
            alone_at=missed.alone_at,
        ),
    )


def cases(re: int, person: Person, only: queries.Filter) -> events.Cases:
    """The first hundred that fit."""
    shown = list(queries.queue(person, only)[: queries.SHOWN])
    more = len(shown) == queries.SHOWN
    return events.Cases(
        re=re,
        cases=rows(shown, person),
        open=queries.waiting(person, only) if more else len(shown),
    )


def rows(shown: list[Case], viewer: Person) -> list[events.CaseRow]:
    """Cases as this person sees them."""
    members = {member.group_id: member for member in judging(viewer)}
    return [_row(case, viewer, for_me=may_judge(members[case.group_id], case)) for case in shown]


def _row(case: Case, viewer: Person, *, for_me: bool) -> events.CaseRow:
    subject, holder = case.subject, case.holder
    return events.CaseRow(
        id=case.pk,
        group=case.group_id,
        group_name=case.group.name,
        room_title=case.message.room.title if case.message else "",
        queue=cast(Literal["conduct", "care"], case.queue),
        subject="message" if case.message else "adult",
        severity=case.severity,
        level=case.level,
        for_me=for_me,
        appeal=case.appeal == Appeal.ASKED,
        skipped=getattr(case, "skipped", False),
        state=cast(Literal["waiting", "claimed", "on_hold", "decided"], case.state),
        version=case.version,
        opened_at=case.opened_at,
        due_at=case.due_at,
        alias=subject.alias,
        avatar=avatar.path(subject.avatar),
        text=case.shown[:EXCERPT],
        reasons=case.because,
        holder=holder.alias if holder else None,
        mine=holder is not None and holder.person_id == viewer.pk,
        lease_until=case.lease_until,
    )
