"""What those may say who found groups, set them up, and bring in colleagues."""

from __future__ import annotations

from consumers.wire import commands, events
from forum.colleagues import actions as colleagues
from forum.env import public_url
from forum.groups import actions as groups
from forum.groups.access import founder
from forum.memberships.access import in_group
from forum.people.models import Person
from forum.permissions import Role
from forum.rooms.models import Mode


def found(person: Person, command: commands.FoundGroup) -> events.Founded:
    member = groups.found(
        founder(person),
        frame=command.frame,
        mode=Mode(command.mode),
        first_held=command.first_held,
        agreement=command.agreement,
    )
    return events.Founded(re=command.re, group=member.group_id)


def set_frame(person: Person, command: commands.SetFrame) -> events.Done:
    groups.set_frame(in_group(person, command.group), frame=command.frame)
    return events.Done(re=command.re)


def invite(person: Person, command: commands.InviteColleague) -> events.ColleagueInvited:
    code, expires_at = colleagues.invite(
        in_group(person, command.group),
        role=Role(command.role),
        organisation=command.organisation,
        cleared=command.cleared,
    )
    return events.ColleagueInvited(
        re=command.re, url=public_url(f"/team/i/{code}"), expires_at=expires_at
    )
