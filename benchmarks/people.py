"""Many groups and people, made in bulk, as joining one by one would have made them.

Three thousand logins take seconds this way and minutes the other. Nothing listens yet while they
are made, so no bell is rung.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from benchmarks.stored import fill
from tests.faults.town import look
from tests.servers import Site

# Run inside the site by `manage.py shell`: prints one JSON line. Patience is long, so that a
# message waiting its turn under load is never settled as "not scored".
MAKE = """
import json
from datetime import timedelta
from hashlib import sha256
from secrets import token_urlsafe
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from forum.memberships.models import Membership
from forum.people.models import Device, Person
from forum.permissions import Role
from forum.rooms.models import Agreement, AgeBand, Group, Room, RoomKind

GROUPS, YOUTHS = %(groups)d, %(youths)d
STAFF = (("Finn", Role.FACILITATOR), ("Mia", Role.MODERATOR), ("Max", Role.MODERATOR))
groups = [
    Group(name=f"Gruppe {n}", theme="Et tema", bands=[AgeBand.FROM_13, AgeBand.FROM_16],
          patience=timedelta(hours=1), agreement_version=1)
    for n in range(GROUPS)
]
html = "<p>Vi er greie med hverandre.</p>"
agreements = [Agreement(group=group, version=1, html=html) for group in groups]
commons = [Room(group=group, kind=RoomKind.COMMON) for group in groups]
topics = [Room(group=group, kind=RoomKind.TOPIC, title="Skole og venner") for group in groups]
accounts, people, members, devices, tokens = [], [], [], [], []
today = timezone.localdate()


def come(group, role, alias, band="", account=None):
    person = Person(language="nb", account=account)
    people.append(person)
    members.append(Membership(group=group, person=person, role=role, alias=alias, band=band,
                              avatar="0-0-0", agreement_version=1))
    return person


def login(person):
    token = token_urlsafe(32)
    devices.append(Device(person=person, token_hash=sha256(token.encode()).digest(),
                          last_day=today))
    return token


judges = []
for n, group in enumerate(groups):
    for name, role in STAFF:
        accounts.append(User(username=f"{name.lower()}-{n}", password="!"))
        staff = come(group, role, name, account=accounts[-1])
    judges.append(login(staff))
    tokens.append([
        login(come(group, Role.PARTICIPANT, f"Rolig skog {seat:03}", band=AgeBand.FROM_13))
        for seat in range(YOUTHS)
    ])
with transaction.atomic():
    for rows in (groups, agreements, commons, topics, accounts, people, members, devices):
        type(rows[0]).objects.bulk_create(rows)
made = zip(topics, tokens, judges)
print(json.dumps({
    "places": [[str(room.pk), own, judge] for room, own, judge in made],
    "common": str(commons[0].pk),
}))
"""


@dataclass(frozen=True)
class Shape:
    """So many groups with one room to talk in, and so many youths in each."""

    groups: int
    youths: int


@dataclass(frozen=True)
class Place:
    """A room, and who may be there: for ours the tokens of the youths' logins, else only how many;
    and that of a moderator."""

    room: str
    tokens: list[str] = field(repr=False)
    judge: str = field(default="", repr=False)


# Messages that are there already, in a room of its own. With empty tables PostgreSQL plans to read
# the whole of them at each foreign key, and keeps to it for a minute while they grow.
PAST = 5_000


def make(site: Site, shape: Shape) -> list[Place]:
    """Fills an empty, migrated site."""
    made = look(site, MAKE % {"groups": shape.groups, "youths": shape.youths})
    fill(site, made["common"], PAST)
    return [Place(*place) for place in made["places"]]


def nobody(shape: Shape) -> list[Place]:
    """Places for a server that knows no logins."""
    return [Place(f"room{n}", [""] * shape.youths) for n in range(shape.groups)]
