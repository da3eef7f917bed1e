"""What those may say who set the limits of screening."""

from __future__ import annotations

from consumers.wire import commands, events
from forum.memberships.access import in_group
from forum.people.models import Person
from forum.rooms.actions import lend_lines
from moderation.limits import actions as limits
from moderation.limits.access import find


def accept(person: Person, command: commands.AcceptLimits) -> events.Done:
    limits.accept(*find(person, command.limits))
    return events.Done(re=command.re)


def turn_down(person: Person, command: commands.TurnDownLimits) -> events.Done:
    limits.turn_down(*find(person, command.limits))
    return events.Done(re=command.re)


def take_back(person: Person, command: commands.TakeBackLimits) -> events.Done:
    limits.go_back(*find(person, command.limits))
    return events.Done(re=command.re)


def lend(person: Person, command: commands.LendLines) -> events.Done:
    lend_lines(in_group(person, command.group), on=command.on)
    return events.Done(re=command.re)
