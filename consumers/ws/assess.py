"""What whoever holds a care case may say of the duty to act. Each answers with the sheets: nothing
here tells anybody else."""

from __future__ import annotations

from consumers.wire import commands, events
from consumers.wire.present_assessment import assessment
from forum.people.models import Person
from moderation.assessments import actions
from moderation.assessments.access import find as find_sheet
from moderation.assessments.models import Outcome
from moderation.cases.access import find


def read(person: Person, command: commands.ReadAssessment) -> events.Assessment:
    return assessment(command.re, *find(person, command.case))


def begin(person: Person, command: commands.BeginAssessment) -> events.Assessment:
    member, case = find(person, command.case)
    actions.begin(member, case)
    return assessment(command.re, member, case)


def answer(person: Person, command: commands.AnswerAssessment) -> events.Assessment:
    member, sheet = find_sheet(person, command.assessment)
    actions.answer(member, sheet, key=command.key, value=command.value)
    return assessment(command.re, member, sheet.case)


def finish(person: Person, command: commands.FinishAssessment) -> events.Assessment:
    member, sheet = find_sheet(person, command.assessment)
    actions.finish(member, sheet, outcome=Outcome(command.outcome), reason=command.reason)
    return assessment(command.re, member, sheet.case)
