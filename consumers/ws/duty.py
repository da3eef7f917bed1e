"""What those may say who are, or plan to be, on duty."""

from __future__ import annotations

from consumers.wire import commands, events
from forum.errors import Code, DomainError
from forum.memberships.access import in_group
from forum.notices.actions import subscribe, unsubscribe
from forum.people.models import Person
from moderation.shifts import actions as shifts


def go_on(person: Person, command: commands.GoOnDuty) -> events.Done:
    shifts.go_on(in_group(person, command.group))
    return events.Done(re=command.re)


def go_off(person: Person, command: commands.GoOffDuty) -> events.Done:
    shifts.go_off(in_group(person, command.group), note=command.note)
    return events.Done(re=command.re)


def rest(person: Person, command: commands.TakeBreak) -> events.Done:
    shifts.rest(in_group(person, command.group))
    return events.Done(re=command.re)


def plan(person: Person, command: commands.PlanShift) -> events.Done:
    shifts.plan(
        in_group(person, command.group),
        starts_at=command.starts_at,
        ends_at=command.ends_at,
        people=command.people,
    )
    return events.Done(re=command.re)


def drop(person: Person, command: commands.DropShift) -> events.Done:
    shifts.drop(in_group(person, command.group), shift_id=command.shift)
    return events.Done(re=command.re)


def push_on(person: Person, command: commands.PushOn) -> events.Done:
    _staff_only(person)
    subscribe(person, endpoint=command.endpoint, p256dh=command.p256dh, auth=command.auth)
    return events.Done(re=command.re)


def push_off(person: Person, command: commands.PushOff) -> events.Done:
    _staff_only(person)
    unsubscribe(person, endpoint=command.endpoint)
    return events.Done(re=command.re)


def _staff_only(person: Person) -> None:
    if not person.is_staff:
        raise DomainError(Code.NOT_ALLOWED)
