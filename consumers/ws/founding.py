"""What those may say who found groups, set them up, and bring in colleagues."""

from __future__ import annotations

from typing import cast

from consumers.wire import commands, events
from forum.colleagues import actions
from forum.colleagues.queries import open_links
from forum.env import public_url
from forum.errors import Code, DomainError
from forum.groups import actions as groups
from forum.groups.access import founder
from forum.memberships.access import in_group
from forum.memberships.models import Membership
from forum.people.models import Person
from forum.permissions import Permission, Role
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
    code, expires_at = actions.invite(
        in_group(person, command.group),
        role=Role(command.role),
        organisation=command.organisation,
        cleared=command.cleared,
    )
    return events.ColleagueInvited(
        re=command.re, url=public_url(f"/team/i/{code}"), expires_at=expires_at
    )


def colleagues(person: Person, command: commands.ReadColleagues) -> events.Colleagues:
    member = in_group(person, command.group)
    if not member.may(Permission.SETUP):
        raise DomainError(Code.NOT_ALLOWED)
    return _colleagues(command.re, member)


def revoke(person: Person, command: commands.RevokeColleague) -> events.Colleagues:
    member = in_group(person, command.group)
    actions.revoke(member, ref=command.link)
    return _colleagues(command.re, member)


def _colleagues(re: int, member: Membership) -> events.Colleagues:
    return events.Colleagues(
        re=re,
        links=[
            events.LinkPart(
                id=one.ref,
                role=cast(events.RoleName, one.role),
                organisation=one.organisation.name if one.organisation else "",
                expires_at=one.expires_at,
            )
            for one in open_links(member.group)
        ],
    )
