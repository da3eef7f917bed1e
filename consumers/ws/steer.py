"""Slower, locked, paused, home for the day."""

from __future__ import annotations

from consumers.wire import commands, events
from forum.memberships.access import in_group, in_room
from forum.people.models import Person
from forum.steering import actions as steering


def slow(person: Person, command: commands.SlowRoom) -> events.Done:
    by, room = in_room(person, command.room)
    steering.slow_down(by, room, seconds=command.seconds, reason=command.reason or "")
    return events.Done(re=command.re)


def lock(person: Person, command: commands.LockRoom) -> events.Done:
    by, room = in_room(person, command.room)
    steering.lock(by, room, minutes=command.minutes, reason=command.reason or "")
    return events.Done(re=command.re)


def pause(person: Person, command: commands.PauseMember) -> events.Done:
    steering.pause(
        in_group(person, command.group),
        member_id=command.member,
        minutes=command.minutes,
        reason=command.reason or "",
    )
    return events.Done(re=command.re)


def send_home(person: Person, command: commands.SendHome) -> events.Done:
    by = in_group(person, command.group)
    steering.send_home(by, member_id=command.member, reason=command.reason)
    return events.Done(re=command.re)


def let_back(person: Person, command: commands.LetBack) -> events.Done:
    steering.let_back(in_group(person, command.group), member_id=command.member)
    return events.Done(re=command.re)
