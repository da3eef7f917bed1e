"""A crowd of phones that behave as ours do when things break.

Each keeps what it wrote in an outbox until it is acknowledged, sends it again (same nonce, same
text) after every reconnect, comes back with a short jittered back-off to any serving process, and
goes on reading after the last sequence it holds. What each of them holds is what the checker
compares in the end.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
import uuid
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from tests.faults.line import Line, frame
from tests.faults.town import Quarter

PATIENCE_SECONDS = 8.0  # unanswered for so long, a line is dead
BACK_OFF_SECONDS = (0.05, 0.4)
SAID = ("i dag leste jeg en fin bok", "vi lagde middag sammen", "jeg liker å gå tur i skogen")


class Seen(msgspec.Struct):
    """As much of an entry as a check needs."""

    seq: int
    type: str
    nonce: str = ""
    text: str = ""


class Heard(msgspec.Struct):
    """As much of any frame as a phone of the crowd needs."""

    type: str
    re: int | None = None
    room: str = ""
    entries: list[Seen] = []
    head: int = 0
    more: bool = False
    code: str = ""
    nonce: str = ""
    heads: dict[str, int] = {}


_decode = msgspec.json.Decoder(Heard).decode
_encode = msgspec.json.Encoder().encode


class Gone(ConnectionError):
    """The line ended while an answer was awaited."""


@dataclass
class Sent:
    """A message of ours. Times are of one clock for the whole crowd; 0: not yet."""

    room: str
    text: str
    first_sent: float
    last_sent: float = 0
    acknowledged: float = 0
    seen: float = 0


@dataclass
class Member:
    """One phone. `held` is, for each room, the nonces in order: position 0 is sequence 1."""

    crowd: Crowd
    token: str
    rooms: Sequence[str]
    rng: random.Random
    held: dict[str, list[str]] = field(default_factory=dict)
    outbox: dict[str, Sent] = field(default_factory=dict)
    sent: dict[str, Sent] = field(default_factory=dict)
    codes: list[int] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    newest_round: float = 0  # when the newest message of ours that we saw published was sent
    published: int = 0  # messages of ours that we have seen
    connected: int = 0
    stalls: int = 0
    skipped: int = 0
    repeated: int = 0
    gaps_noticed: int = 0

    def __post_init__(self) -> None:
        self.held = {room: [] for room in self.rooms}
        self.line: Line | None = None
        self.online = False
        self.may_go_on = asyncio.Event()
        self._re = 0
        self._asked: dict[int, asyncio.Future[Heard]] = {}
        self._submits: dict[int, str] = {}
        self._asked_at = 0.0
        self._catching_up: set[str] = set()
        self._errands: set[asyncio.Task[None]] = set()

    # --- coming back ----------------------------------------------------------------------------

    async def live(self) -> None:
        """Connects, again and again, until cancelled."""
        while True:
            with contextlib.suppress(OSError, TimeoutError):
                await self._connection()
            await asyncio.sleep(self.rng.uniform(*BACK_OFF_SECONDS))

    async def _connection(self) -> None:
        self._asked.clear()
        self._submits.clear()
        self._catching_up.clear()
        url = self.rng.choice(self.crowd.urls)
        async with asyncio.timeout(PATIENCE_SECONDS):
            line = self.line = await Line.open(url, self.token, self._hear)
        try:
            async with asyncio.timeout(3 * PATIENCE_SECONDS):
                await self._resume()
            self.codes.append(await line.ended(float("inf")))
        except TimeoutError:
            self.stalls += 1
            raise
        finally:
            self.online = False
            line.cut()
            for future in self._asked.values():
                future.cancel()

    async def _resume(self) -> None:
        await self._ask(type="hello", language="nb")
        for room in self.rooms:
            await self._catch_up(room)
        for nonce in self.outbox:
            self._submit(nonce)
        self.online = True
        self.connected += 1

    async def _ask(self, **command: Any) -> Heard:
        assert self.line is not None
        self._re += 1
        future = self._asked[self._re] = asyncio.get_running_loop().create_future()
        self.line.send(_encode({"re": self._re, **command}))
        ended = asyncio.ensure_future(self.line.ended(float("inf")))
        try:
            await asyncio.wait({future, ended}, return_when=asyncio.FIRST_COMPLETED)
            if not future.done():
                raise Gone
            answer = future.result()
            if answer.type == "error":
                raise Gone(answer.code)
            return answer
        finally:
            ended.cancel()

    async def _catch_up(self, room: str) -> None:
        if room in self._catching_up:
            return
        self._catching_up.add(room)
        try:
            while (await self._ask(type="follow", room=room, after=len(self.held[room]))).more:
                pass
        finally:
            self._catching_up.discard(room)

    def _notice_gap(self, room: str) -> None:
        self.gaps_noticed += 1

        async def errand() -> None:
            with contextlib.suppress(OSError):
                await self._catch_up(room)

        task = asyncio.create_task(errand())
        self._errands.add(task)
        task.add_done_callback(self._errands.discard)

    def watch(self, now: float) -> None:
        """Cuts a line that has not answered for too long."""
        if not self.online or not self.outbox or self.line is None:
            return
        if now - min(sent.last_sent for sent in self.outbox.values()) > PATIENCE_SECONDS:
            self.stalls += 1
            self.line.cut()

    # --- talking --------------------------------------------------------------------------------

    async def talk(
        self,
        count: float,
        pause: Callable[[], float],
        *,
        window: int,
        unseen: float = float("inf"),
    ) -> None:
        """Writes so many messages, at most `window` of them unacknowledged and `unseen` not yet
        published at a time."""
        said = 0
        while said < count:
            while len(self.outbox) >= window or len(self.sent) - self.published >= unseen:
                self.may_go_on.clear()
                await self.may_go_on.wait()
            self.say(self.rng.choice(self.rooms), f"{self.rng.choice(SAID)} {said}")
            said += 1
            await asyncio.sleep(pause())

    def say(self, room: str, text: str) -> str:
        nonce = str(uuid.UUID(int=self.rng.getrandbits(128), version=4))
        self.outbox[nonce] = self.sent[nonce] = Sent(room, text, time.monotonic())
        if self.online:
            self._submit(nonce)
        return nonce

    def _submit(self, nonce: str) -> None:
        assert self.line is not None
        sent = self.outbox[nonce]
        sent.last_sent = time.monotonic()
        self._re += 1
        self._submits[self._re] = nonce
        command = {"type": "submit", "re": self._re, "room": sent.room}
        self.line.send(_encode(command | {"nonce": nonce, "text": sent.text}))

    def _again(self, nonce: str, line: Line | None) -> None:
        if self.online and self.line is line and nonce in self.outbox:
            self._submit(nonce)

    # --- listening ------------------------------------------------------------------------------

    def _hear(self, text: bytes) -> None:
        news = _decode(text)
        if news.type == "entries":
            self._merge(news, live=True)
        elif news.type == "accepted":
            self._submits.pop(news.re or 0, None)
            sent = self.outbox.pop(news.nonce, None)
            if sent is not None:
                sent.acknowledged = time.monotonic()
                self.may_go_on.set()
        elif news.type == "heartbeat":
            for room, head in news.heads.items():
                if self.online and room in self.held and head > len(self.held[room]):
                    self._notice_gap(room)
        elif news.re is not None:
            if news.type == "page":
                self._merge(news, live=False)
            nonce = self._submits.pop(news.re, None)
            if nonce is not None:
                # `unavailable`, `too_fast`: it stays in the outbox and is sent again soon.
                self.crowd.refusals.append(news.code)
                asyncio.get_running_loop().call_later(0.5, self._again, nonce, self.line)
            future = self._asked.pop(news.re, None)
            if future is not None and not future.done():
                future.set_result(news)
        elif news.type == "error":
            self.wrong.append(f"told {news.code}")

    def _merge(self, news: Heard, *, live: bool) -> None:
        held = self.held[news.room]
        for entry in news.entries:
            name = entry.nonce if entry.type == "message" else entry.type
            if entry.seq <= len(held):
                self.repeated += live
                if held[entry.seq - 1] != name:
                    self.wrong.append(f"two different entries at {entry.seq}")
            elif entry.seq > len(held) + 1:
                self.skipped += 1
                self._notice_gap(news.room)
                return
            else:
                held.append(name)
                self.crowd.texts.setdefault(name, entry.text)
                mine = self.sent.get(name)
                if mine is not None:
                    mine.seen = time.monotonic()
                    self.published += 1
                    self.may_go_on.set()
                    self.newest_round = max(self.newest_round, mine.first_sent)


class Crowd:
    """All the members. `urls` may change while they live: they come back to any of them."""

    def __init__(self, urls: Sequence[str], quarters: Sequence[Quarter], *, seed: int) -> None:
        self.urls = urls
        self.rng = random.Random(seed)
        self.texts: dict[str, str] = {}
        self.refusals: list[str] = []
        self.members: list[Member] = []
        for quarter in quarters:
            for n, token in enumerate(quarter.youths):
                # Everybody is in two rooms, so that each room has its own mixture of people.
                tables = [quarter.rooms[(n + k) % len(quarter.rooms)] for k in (0, 1)]
                rooms = list(dict.fromkeys(tables))
                rng = random.Random(self.rng.random())
                self.members.append(Member(self, token, rooms, rng))

    @contextlib.asynccontextmanager
    async def alive(self) -> AsyncIterator[None]:
        """Everybody is here, in the end everybody has gone."""
        tasks = [asyncio.create_task(member.live()) for member in self.members]
        tasks.append(asyncio.create_task(self._watch()))
        try:
            await self.until(lambda: all(m.online for m in self.members), "all online", 60)
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(0.5)
            for member in self.members:
                member.watch(time.monotonic())

    async def until(self, happy: Callable[[], bool], what: str, seconds: float) -> None:
        end = time.monotonic() + seconds
        while not happy():
            assert time.monotonic() < end, f"waited {seconds} s for {what}: {self.picture()}"
            await asyncio.sleep(0.02)

    def picture(self) -> str:
        """Where things stand, in one line."""
        members = self.members
        return (
            f"{sum(m.online for m in members)}/{len(members)} online, "
            f"{self.acknowledged} acknowledged, "
            f"{sum(len(m.outbox) for m in members)} in outboxes, "
            f"{sum(m.published for m in members)} seen by their authors"
        )

    @property
    def acknowledged(self) -> int:
        return sum(len(member.sent) - len(member.outbox) for member in self.members)

    def flows_since(self, moment: float) -> bool:
        """Whether everybody has seen something published that they wrote after this moment."""
        return all(member.newest_round > moment for member in self.members)

    # --- mischief -------------------------------------------------------------------------------

    async def cut_lines(self, every: float) -> None:
        """Cuts random lines at random moments, some of them amid a frame, until cancelled."""
        while True:
            await asyncio.sleep(self.rng.uniform(0, 2 * every))
            member = self.rng.choice(self.members)
            if member.line is None or not member.line.open_still:
                continue
            if self.rng.random() < 0.3:
                half = frame(b'{"type":"submit","re":1,"room":"never to be read')
                member.line.write(half[: self.rng.randrange(1, len(half))])
            member.line.cut()
