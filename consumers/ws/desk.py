"""What moderators may say."""

from __future__ import annotations

from consumers.wire import commands, events
from consumers.wire.present_desk import casefile
from forum.people.models import Person
from moderation.care.actions import open_side_room
from moderation.cases import actions as cases
from moderation.cases.access import find
from moderation.cases.outcomes import Action


def look(person: Person, command: commands.LookCase) -> events.Casefile:
    member, case = find(person, command.case)
    return casefile(command.re, member, case)


def claim(person: Person, command: commands.ClaimCase) -> events.Casefile:
    member, case = find(person, command.case)
    return casefile(command.re, member, cases.claim(member, case))


def release(person: Person, command: commands.ReleaseCase) -> events.Done:
    member, case = find(person, command.case)
    cases.release(member, case)
    return events.Done(re=command.re)


def decide(person: Person, command: commands.DecideCase) -> events.Done:
    member, case = find(person, command.case)
    cases.decide(
        member,
        case,
        version=command.version,
        action=Action(command.action),
        reason=command.reason,
        note=command.note,
        minutes=command.minutes,
    )
    return events.Done(re=command.re)


def side_room(person: Person, command: commands.OpenSideRoom) -> events.SideRoom:
    member, case = find(person, command.case)
    return events.SideRoom(re=command.re, room=open_side_room(member, case).pk)
