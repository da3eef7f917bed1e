"""What those may say who lead a group or set it up."""

from __future__ import annotations

from consumers.wire import commands, events
from forum.env import public_url
from forum.memberships.access import in_group, in_room
from forum.memberships.invites import create_invite
from forum.people.models import Person
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


def invite(person: Person, command: commands.CreateInvite) -> events.Invited:
    code, expires_at = create_invite(in_group(person, command.group))
    return events.Invited(
        re=command.re, code=code, url=public_url(f"/i/{code}"), expires_at=expires_at
    )
