"""What anybody may ask an adult to look at: a message, an adult, a decision against oneself."""

from __future__ import annotations

from uuid import UUID

from consumers.wire import commands, events
from forum.errors import Code, DomainError
from forum.memberships.access import in_group, in_room
from forum.memberships.models import Membership
from forum.people.models import Person
from moderation.cases import actions as cases
from moderation.cases.access import appealable
from moderation.reports import actions as reports
from moderation.reports.models import Report, Why


def appeal(person: Person, command: commands.Appeal) -> events.Done:
    author, case = appealable(person, command.message)
    cases.appeal(author, case, words=command.words)
    return events.Done(re=command.re)


def report_message(person: Person, command: commands.ReportMessage) -> events.Done:
    member, room = in_room(person, command.room)
    reports.report_message(
        member, room, message_id=command.message, why=Why(command.why), words=command.words
    )
    return events.Done(re=command.re)


def report_adult(person: Person, command: commands.ReportAdult) -> events.Done:
    member = in_group(person, command.group)
    reports.report_adult(member, adult_id=command.adult, why=Why(command.why), words=command.words)
    return events.Done(re=command.re)


def put_away_report(person: Person, command: commands.PutAwayReport) -> events.Done:
    reports.put_away(_reporter(person, command.report), report_id=command.report)
    return events.Done(re=command.re)


def _reporter(person: Person, report_id: UUID) -> Membership:
    report = Report.objects.select_related("by").filter(pk=report_id, by__person=person).first()
    if report is None:
        raise DomainError(Code.REPORT_NOT_FOUND)
    return report.by
