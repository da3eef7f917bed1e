"""A phone that comes back gets exactly what it missed, with its hello."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from tests.consumers.phones import Frame, Phone, cast
from tests.servers import Site

# Stored as talking stores it, faster than anybody could talk.
STORE = """
from django.db import transaction
from forum.memberships.models import Membership
from forum.rooms.models import Room
from tests import house
room = Room.objects.get(pk={room!r})
author = Membership.objects.filter(group=room.group, role="facilitator").first()
from forum.messages import actions
actions.BURST = 10_000
with transaction.atomic():
    for n in range({count}):
        house.share(author, room, f"linje {{n}}")
"""


# One more topic in the group of this login. Prints the room.
TOPIC = """
from forum.people.devices import known
from forum.rooms.models import RoomKind
person = known({token!r}).person
print(person.memberships.get().group.rooms.create(kind=RoomKind.TOPIC, title="Et stille sted").pk)
"""
# A session of the day before yesterday, which was closed as sessions are. Prints its room.
OVER = """
from datetime import timedelta
from django.utils import timezone
from forum.rooms.models import Group, RoomKind
group = Group.objects.get()
room = group.rooms.create(kind=RoomKind.SESSION, title="En kveld")
then = timezone.now() - timedelta(hours=30)
group.sessions.create(
    room=room, theme="En kveld", starts_at=then, minutes=60, state="over", opened_at=then,
    closed_at=then + timedelta(hours=1), planned_by=group.memberships.get(role="facilitator"),
)
print(room.pk)
"""


@pytest.fixture(scope="module")
def people(site: Site) -> dict[str, str]:
    return cast(site, **{f"youth{n}": f"Rolig skog {n}" for n in range(10)})


@pytest.fixture
async def phones() -> AsyncIterator[AsyncExitStack]:
    async with AsyncExitStack() as stack:
        yield stack


async def enter(stack: AsyncExitStack, url: str, token: str) -> Phone:
    phone = await Phone.open(url, token)
    stack.push_async_callback(phone.close)
    return phone


async def come_back(phone: Phone, room: str, **held: object) -> Frame:
    return await phone.ask(type="hello", language="nb", cursors={room: held["at"]}, **_epoch(held))


def _epoch(held: dict[str, object]) -> dict[str, object]:
    return {"epoch": held["epoch"]} if "epoch" in held else {}


def missed(phone: Phone, room: str) -> list[Frame]:
    return [f for f in phone.heard if f["type"] == "resumed" and f["room"] == room]


async def test_after_a_tunnel_everything_comes_once_in_order_and_in_pages(
    site: Site, people: dict[str, str], phones: AsyncExitStack
) -> None:
    """C2"""
    room = people["topic"]
    bo = await enter(phones, site.urls[0], people["youth0"])
    epoch = (await bo.ask(type="hello", language="nb"))["epoch"]
    held = (await bo.follow(room))["head"]
    await bo.close()
    await asyncio.to_thread(
        site.manage, "shell", "--no-imports", "-c", STORE.format(room=room, count=230)
    )
    back = await enter(phones, site.urls[-1], people["youth0"])
    await come_back(back, room, at=held, epoch=epoch)
    await back.until(lambda f: f["type"] == "resumed" and not f["more"])
    pages = missed(back, room)
    assert len(pages) == 3
    seqs = [entry["seq"] for page in pages for entry in page["entries"]]
    assert seqs == list(range(held + 1, held + 231))
    # And from then on live, without another word from the phone.
    ada = await enter(phones, site.urls[0], people["youth1"])
    await ada.hello()
    await back.sees(await ada.say(room, "hei alle sammen"))


async def test_who_missed_nothing_hears_that_and_is_live(
    site: Site, people: dict[str, str], phones: AsyncExitStack
) -> None:
    room = people["topic"]
    bo = await enter(phones, site.urls[0], people["youth2"])
    epoch = (await bo.ask(type="hello", language="nb"))["epoch"]
    head = (await bo.follow(room))["head"]
    back = await enter(phones, site.urls[0], people["youth2"])
    await come_back(back, room, at=head, epoch=epoch)
    page = await back.until(lambda f: f["type"] == "resumed")
    assert (page["entries"], page["more"], page["head"]) == ([], False, head)


async def test_cursors_of_another_life_of_the_database_count_for_nothing(
    site: Site, people: dict[str, str], phones: AsyncExitStack
) -> None:
    room = people["topic"]
    bo = await enter(phones, site.urls[0], people["youth3"])
    welcome = await come_back(bo, room, at=1, epoch="of a restored backup")
    assert welcome["epoch"] != "of a restored backup"
    await bo.follow(room)
    assert missed(bo, room) == []


async def test_a_cursor_beyond_the_end_silences_nobody(
    site: Site, people: dict[str, str], phones: AsyncExitStack
) -> None:
    """C2: the first of a room on a process may say anything of what they hold."""
    # A topic of its own: nobody has it open, so this process does not read it yet.
    room = await asyncio.to_thread(
        site.manage, "shell", "--no-imports", "-c", TOPIC.format(token=people["youth8"])
    )
    room = room.strip().splitlines()[-1]
    liar = await enter(phones, site.urls[0], people["youth8"])
    epoch = (await liar.ask(type="hello", language="nb"))["epoch"]
    await liar.close()
    liar = await enter(phones, site.urls[0], people["youth8"])
    await come_back(liar, room, at=2**40, epoch=epoch)
    page = await liar.until(lambda f: f["type"] == "resumed")
    assert (page["head"], page["more"]) == (0, False)
    bo = await enter(phones, site.urls[0], people["youth9"])
    await bo.hello()
    await bo.follow(room)
    assert (await liar.follow(room, 2**40))["more"] is False
    nonce = await bo.say(room, "hei alle sammen")
    await bo.sees(nonce)
    await liar.sees(nonce)


async def test_a_session_long_over_is_not_followed_any_more(
    site: Site, people: dict[str, str], phones: AsyncExitStack
) -> None:
    """C2: a phone that kept it open overnight is told so, once."""
    room = await asyncio.to_thread(site.manage, "shell", "--no-imports", "-c", OVER)
    room = room.strip().splitlines()[-1]
    bo = await enter(phones, site.urls[0], people["youth9"])
    epoch = (await bo.ask(type="hello", language="nb"))["epoch"]
    await come_back(bo, room, at=0, epoch=epoch)
    assert missed(bo, room) == []
    assert (await bo.follow(room, 0))["code"] == "room_not_found"
    # And is answered at once in whatever comes next.
    await bo.follow(people["topic"])
    await bo.sees(await bo.say(people["topic"], "hei igjen"))


async def test_a_room_one_may_not_enter_is_not_resumed(
    site: Site, people: dict[str, str], phones: AsyncExitStack
) -> None:
    """B2: whether it exists or not."""
    bo = await enter(phones, site.urls[0], people["youth4"])
    epoch = (await bo.ask(type="hello", language="nb"))["epoch"]
    unknown = str(uuid.uuid4())
    await come_back(bo, unknown, at=0, epoch=epoch)
    assert (await bo.follow(unknown))["code"] == "room_not_found"
    assert missed(bo, unknown) == []


REMOVE = """
from forum.memberships.actions import {action}
from forum.people.devices import known
from forum.memberships.models import Membership
member = Membership.objects.get(person=known({token!r}).person)
{action}(member{more})
"""


async def test_who_was_removed_hears_nothing_more_within_two_seconds(
    site: Site, people: dict[str, str], phones: AsyncExitStack
) -> None:
    """B3: by another process whose bell this one need not have heard."""
    room = people["topic"]
    cam = await enter(phones, site.urls[-1], people["youth5"])
    ada = await enter(phones, site.urls[0], people["youth6"])
    for phone in (cam, ada):
        await phone.hello()
        await phone.follow(room)
    first = await ada.say(room, "hei på deg")
    await cam.sees(first)
    done = REMOVE.format(action="remove", token=people["youth5"], more="")
    await asyncio.to_thread(site.manage, "shell", "--no-imports", "-c", done)
    await cam.until(lambda f: f["type"] == "places" and f["groups"] == [], 2)
    nonce = await ada.say(room, "takk for i dag")
    await ada.sees(nonce)
    await asyncio.sleep(1.5)
    assert not any(nonce in str(frame) for frame in cam.heard)
    assert (await cam.follow(room))["code"] == "room_not_found"


async def test_who_was_paused_is_told_within_two_seconds(
    site: Site, people: dict[str, str], phones: AsyncExitStack
) -> None:
    """B3"""
    bo = await enter(phones, site.urls[0], people["youth7"])
    await bo.hello()
    done = REMOVE.format(action="pause", token=people["youth7"], more=", minutes=5")
    await asyncio.to_thread(site.manage, "shell", "--no-imports", "-c", done)
    await bo.until(lambda f: f["type"] == "places" and bool(f["groups"][0]["paused_until"]), 2)
    nonce = str(uuid.uuid4())
    refused = await bo.ask(type="submit", room=people["topic"], nonce=nonce, text="men")
    assert refused["code"] == "paused"


SESSION = """
from forum.rooms.models import Group
from forum.sessions import actions
from django.utils import timezone
leader = Group.objects.get().memberships.get(role="facilitator")
session = leader.group.sessions.latest("starts_at")
actions.{action}(leader, session_id=session.pk)
"""


async def test_a_room_that_closes_is_closed_on_every_screen_within_two_seconds(
    site: Site, people: dict[str, str], phones: AsyncExitStack
) -> None:
    """B3 D2"""
    bo = await enter(phones, site.urls[-1], people["youth2"])
    await bo.hello()

    def shut(frame: Frame) -> set[str | None]:
        groups = frame["groups"] if frame["type"] == "places" else []
        return {r["closed"] for g in groups for r in g["rooms"] if r["kind"] == "session"}

    for action, state in (("start", None), ("close", "session_over")):
        done = SESSION.format(action=action)
        await asyncio.to_thread(site.manage, "shell", "--no-imports", "-c", done)
        await bo.until(lambda f, state=state: shut(f) == {state}, 2)
