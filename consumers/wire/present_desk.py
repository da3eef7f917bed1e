"""Cases into frames, for those who judge."""

from __future__ import annotations

from typing import Any, Literal, cast

from consumers.wire import events
from consumers.wire.present import member
from consumers.wire.present_together import segments, together
from forum.memberships import avatar
from forum.memberships.models import Membership
from forum.messages.models import Message
from forum.messages.queries import around
from forum.people.models import Person
from moderation.cases import queries
from moderation.cases.models import Case
from moderation.cases.outcomes import REASONS, fitting
from moderation.screening.models import Verdict
from moderation.screening.queries import unread

EXCERPT = 160
AROUND = 10


def desk(person: Person) -> events.Desk:
    """The first hundred open cases this person may judge."""
    waiting = queries.queue(person)
    missed = unread()
    return events.Desk(
        cases=[_row(case, person) for case in waiting[: queries.SHOWN]],
        open=waiting.count(),
        unread=events.Unread(share=missed.share, of=missed.of, failed_at=missed.failed_at),
    )


def _row(case: Case, viewer: Person) -> events.CaseRow:
    author, room = case.message.author, case.message.room
    holder = case.holder
    return events.CaseRow(
        id=case.pk,
        group=case.group_id,
        group_name=case.group.name,
        room_title=room.title,
        queue=cast(Literal["conduct", "care"], case.queue),
        severity=case.severity,
        state=cast(Literal["waiting", "claimed"], case.state),
        version=case.version,
        opened_at=case.opened_at,
        due_at=case.due_at,
        alias=author.alias,
        avatar=avatar.path(author.avatar),
        text=case.shown[:EXCERPT],
        reasons=case.because,
        holder=holder.alias if holder else None,
        mine=holder is not None and holder.person_id == viewer.pk,
        lease_until=case.lease_until,
    )


def casefile(re: int, by: Membership, case: Case) -> events.Casefile:
    """Everything needed to judge this case."""
    verdict = Verdict.objects.filter(message=case.message_id).first()
    findings: list[dict[str, Any]] = verdict.findings if verdict else []
    before, after = around(case.message, AROUND)
    return events.Casefile(
        re=re,
        case=_row(case, by.person),
        author=member(case.message.author),
        segments=segments(case.shown, findings),
        message_state=case.message.state,
        findings=[
            events.FindingPart(
                head=finding["head"],
                score=finding["score"],
                threshold=finding["threshold"],
                language=finding["language"],
                source=finding["source"],
                version=finding["version"],
            )
            for finding in findings
        ],
        together=together(by, case),
        around=[
            *(_around(message) for message in before),
            _around(case.message, subject=True, text=case.shown),
            *(_around(message) for message in after),
        ],
        earlier_cases=queries.earlier(case),
        events=[
            events.CaseEvent(
                at=event.at,
                what=event.what,
                who=event.by.alias if event.by else None,
                note=event.note,
            )
            for event in case.events.select_related("by").order_by("pk")
        ],
        actions=[action.value for action in fitting(case.message.state, case.queue)],
        reasons=list(REASONS),
        side_room=case.side_room_id,
    )


def _around(
    message: Message, *, subject: bool = False, text: str | None = None
) -> events.CaseMessage:
    return events.CaseMessage(
        id=message.pk,
        at=message.submitted_at,
        author=member(message.author),
        text=message.text if text is None else text,
        state=message.state,
        subject=subject,
    )
