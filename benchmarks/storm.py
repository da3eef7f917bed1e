"""A server or a mast comes back, and with it everybody at once.

Ours is done with a client when it is signed in, has its welcome, its places and every entry it has
missed, and hears its room live. The textbook is done when the socket is open: it knows no more.
"""

from __future__ import annotations

import asyncio
import json
import time
import uuid
from dataclasses import dataclass

from benchmarks.asked import Asked, Resume
from benchmarks.crowd import Enter, come, deaf, size
from benchmarks.ground import ground
from benchmarks.people import Place
from benchmarks.rounds import measured
from benchmarks.table import Goal, fmt, ratios, report
from benchmarks.targets import Make, Ours, Target, both_forms, textbook
from benchmarks.wire import Line

TEXTBOOK = "textbook (connects only)"
MISSED = 3


@dataclass(frozen=True)
class Storm:
    rate: float  # clients a second
    slowest: float  # seconds until the last was back
    failed: int
    how: str


def storm(asked: Asked) -> str:
    """2,000 clients cut off at once come back, 200 in flight"""
    shape = size(asked)

    async def measure(name: str, target: Target) -> Storm:
        return await _storm(target, asked)

    with ground(asked) as on:
        makes: dict[str, Make] = {
            TEXTBOOK: lambda: textbook(on, shape),
            **both_forms(on, shape),
        }
        found = measured(makes, asked.rounds, measure)
    base = [one.rate for one in found[TEXTBOOK]]
    rows, goals = [], []
    for name, outcomes in found.items():
        rates = [one.rate for one in outcomes]
        failed = [float(one.failed) for one in outcomes]
        rows.append(
            [
                name,
                fmt(rates),
                fmt(ratios(rates, base), 2),
                fmt([one.slowest for one in outcomes], 1),
                str(sum(one.failed for one in outcomes)),
                ", ".join(sorted({one.how for one in outcomes})),
            ]
        )
        if name != TEXTBOOK:
            goals.append(Goal(f"{name}: come back a second", rates, 300, 600, digits=0))
            goals.append(Goal(f"{name}: failed", failed, 0, at_most=True, digits=0))
    head = ["", "come back a second", "times textbook", "all back after s", "failed", "by"]
    return report(head, rows, goals)


async def _storm(target: Target, asked: Asked) -> Storm:
    async def enter(place: Place, seat: int) -> Line:
        return await target.enter(place, seat, deaf)

    crowd = await come(target, enter)
    failed, how = crowd.failed, "connect"
    back: Enter = enter
    if isinstance(target, Ours):
        epoch = await _speak(target)
        how, back = asked.resume, _way_back(target, epoch, asked.resume)
    crowd.cut()
    await asyncio.sleep(asked.pick(2, 1))
    start = time.perf_counter()
    returned = await come(target, back)
    took = time.perf_counter() - start
    returned.cut()
    if returned.failures:
        print(f"    {dict(returned.failures)}", flush=True)
    return Storm(len(returned.lines) / took, took, failed + returned.failed, how)


async def _speak(target: Ours) -> str:
    """Something to miss in every room: waits until all of it is published. Gives the epoch."""
    missing = {str(uuid.uuid4()).encode() for _ in range(MISSED * len(target.places))}
    nonces = iter(sorted(missing))

    def hear(payload: bytes) -> None:
        if payload.startswith(b'{"type":"entries"'):
            missing.difference_update(part[1:37] for part in payload.split(b'"nonce":')[1:])

    epoch = ""
    speakers = []
    for place in target.places:
        line = await Line.open(target.url(0), hear, token=place.tokens[0])
        speakers.append(line)
        epoch = (await line.ask(type="hello", language="nb"))["epoch"]
        await line.ask(type="follow", room=place.room, after=None)
        for _ in range(MISSED):
            target.say(line, place, next(nonces).decode())
    async with asyncio.timeout(60):
        while missing:
            await asyncio.sleep(0.05)
    for line in speakers:
        line.cut()
    return epoch


def _way_back(target: Ours, epoch: str, resume: Resume) -> Enter:
    """By hello with cursors, or by hello and follow."""

    async def by_hello(place: Place, seat: int) -> Line:
        back = _Back()
        line = await Line.open(target.url(seat), back.hear, token=place.tokens[seat])
        hello = line.ask(type="hello", language="nb", epoch=epoch, cursors={place.room: 0})
        _want(await hello, "welcome")
        await back.whole
        return line

    async def by_follow(place: Place, seat: int) -> Line:
        back = _Back()
        line = await Line.open(target.url(seat), back.hear, token=place.tokens[seat])
        _want(await line.ask(type="hello", language="nb"), "welcome")
        back.count(_want(await line.ask(type="follow", room=place.room, after=0), "page"))
        await back.whole
        return line

    return by_hello if resume == "hello" else by_follow


def _want(answer: dict[str, object], kind: str) -> dict[str, object]:
    if answer["type"] != kind:
        raise ConnectionError(f"{answer['type']} {answer.get('code', '')}")
    return answer


class _Back:
    """What somebody who comes back has so far. `whole` is done when nothing is missing."""

    def __init__(self) -> None:
        self.whole: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._places = False
        self._entries = 0
        self._live = False

    def hear(self, payload: bytes) -> None:
        if payload.startswith(b'{"type":"places"'):
            self._places = True
            self._look()
        elif payload.startswith(b'{"type":"resumed"'):
            self.count(json.loads(payload))

    def count(self, page: dict[str, object]) -> None:
        entries = page["entries"]
        assert isinstance(entries, list)
        self._entries += len(entries)
        self._live = not page["more"]
        self._look()

    def _look(self) -> None:
        if self._places and self._live and self._entries == MISSED and not self.whole.done():
            self.whole.set_result(None)
