"""The cast. Ada and Bo are members, Cam is a member of another group only, Mia moderates, Max
moderates too, Finn facilitates, and Siv is the safeguarding lead."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction

from forum.memberships.actions import appoint, join
from forum.memberships.invites import new_invite
from forum.memberships.models import Membership
from forum.messages import actions as messages
from forum.messages.models import Message
from forum.people.models import Person
from forum.permissions import Role
from forum.rooms.actions import create_group, create_topic
from forum.rooms.agreement import publish_agreement
from forum.rooms.models import AgeBand, Agreement, Group, Room

PASSWORD = "et-langt-passord-for-proever"


@dataclass
class House:
    group: Group
    elsewhere: Group
    topic: Room
    ada: Membership
    bo: Membership
    cam: Membership
    mia: Membership
    max: Membership
    finn: Membership
    siv: Membership


def group(name: str = "Vi som vet", **facts: object) -> Group:
    """Without a demand for adults, unless the test is about it."""
    usual = {"bands": [AgeBand.FROM_13, AgeBand.FROM_16], "adults_needed": 0}
    made = create_group(name=name, theme="Et tema", **(usual | facts))
    publish_agreement(made, "<p>Vi er greie med hverandre.</p>")
    return made


def youth(
    of: Group, alias: str, person: Person | None = None, *, accepts: Agreement | None = None
) -> Membership:
    code, _ = new_invite(of)
    return join(
        code=code,
        person=person,
        language="nb",
        band=AgeBand.FROM_13,
        alias=alias,
        avatar="0-0-0",
        agreement_version=accepts.version if accepts else 1,
    )


def staff(of: Group, name: str, role: Role) -> Membership:
    account = User.objects.create_user(username=f"{name.lower()}-{of.pk}", password=PASSWORD)
    return appoint(group=of, person=Person.objects.create(account=account), role=role, name=name)


def build(**facts: object) -> House:
    """A group with everybody in it, and Cam in another."""
    home, elsewhere = group(**facts), group("De andre")
    finn = staff(home, "Finn", Role.FACILITATOR)
    return House(
        group=home,
        elsewhere=elsewhere,
        topic=create_topic(finn, title="Skole og venner"),
        ada=youth(home, "Stille elv"),
        bo=youth(home, "Rolig skog"),
        cam=youth(elsewhere, "Myk sky"),
        mia=staff(home, "Mia", Role.MODERATOR),
        max=staff(home, "Max", Role.MODERATOR),
        finn=finn,
        siv=staff(home, "Siv", Role.SAFEGUARDING_LEAD),
    )


def say(by: Membership, room: Room, text: str) -> Message:
    """A message as the socket would store it: pending."""
    by.refresh_from_db()
    room = Room.objects.select_related("group").get(pk=room.pk)
    return messages.submit(by, room, nonce=uuid.uuid4(), text=text)


def share(by: Membership, room: Room, text: str) -> Message:
    """A message that came through screening and is seen; no worker gets to it first."""
    with transaction.atomic():
        message = say(by, room, text)
        messages.publish(message)
    message.refresh_from_db()
    return message
