"""What moderators may say."""

from __future__ import annotations

from consumers.wire import commands, events
from consumers.wire.present_case import casefile
from consumers.wire.present_desk import open_cases
from forum.memberships.access import in_group
from forum.memberships.actions import set_member_mode
from forum.people.models import Person
from forum.rooms.models import Mode
from moderation.care.actions import open_side_room
from moderation.cases import actions as cases
from moderation.cases.access import colleague, find
from moderation.cases.outcomes import Action
from moderation.cases.queries import Filter


def look(person: Person, command: commands.LookCase) -> events.Casefile:
    member, case = find(person, command.case)
    cases.look(member, case)
    return casefile(command.re, member, case)


def claim(person: Person, command: commands.ClaimCase) -> events.Casefile:
    member, case = find(person, command.case)
    return casefile(command.re, member, cases.claim(member, case))


def release(person: Person, command: commands.ReleaseCase) -> events.Done:
    member, case = find(person, command.case)
    cases.release(member, case)
    return events.Done(re=command.re)


def hold(person: Person, command: commands.HoldCase) -> events.Done:
    member, case = find(person, command.case)
    cases.hold(member, case, minutes=command.minutes, note=command.note)
    return events.Done(re=command.re)


def hand_over(person: Person, command: commands.HandOverCase) -> events.Done:
    member, case = find(person, command.case)
    cases.hand_over(member, case, to=colleague(case, command.to), note=command.note)
    return events.Done(re=command.re)


def escalate(person: Person, command: commands.EscalateCase) -> events.Done:
    member, case = find(person, command.case)
    cases.escalate(member, case, note=command.note)
    return events.Done(re=command.re)


def skip(person: Person, command: commands.SkipCase) -> events.Done:
    member, case = find(person, command.case)
    cases.skip(member, case)
    return events.Done(re=command.re)


def grade(person: Person, command: commands.GradeCase) -> events.Casefile:
    member, case = find(person, command.case)
    cases.grade(member, case, severity=command.severity, note=command.note)
    return casefile(command.re, *find(person, command.case))


def note(person: Person, command: commands.NoteCase) -> events.Casefile:
    member, case = find(person, command.case)
    cases.add_note(member, case, note=command.note)
    return casefile(command.re, member, case)


def listed(person: Person, command: commands.ListCases) -> events.Cases:
    return open_cases(
        command.re, person, Filter(group=command.group, queue=command.queue, mine=command.mine)
    )


def decide(person: Person, command: commands.DecideCase) -> events.Done:
    member, case = find(person, command.case)
    judgement = cases.Judgement(
        action=Action(command.action),
        reason=command.reason,
        words=command.note,
        clause=command.clause,
        minutes=command.minutes,
    )
    cases.decide(member, case, version=command.version, judgement=judgement)
    return events.Done(re=command.re)


def side_room(person: Person, command: commands.OpenSideRoom) -> events.SideRoom:
    member, case = find(person, command.case)
    return events.SideRoom(re=command.re, room=open_side_room(member, case).pk)


def member_mode(person: Person, command: commands.SetMemberMode) -> events.Done:
    mode = Mode(command.mode) if command.mode else None
    set_member_mode(in_group(person, command.group), member_id=command.member, mode=mode)
    return events.Done(re=command.re)
