"""What those may say who lead a group or set it up."""

from __future__ import annotations

from consumers.wire import commands, events
from forum.env import public_url
from forum.errors import Code, DomainError
from forum.memberships.access import in_group, in_room
from forum.memberships.invites import create_invites, revoke_batch, revoke_invite
from forum.memberships.models import Membership
from forum.memberships.queries import batches
from forum.people.models import Person
from forum.permissions import Permission
from forum.rooms.actions import create_topic, set_following, set_mode
from forum.rooms.models import Mode
from moderation.care.actions import note_looked_after


def topic(person: Person, command: commands.CreateTopic) -> events.Done:
    create_topic(in_group(person, command.group), title=command.title)
    return events.Done(re=command.re)


def following(person: Person, command: commands.SetFollowing) -> events.Done:
    set_following(
        in_group(person, command.group), contact=command.contact, distress=command.distress
    )
    return events.Done(re=command.re)


def mode(person: Person, command: commands.SetMode) -> events.Done:
    set_mode(
        in_group(person, command.group), mode=Mode(command.mode), first_held=command.first_held
    )
    return events.Done(re=command.re)


def looked_after(person: Person, command: commands.LookedAfter) -> events.Done:
    note_looked_after(*in_room(person, command.room))
    return events.Done(re=command.re)


def invite(person: Person, command: commands.CreateInvites) -> events.Invited:
    batch, codes = create_invites(in_group(person, command.group), count=command.count)
    return events.Invited(
        re=command.re,
        codes=[events.InviteCode(code=code, url=public_url(f"/i/{code}")) for code in codes],
        door=public_url("/i/"),
        expires_at=batch.expires_at,
    )


def invites(person: Person, command: commands.ReadInvites) -> events.Invites:
    member = in_group(person, command.group)
    if not member.may(Permission.INVITE):
        raise DomainError(Code.NOT_ALLOWED)
    return _invites(command.re, member)


def revoke_all(person: Person, command: commands.RevokeInvites) -> events.Invites:
    member = in_group(person, command.group)
    revoke_batch(member, batch_id=command.batch)
    return _invites(command.re, member)


def revoke_one(person: Person, command: commands.RevokeInvite) -> events.Invites:
    member = in_group(person, command.group)
    revoke_invite(member, code=command.code)
    return _invites(command.re, member)


def _invites(re: int, member: Membership) -> events.Invites:
    return events.Invites(
        re=re,
        batches=[
            events.BatchPart(
                id=one.batch.pk,
                at=one.batch.at,
                expires_at=one.batch.expires_at,
                made=one.batch.made,
                came=one.came,
                open=one.open,
            )
            for one in batches(member.group_id)
        ],
    )
