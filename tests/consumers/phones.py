"""Phones without a screen: WebSocket clients that speak the protocol, for tests of the link."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Callable
from typing import Any, Self
from urllib.parse import urlsplit

import websockets

from tests.servers import Site

Frame = dict[str, Any]

# Run inside the site by `manage.py shell`: prints one JSON line.
CAST = """
import json
from consumers import demo
from forum.memberships.actions import join
from forum.memberships.invites import new_invite
from forum.memberships.models import Membership
from forum.people.devices import open_device
from forum.rooms.models import Group
from tests import house

if not Group.objects.exists():
    demo.seed()
group = Group.objects.get()
made = {}
for name, alias in %(youths)r.items():
    made[name] = open_device(house.youth(group, alias).person)
for username in ("kari", "mona"):
    person = Membership.objects.get(person__account__username=username).person
    made[username] = open_device(person)
made["topic"] = str(group.rooms.filter(kind="topic").first().pk)
made["group"] = str(group.pk)
print(json.dumps(made))
"""


def cast(site: Site, **youths: str) -> dict[str, str]:
    """Cookies' tokens of these youths (name=alias) and of the demo staff, and where they meet."""
    printed = site.manage("shell", "--no-imports", "-c", CAST % {"youths": youths})
    found: dict[str, str] = json.loads(printed.strip().splitlines()[-1])
    return found


class Phone:
    """One open socket. `heard` is everything it was sent, in order."""

    def __init__(self, socket: websockets.ClientConnection) -> None:
        self.socket = socket
        self.heard: list[Frame] = []
        self._news = asyncio.Event()
        self._re = 0
        self._listening = asyncio.create_task(self._listen())

    @classmethod
    async def open(cls, url: str, token: str, *, origin: str | None = None) -> Self:
        address = f"ws://{urlsplit(url).netloc}/ws"
        headers = {"Cookie": f"fr={token}"}
        return cls(
            await websockets.connect(
                address, origin=origin or url, additional_headers=headers, max_size=2**22
            )
        )

    async def _listen(self) -> None:
        try:
            async for text in self.socket:
                self.heard.append(json.loads(text))
                self._news.set()
        except websockets.ConnectionClosed:
            pass
        self._news.set()

    async def until(self, happy: Callable[[Frame], bool], seconds: float = 10) -> Frame:
        """The first frame, heard already or still to come, that makes `happy` true."""
        async with asyncio.timeout(seconds):
            while True:
                for frame in self.heard:
                    if happy(frame):
                        return frame
                assert not self._listening.done(), f"closed: {self.socket.close_code}"
                self._news.clear()
                await self._news.wait()

    async def ask(self, **command: Any) -> Frame:
        """Sends a command and gives its answer."""
        self._re += 1
        number = self._re
        await self.socket.send(json.dumps({"re": number} | command))
        return await self.until(lambda frame: frame.get("re") == number)

    async def hello(self) -> Frame:
        await self.ask(type="hello", language="nb")
        return await self.until(lambda frame: frame["type"] == "places")

    async def follow(self, room: str, after: int | None = None) -> Frame:
        return await self.ask(type="follow", room=room, after=after)

    async def say(self, room: str, text: str, **more: Any) -> str:
        """Submits a message; gives its nonce once it is accepted."""
        nonce = str(uuid.uuid4())
        answer = await self.ask(type="submit", room=room, nonce=nonce, text=text, **more)
        assert answer["type"] == "accepted", answer
        return nonce

    async def sees(self, nonce: str, seconds: float = 10) -> Frame:
        """The entry of this message, once it is live."""
        frame = await self.until(lambda frame: bool(entry_of(frame, nonce)), seconds)
        return entry_of(frame, nonce)

    async def closed(self, seconds: float = 10) -> int:
        """Waits for the end; gives its code."""
        async with asyncio.timeout(seconds):
            await self.socket.wait_closed()
        code: int = self.socket.close_code
        return code

    async def close(self) -> None:
        await self.socket.close()
        await self._listening


def entry_of(frame: Frame, nonce: str) -> Frame:
    entries = frame.get("entries", []) if frame["type"] in ("entries", "page") else []
    return next((entry for entry in entries if entry.get("nonce") == nonce), {})
