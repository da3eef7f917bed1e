"""One case into a frame: everything needed to judge it."""

from __future__ import annotations

from typing import Any, cast

from consumers.wire import events
from consumers.wire.present import member
from consumers.wire.present_desk import row
from consumers.wire.present_together import segments, together
from consumers.wire.proposing import proposals
from forum.memberships.models import Membership
from forum.messages.models import Message
from forum.messages.queries import around
from forum.rooms.agreement import current
from forum.rooms.clauses import clauses
from moderation.assessments.queries import assessed
from moderation.care.access import youth_of
from moderation.cases import queries
from moderation.cases.access import actions_for, colleagues, level_to_escalate
from moderation.cases.actions import HOLD_MINUTES
from moderation.cases.models import Case
from moderation.cases.outcomes import REASONS
from moderation.cases.states import Appeal
from moderation.reports.queries import of_case
from moderation.screening.models import Verdict

AROUND = 10
FAR_APART, GRAVE = 0.3, 0.5


def casefile(re: int, by: Membership, case: Case) -> events.Casefile:
    """Everything needed to judge this case."""
    verdict = Verdict.objects.filter(message=case.message_id).first() if case.message else None
    findings: list[dict[str, Any]] = verdict.findings if verdict else []
    earlier = queries.earlier(case)
    others = colleagues(case, by)
    return events.Casefile(
        re=re,
        case=row(case, by),
        author=member(case.subject),
        assessed=assessed(case),
        author_mode=cast(events.ModeName, case.subject.mode) if case.subject.mode else None,
        segments=segments(case.shown, findings),
        message_state=case.message.state if case.message else None,
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
        disagree=_disagree(verdict.opinions if verdict else {}),
        together=together(by, case),
        around=_surroundings(case),
        earlier_cases=earlier.count(),
        earlier=[
            events.EarlierCase(
                at=one.decided_at,
                severity=one.severity,
                action=one.action,
                reason=one.reason,
                appeal=one.appeal,
            )
            for one in earlier[: queries.EARLIER_SHOWN]
            if one.decided_at
        ],
        reports=[
            events.ReportPart(at=report.at, why=report.why, words=report.words)
            for report in of_case(case)
        ],
        appeal=_appeal(case),
        events=[
            events.CaseEvent(
                at=event.at,
                what=event.what,
                who=event.by.alias if event.by else None,
                to=event.to.alias if event.to else None,
                note=event.note,
            )
            for event in case.events.select_related("by", "to").order_by("pk")
        ],
        actions=[action.value for action in actions_for(case)],
        reasons=list(REASONS),
        clauses=clauses(current(case.group)),
        proposals=proposals(case.subject.person.language),
        colleagues=[member(one) for one in others],
        may_escalate=level_to_escalate(by, case, others) is not None,
        hold_max=HOLD_MINUTES[case.severity],
        side_room=case.side_room_id,
        may_side_room=youth_of(case) is not None,
    )


def _appeal(case: Case) -> events.AppealPart | None:
    if case.appeal == Appeal.NONE or case.appealed_at is None:
        return None
    first = case.decisions.select_related("by").order_by("at").first()
    asked = case.events.filter(what="appealed").first()
    return events.AppealPart(
        at=case.appealed_at,
        words=asked.note if asked else "",
        action=first.action if first else case.action,
        reason=first.reason if first else case.reason,
        decided_by=first.by.alias if first and first.by else "",
        told=first.words if first else "",
    )


def _surroundings(case: Case) -> list[events.CaseMessage]:
    if case.message is None:
        return []
    before, after = around(case.message, AROUND)
    return [
        *(_around(message) for message in before),
        _around(case.message, subject=True, text=case.shown),
        *(_around(message) for message in after),
    ]


def _disagree(opinions: dict[str, dict[str, float]]) -> list[events.Opinion]:
    """The heads on which scorers are far apart: one of them would have called a person."""
    names = sorted(opinions)
    shared = set.intersection(*(set(said) for said in opinions.values())) if opinions else set()
    apart = {head: [opinions[name][head] for name in names] for head in sorted(shared)}
    return [
        events.Opinion(head=head, scorers=names, scores=scores)
        for head, scores in apart.items()
        if max(scores) - min(scores) >= FAR_APART and max(scores) >= GRAVE
    ]


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
