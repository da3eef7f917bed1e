"""A hundred who never read and twenty who only write: the process keeps its memory and its pace,
and whoever was cut for reading too slowly comes back and misses nothing."""

from __future__ import annotations

import asyncio
import json
import time
import uuid
from collections import Counter
from collections.abc import Callable
from contextlib import AsyncExitStack
from itertools import cycle
from pathlib import Path

import pytest

from tests import servers
from tests.faults import town
from tests.faults.line import CUT, Line, Refused, frame
from tests.servers import Site
from tests.volume import ONE_KIND, volume

READERS, WAKING, FLOODERS, TALKERS = 100, 20, 20, 32
SECONDS = volume(12, 20)
# As fast as a hand may write, so that nobody is told `too_fast`: eight in ten seconds.
EVERY = 1.3
TEXT = "i dag leste jeg en fin bok, og så gikk vi en lang tur i skogen sammen. " * 27
# The server's bound for what waits, and generously what the kernels between us may keep.
CERTAINLY_TOO_SLOW = 256 * 1024 + 300 * 1024
MEGABYTES, QUICK_SECONDS, CALM_SECONDS = 64, 0.5, 4
SLOW, FLOODING = 4413, 4429


def memory(site: Site) -> dict[str, float]:
    """Megabytes that belong to each serving process."""
    found = {}
    for name, program in site.programs.items():
        if program.url:
            told = Path(f"/proc/{program.process.pid}/smaps_rollup").read_text()
            kilobytes = next(line.split()[1] for line in told.splitlines() if line[:4] == "Pss:")
            found[name] = int(kilobytes) / 1024
    return found


class Person:
    """Follows the room, keeps the sequence it holds, and may fall asleep."""

    def __init__(self, url: str, token: str, room: str) -> None:
        self.url, self.token, self.room = url, token, room
        self.held = 0
        self.bytes = 0
        self.waits: list[float] = []
        self.line: Line
        self._sent: dict[int, float] = {}
        self._follows = False

    async def come(self, *, narrow: bool = False) -> None:
        self._follows = False
        self.line = await Line.open(self.url, self.token, self._hear, narrow=narrow)
        self.line.send(b'{"type":"hello","re":1,"language":"nb"}')
        self._follow()
        await until(lambda: self._follows, "the room is followed")

    def _follow(self) -> None:
        command = {"type": "follow", "re": 2, "room": self.room, "after": self.held}
        self.line.send(json.dumps(command).encode())

    def _hear(self, text: bytes) -> None:
        self.bytes += len(text)
        news = json.loads(text)
        if news["type"] in ("page", "entries"):
            for entry in news["entries"]:
                assert entry["seq"] <= self.held + 1, "a gap"
                self.held = max(self.held, entry["seq"])
        if news["type"] == "page":
            self._follows = not news["more"]
            if news["more"]:
                self._follow()
        elif news["type"] == "accepted":
            self.waits.append(time.monotonic() - self._sent.pop(news["re"]))

    def sleep(self) -> None:
        self.line.transport.pause_reading()

    async def wake(self) -> int:
        """Reads what is still to be had; gives the close code."""
        self.line.transport.resume_reading()
        return await self.line.ended(20)

    async def talk(self) -> None:
        for number in range(3, 10_000):
            self._sent[number] = time.monotonic()
            self.line.send(_submit(self.room, TEXT, number))
            await asyncio.sleep(EVERY)


async def until(happy: Callable[[], bool], what: str, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not happy():
        assert time.monotonic() < end, f"waited {seconds} s until {what}"
        await asyncio.sleep(0.02)


async def flood(url: str, token: str, room: str, codes: Counter[int]) -> None:
    """Sends as fast as the network takes it, whatever the answer, and comes back when ended."""
    # Written beforehand: what this costs us must not be taken for the server's slowness.
    frames = [frame(_submit(room, "hei hei", 2)) for _ in range(2000)]
    blocks = cycle([b"".join(frames[n : n + 50]) for n in range(0, len(frames), 50)])
    while True:
        try:
            line = await Line.open(url, token, lambda _: None)
        except (Refused, OSError):
            codes[0] += 1
            await asyncio.sleep(0.1)
            continue
        try:
            line.send(b'{"type":"hello","re":1,"language":"nb"}')
            while line.open_still:
                line.write(next(blocks))
                await line.drain()
                await asyncio.sleep(0.01)
            codes[line.code] += 1
        finally:
            line.cut()
        await asyncio.sleep(0.1)


def _submit(room: str, text: str, number: int) -> bytes:
    submit = {"type": "submit", "re": number, "room": room, "text": text}
    return json.dumps(submit | {"nonce": str(uuid.uuid4())}).encode()


async def own_slowness(late: list[float]) -> None:
    """How late this process itself is: it shares the cores with those it measures."""
    while True:
        began = time.monotonic()
        await asyncio.sleep(0.01)
        late.append(time.monotonic() - began - 0.01)


def p95(waits: list[float]) -> float:
    return sorted(waits)[int(len(waits) * 0.95)]


async def measure(site: Site, most: dict[str, float]) -> None:
    while True:
        for name, size in memory(site).items():
            most[name] = max(size, most.get(name, 0))
        await asyncio.sleep(0.25)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("kind", ONE_KIND)
async def test_who_never_reads_and_who_only_writes_costs_the_others_nothing(kind: str) -> None:
    """J3 C2: memory stays, a bystander is answered as quickly as ever, nobody misses anything."""
    with servers.site(kind) as site:
        quarter = town.found(site, groups=1, rooms=1, youths=READERS + FLOODERS + TALKERS)[0]
        room, tokens = quarter.rooms[0], iter(quarter.youths)
        people = [
            Person(site.urls[n % len(site.urls)], next(tokens), room)
            for n in range(READERS + TALKERS)
        ]
        sleepers, talkers = people[:READERS], people[READERS:]
        async with AsyncExitStack() as stack:
            for n, person in enumerate(people):
                await person.come(narrow=n < READERS)
                stack.callback(lambda person=person: person.line.cut())
            for sleeper in sleepers:
                sleeper.sleep()
            before, most, codes = memory(site), memory(site), Counter[int]()
            read = talkers[0].bytes
            late: list[float] = []
            tasks = [asyncio.create_task(measure(site, most))]
            tasks.append(asyncio.create_task(own_slowness(late)))
            for talker in talkers:
                tasks.append(asyncio.create_task(talker.talk()))
                await asyncio.sleep(EVERY / TALKERS)
            await asyncio.sleep(CALM_SECONDS)
            calm = p95([wait for talker in talkers for wait in talker.waits])
            for talker in talkers:
                talker.waits.clear()

            tasks += [
                asyncio.create_task(flood(site.urls[n % len(site.urls)], next(tokens), room, codes))
                for n in range(FLOODERS)
            ]
            await until(
                lambda: talkers[0].bytes - read > CERTAINLY_TOO_SLOW, "the room talked enough"
            )
            woken = await asyncio.gather(*(sleeper.wake() for sleeper in sleepers[:WAKING]))
            await asyncio.sleep(SECONDS - EVERY)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

            last = await asyncio.gather(*(sleeper.wake() for sleeper in sleepers[WAKING:]))
            await until(lambda: len({talker.held for talker in talkers}) == 1, "all is said", 60)
            back = sleepers[: 2 * WAKING]
            for some in range(0, len(back), 10):
                await asyncio.gather(*(sleeper.come() for sleeper in back[some : some + 10]))
            settled = await asyncio.to_thread(town.truth, site)
            head = settled.heads[room]
            await until(lambda: all(p.held == head for p in back + talkers), "everybody holds all")

        waits = [wait for talker in talkers for wait in talker.waits]
        growth = {n: most[n] - before[n] for n in before}
        print(f"{kind}: {len(waits)} answers, MB {growth}, head {head}")
        print(f"p95: {p95(waits):.3f} s, calm {calm:.3f} s, own slowness {p95(late):.3f} s")
        print(f"slow: {Counter(woken)} {Counter(last)}, flooders: {codes}")
        assert set(woken) == {SLOW}
        # Who sleeps on for good cannot read why; but it is not kept.
        assert set(last) <= {SLOW, CUT}
        assert codes[FLOODING] >= FLOODERS
        assert max(growth.values()) <= MEGABYTES
        assert len(waits) > 0.9 * TALKERS * SECONDS / EVERY
        # On a machine that is busy with other things, calm is not quick either.
        assert p95(waits) < QUICK_SECONDS + 3 * calm
