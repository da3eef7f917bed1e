"""Demo data: a group to try everything with. What it says stands in `demo.toml`."""

from __future__ import annotations

import secrets
import tomllib
import uuid
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from forum.memberships.actions import appoint
from forum.memberships.invites import new_invite
from forum.memberships.models import Membership
from forum.messages.actions import publish, submit
from forum.organisations.models import Organisation
from forum.people.models import Person
from forum.permissions import Role
from forum.rooms.actions import create_group, create_topic
from forum.rooms.agreement import publish_agreement
from forum.rooms.models import AgeBand, Group
from forum.sessions.actions import schedule

CONTENT = Path(__file__).parent / "demo.toml"
STAFF = (
    ("kari", "Kari", Role.FACILITATOR),
    ("mona", "Mona", Role.MODERATOR),
    ("max", "Max", Role.MODERATOR),
    ("liv", "Liv", Role.SHIFT_LEAD),
    ("sara", "Sara", Role.SAFEGUARDING_LEAD),
)


@dataclass(frozen=True)
class Login:
    """A demo login, shown once where it was made."""

    role: str
    username: str
    password: str


@transaction.atomic
def seed() -> list[Login]:
    """Makes the demo group with its staff. Returns their logins."""
    content: dict[str, Any] = tomllib.loads(CONTENT.read_text(encoding="utf-8"))
    group = create_group(
        name=content["group"],
        theme=content["theme"],
        language="nb",
        bands=[AgeBand.FROM_13, AgeBand.FROM_16],
        # So that one person can try it; a real group asks for two.
        adults_needed=1,
    )
    group.organisations.add(Organisation.objects.create(name=content["organisation"]))
    publish_agreement(group, content["agreement"])
    logins, staff = [], {}
    for username, name, role in STAFF:
        password = secrets.token_urlsafe(9)
        account = User.objects.create_user(username=username, password=password)
        person = Person.objects.create(account=account)
        staff[role] = appoint(group=group, person=person, role=role, name=name)
        logins.append(Login(role.value, username, password))
    leader = staff[Role.FACILITATOR]
    for topic in content["topic"]:
        room = create_topic(leader, title=topic["title"])
        # The same way as anybody's words: stored, then shown.
        publish(submit(leader, room, nonce=uuid.uuid4(), text=topic["welcome"]))
    schedule(leader, starts_at=_tonight(timezone.now()), **content["session"])
    return logins


def _tonight(now: datetime) -> datetime:
    """Seven this evening; half an hour from now when that is past or nearly."""
    here = now.astimezone(ZoneInfo("Europe/Oslo"))
    seven = datetime.combine(here.date(), time(19), here.tzinfo)
    return seven if seven > here + timedelta(minutes=30) else here + timedelta(minutes=30)


def renew_logins() -> list[Login]:
    """New passwords for the demo staff: the old ones are known to nobody, only their hashes."""
    logins = []
    for username, _, role in STAFF:
        account = User.objects.filter(username=username).first()
        if account is None:
            continue
        password = secrets.token_urlsafe(9)
        account.set_password(password)
        account.save(update_fields=["password"])
        logins.append(Login(role.value, username, password))
    return logins


def fresh_code() -> str:
    """A new invitation to the demo group."""
    return new_invite(_demo_group())[0]


def _demo_group() -> Group:
    first = Membership.objects.filter(person__account__username=STAFF[0][0]).first()
    assert first is not None
    return first.group
