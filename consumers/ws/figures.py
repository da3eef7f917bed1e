"""Who may read which figures."""

from __future__ import annotations

from consumers.wire import commands, events, present_boards
from forum.errors import Code, DomainError
from forum.memberships.access import in_group
from forum.people.models import Person
from forum.permissions import Permission


def board(person: Person, command: commands.ReadBoard) -> events.Board:
    member = in_group(person, command.group)
    if not member.may(Permission.BOARD):
        raise DomainError(Code.NOT_ALLOWED)
    return present_boards.board(command.re, member.group)


def transparency(person: Person, command: commands.ReadTransparency) -> events.Transparency:
    return present_boards.transparency(command.re, in_group(person, command.group))
