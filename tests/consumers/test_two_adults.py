"""Two adults, on open sockets: one is killed in the middle, and another comes."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest

from tests.consumers.phones import Frame, Phone, cast, entry_of
from tests.servers import Site

pytestmark = pytest.mark.timeout(120)

# A group that asks for two, with a session planned for now. Prints its ids.
PLANNED = """
import json
from django.utils import timezone
from forum.memberships.models import Membership
from forum.people.devices import open_device
from forum.rooms.models import Group
from forum.sessions import actions as sessions
Group.objects.update(adults_needed=2)
kari = Membership.objects.get(person__account__username="kari")
session = sessions.schedule(kari, theme="I kveld", starts_at=timezone.now(), minutes=60)
max = Membership.objects.get(person__account__username="max")
print(json.dumps({
    "session": str(session.pk), "evening": str(session.room_id), "max": open_device(max.person),
}))
"""
LIMIT_SECONDS = 10


@pytest.fixture
def people(site: Site) -> dict[str, str]:
    made = cast(site, ada="Stille elv")
    printed = site.manage("shell", "--no-imports", "-c", PLANNED)
    planned: dict[str, str] = json.loads(printed.strip().splitlines()[-1])
    return made | planned


@asynccontextmanager
async def there(url: str, token: str, room: str) -> AsyncIterator[Phone]:
    """Somebody with the session open, whose screen says so as ours do."""
    phone = await Phone.open(url, token)
    await phone.hello()

    async def say() -> None:
        while True:
            await phone.ask(type="attend", room=room)
            await asyncio.sleep(2.5)

    saying = asyncio.create_task(say())
    try:
        yield phone
    finally:
        saying.cancel()
        await phone.close()


def evening(frame: Frame, session: str) -> Frame:
    shown = frame.get("evenings", []) if frame["type"] == "evenings" else []
    return next((one for one in shown if one["session"] == session), {})


async def test_one_is_killed_and_nothing_is_shown_until_another_comes(
    site: Site, people: dict[str, str]
) -> None:
    """D7: hold-all within ten seconds, told to all; back to normal when another adult is there."""
    room, session = people["evening"], people["session"]
    first, last = site.urls[0], site.urls[-1]
    async with AsyncExitStack() as stack:
        kari = await stack.enter_async_context(there(first, people["kari"], room))
        ada = await stack.enter_async_context(there(last, people["ada"], room))

        refused = await kari.ask(type="start_session", session=session)
        assert (refused["code"], refused["params"]) == (
            "adults_missing",
            {"here": 1, "needed": 2},
        )
        async with there(last, people["mona"], room) as mona:
            await asyncio.sleep(0.5)
            assert (await kari.ask(type="start_session", session=session))["type"] == "done"
            await ada.follow(room)
            assert await ada.sees(await ada.say(room, "hei alle sammen"))
            # As a train into a tunnel does: nothing is closed, nothing more is said.
            mona.socket.transport.abort()
            killed = time.monotonic()

        def short(frame: Frame) -> bool:
            return bool(evening(frame, session).get("short"))

        await ada.until(short, LIMIT_SECONDS)
        took = time.monotonic() - killed
        assert took < LIMIT_SECONDS
        ada.heard.clear()
        nonce = await ada.say(room, "er det noen her?")

        def held(frame: Frame) -> bool:
            mine = frame.get("messages", []) if frame["type"] == "mine" else []
            return any(one["nonce"] == nonce and one["held_for"] == "adults" for one in mine)

        await ada.until(held)
        async with there(first, people["max"], room):
            began = time.monotonic()
            ada.heard.clear()
            await ada.until(lambda frame: evening(frame, session).get("short") is False, 5)
            seen = await ada.say(room, "så fint at du kom")
            assert await ada.sees(seen)
            assert time.monotonic() - began < LIMIT_SECONDS
        assert not any(entry_of(frame, nonce) for frame in ada.heard), "it waits for a person still"
