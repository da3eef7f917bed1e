"""Planning sessions, and opening, leading and closing them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from typing import Any
from uuid import UUID

from consumers.wire import commands, events
from forum.errors import Code, DomainError
from forum.memberships.access import in_group, memberships
from forum.memberships.models import Membership
from forum.people.models import Person
from forum.sessions import actions as sessions
from forum.sessions.agenda import Step


def plan(person: Person, command: commands.PlanSessions) -> events.Done:
    sessions.plan_series(
        in_group(person, command.group),
        _plan(command),
        times=command.times,
        every=command.every,
        skipped=command.skipped,
    )
    return events.Done(re=command.re)


def change(person: Person, command: commands.ChangeSession) -> events.Done:
    sessions.change(of_session(person, command.session), _plan(command), session_id=command.session)
    return events.Done(re=command.re)


def cancel(person: Person, command: commands.CancelSession) -> events.Done:
    sessions.cancel(
        of_session(person, command.session),
        session_id=command.session,
        words=command.words,
        rest=command.rest,
    )
    return events.Done(re=command.re)


def start(person: Person, command: commands.StartSession) -> events.Done:
    sessions.start(of_session(person, command.session), session_id=command.session)
    return events.Done(re=command.re)


def begin_closing(person: Person, command: commands.BeginClosing) -> events.Done:
    sessions.begin_closing(of_session(person, command.session), session_id=command.session)
    return events.Done(re=command.re)


def close(person: Person, command: commands.CloseSession) -> events.Done:
    sessions.close(of_session(person, command.session), session_id=command.session)
    return events.Done(re=command.re)


def go_to_step(person: Person, command: commands.GoToStep) -> events.Done:
    by = of_session(person, command.session)
    sessions.go_to_step(by, session_id=command.session, step=command.step)
    return events.Done(re=command.re)


def set_agenda(person: Person, command: commands.SetAgenda) -> events.Done:
    by = of_session(person, command.session)
    sessions.set_agenda(by, session_id=command.session, steps=_steps(command.agenda))
    return events.Done(re=command.re)


def of_session(person: Person, session_id: UUID) -> Membership:
    """Who this person is in the group of a session."""
    member = memberships([person]).filter(group__sessions=session_id).first()
    if member is None:
        raise DomainError(Code.SESSION_NOT_FOUND)
    return member


def _plan(command: Any) -> sessions.Plan:
    return sessions.Plan(
        theme=command.theme,
        first=command.first,
        at=time.fromisoformat(command.at),
        minutes=command.minutes,
        capacity=command.capacity,
        leaders=tuple(command.leaders),
        substitutes=tuple(command.substitutes),
        agenda=tuple(_steps(command.agenda)),
    )


def _steps(agenda: Sequence[commands.StepSpec]) -> list[Step]:
    return [Step(step.title, step.minutes, step.prompt) for step in agenda]
