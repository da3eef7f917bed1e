"""After a session: talking it through, and how a course went."""

from __future__ import annotations

from consumers.wire import commands, events
from consumers.wire.present_evening import course as present
from consumers.ws.sessions import of_session
from forum.debriefs import actions as debriefs
from forum.errors import Code, DomainError
from forum.memberships.access import in_group
from forum.outcomes.queries import course as sessions_of
from forum.people.models import Person
from forum.permissions import Permission
from moderation.worries.actions import Worry
from moderation.worries.actions import debrief as write


def course(person: Person, command: commands.ReadCourse) -> events.Course:
    member = in_group(person, command.group)
    if not (member.may(Permission.LEAD) or member.may(Permission.BOARD)):
        raise DomainError(Code.NOT_ALLOWED)
    return present(command.re, sessions_of(member.group))


def debrief(person: Person, command: commands.WriteDebrief) -> events.Done:
    write(
        of_session(person, command.session),
        session_id=command.session,
        answers=command.answers,
        worries=[Worry(one.member, one.owner, one.due, one.words) for one in command.worries],
    )
    return events.Done(re=command.re)


def waive(person: Person, command: commands.WaiveDebrief) -> events.Done:
    debriefs.waive(
        of_session(person, command.session), session_id=command.session, reason=command.reason
    )
    return events.Done(re=command.re)
