"""What the adults say among themselves: not a byte of it reaches a young person."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import httpx
import pytest

from tests.consumers.phones import Phone, cast
from tests.servers import Site

pytestmark = pytest.mark.timeout(180)

NUMBER = 1000
MARK = "bakrom"
FAST = """
import json
from django.db import transaction
from forum.memberships.models import Membership
from forum.messages import actions
from forum.rooms.models import Room, RoomKind
from tests import house
actions.BURST = 10_000
room = Room.objects.get(kind=RoomKind.BACK, group_id={group!r})
staff = [Membership.objects.get(person__account__username=name) for name in ("kari", "mona")]
with transaction.atomic():
    for n in range({number}):
        house.say(staff[n % 2], room, f"{mark} {{n}} stille elv er lei seg, jeg vil dø sa hun")
print(room.pk)
"""
LEFT = """
from forum.messages.models import Message
from moderation.cases.models import Case
back = Message.objects.filter(room_id={room!r})
print(back.filter(state="published").count(), Case.objects.filter(message__in=back).count())
"""


@pytest.fixture
async def stack() -> AsyncIterator[AsyncExitStack]:
    async with AsyncExitStack() as stack:
        yield stack


async def test_a_thousand_messages_and_not_a_byte_on_a_participants_socket(
    site: Site, stack: AsyncExitStack
) -> None:
    """D5: on open sockets, on coming back with any cursor, on asking for the room by its id, and on
    every page a young person can open; and nobody judges what adults say among themselves."""
    people = cast(site, ada="Stille elv")
    ada = await Phone.open(site.urls[0], people["ada"])
    kari = await Phone.open(site.urls[-1], people["kari"])
    stack.push_async_callback(ada.close)
    stack.push_async_callback(kari.close)
    places = await ada.hello()
    theirs = await kari.hello()
    back = next(room["id"] for room in theirs["groups"][0]["rooms"] if room["kind"] == "back")
    assert back not in json.dumps(places)
    await ada.follow(people["topic"])
    await kari.follow(back)

    code = FAST.format(group=people["group"], number=NUMBER, mark=MARK)
    printed = await asyncio.to_thread(site.manage, "shell", "--no-imports", "-c", code)
    assert printed.strip().splitlines()[-1] == back
    last = f"{MARK} {NUMBER - 1} "
    await kari.until(
        lambda frame: any(
            entry.get("text", "").startswith(last) for entry in frame.get("entries", [])
        ),
        60,
    )
    # She asks for it in every way there is.
    for command in (
        {"type": "follow", "room": back, "after": None},
        {"type": "follow", "room": back, "after": 0},
        {"type": "earlier", "room": back, "before": 1000, "limit": 100},
        {"type": "read", "room": back, "seq": 5},
        {"type": "attend", "room": back},
        {"type": "submit", "room": back, "nonce": str(uuid.uuid4()), "text": "hei"},
    ):
        assert (await ada.ask(**command))["code"] == "room_not_found"
    again = await Phone.open(site.urls[-1], people["ada"])
    stack.push_async_callback(again.close)
    welcome = await again.ask(type="hello", language="nb")
    with_cursors = await Phone.open(site.urls[0], people["ada"])
    stack.push_async_callback(with_cursors.close)
    await with_cursors.ask(
        type="hello", language="nb", epoch=welcome["epoch"], cursors={back: 0, people["topic"]: 0}
    )
    await with_cursors.until(lambda frame: frame["type"] == "resumed")
    await with_cursors.until(lambda frame: frame["type"] == "heartbeat")
    for phone in (ada, again, with_cursors):
        seen = "\n".join(json.dumps(frame, ensure_ascii=False) for frame in phone.heard)
        assert MARK not in seen and "lei seg" not in seen
        assert not [line for line in seen.splitlines() if back in line and "error" not in line]
    async with httpx.AsyncClient(cookies={"fr": people["ada"]}, base_url=site.urls[0]) as pages:
        for path in ("/", "/help", "/about", "/back", "/help/now.json", "/team/"):
            assert MARK not in (await pages.get(path)).text

    printed = site.manage("shell", "--no-imports", "-c", LEFT.format(room=back))
    shown, cases = map(int, printed.split()[-2:])
    assert (shown, cases) == (NUMBER, 0)
