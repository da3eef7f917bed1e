"""The queue into frames, for those who judge."""

from __future__ import annotations

from typing import Literal, cast

from consumers.wire import events
from forum.memberships import avatar
from forum.memberships.models import Membership
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
    shown, count = _open(person, queries.Filter())
    return events.Desk(
        cases=shown,
        open=count,
        unread=events.Unread(
            share=missed.share,
            of=missed.of,
            failed_at=missed.failed_at,
            alone_at=missed.alone_at,
        ),
    )


def open_cases(re: int, person: Person, only: queries.Filter) -> events.Cases:
    """The first hundred that fit."""
    shown, count = _open(person, only)
    return events.Cases(re=re, cases=shown, open=count)


def _open(person: Person, only: queries.Filter) -> tuple[list[events.CaseRow], int]:
    """The first hundred, and how many there are."""
    members = {member.group_id: member for member in judging(person)}
    shown = [
        row(case, members[case.group_id]) for case in queries.queue(person, only)[: queries.SHOWN]
    ]
    return shown, queries.waiting(person, only) if len(shown) == queries.SHOWN else len(shown)


def _subject(case: Case) -> Literal["message", "adult", "young"]:
    if case.message:
        return "message"
    return "adult" if case.subject.is_staff else "young"


def row(case: Case, by: Membership) -> events.CaseRow:
    """A case as this member sees it."""
    subject, holder = case.subject, case.holder
    return events.CaseRow(
        id=case.pk,
        group=case.group_id,
        group_name=case.group.name,
        room_title=case.message.room.title if case.message else "",
        queue=cast(Literal["conduct", "care"], case.queue),
        subject=_subject(case),
        severity=case.severity,
        level=case.level,
        for_me=may_judge(by, case),
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
        owner=case.owner.alias if case.owner else None,
        mine=holder is not None and holder.person_id == by.person_id,
        lease_until=case.lease_until,
    )
