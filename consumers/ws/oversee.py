"""What those may say who break the glass, answer for it, or read the record; and what a young
person may leave to be found there."""

from __future__ import annotations

from consumers.wire import commands, events
from consumers.wire.present_oversight import acts_page
from forum.errors import Code, DomainError
from forum.memberships.access import memberships
from forum.people.actions import contact_of, leave_contact
from forum.people.models import Person
from forum.permissions import Permission
from moderation.breakglass import access, actions
from moderation.breakglass.models import Ground
from moderation.cases.access import find


def ask(person: Person, command: commands.AskOpening) -> events.Done:
    member, case = find(person, command.case)
    actions.ask(
        member, case, ground=Ground(command.ground), why=command.why, minutes=command.minutes
    )
    return events.Done(re=command.re)


def approve(person: Person, command: commands.ApproveOpening) -> events.Done:
    actions.approve(*access.find(person, command.opening))
    return events.Done(re=command.re)


def refuse(person: Person, command: commands.RefuseOpening) -> events.Done:
    actions.refuse(*access.find(person, command.opening))
    return events.Done(re=command.re)


def close(person: Person, command: commands.CloseOpening) -> events.Done:
    actions.close(*access.find(person, command.opening))
    return events.Done(re=command.re)


def look(person: Person, command: commands.LookOpening) -> events.Revealed:
    seen = actions.look(*access.find(person, command.opening))
    return events.Revealed(
        re=command.re,
        contact=seen.contact,
        devices=seen.devices,
        subscriptions=seen.subscriptions,
    )


def acts(person: Person, command: commands.ReadActs) -> events.Acts:
    if not any(member.may(Permission.AUDIT) for member in memberships([person])):
        raise DomainError(Code.NOT_ALLOWED)
    return acts_page(command.re, person, before=command.before, what=command.what)


def own_contact(person: Person, command: commands.ReadContact) -> events.OwnContact:
    return events.OwnContact(re=command.re, contact=contact_of(person))


def contact(person: Person, command: commands.LeaveContact) -> events.OwnContact:
    leave_contact(person, command.contact)
    return events.OwnContact(re=command.re, contact=contact_of(person))
