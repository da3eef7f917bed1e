"""A crowd that comes in: so many connects in flight, and who of them got where they wanted."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from benchmarks.asked import Asked
from benchmarks.people import Place, Shape
from benchmarks.targets import Target
from benchmarks.wire import Line

AT_ONCE = 200
PATIENCE_SECONDS = 60
Enter = Callable[[Place, int], Awaitable[Line]]


def size(asked: Asked) -> Shape:
    """2,000 people in groups of ten."""
    return asked.pick(Shape(groups=200, youths=10), Shape(groups=20, youths=10))


@dataclass
class Crowd:
    """The open lines, and why others are not open."""

    lines: list[Line] = field(default_factory=list)
    failures: Counter[str] = field(default_factory=Counter)

    @property
    def failed(self) -> int:
        return self.failures.total()

    def cut(self) -> None:
        for line in self.lines:
            line.cut()


async def come(target: Target, enter: Enter, at_most: int | None = None) -> Crowd:
    """All take their seats (or the first so many), `AT_ONCE` of them in flight."""
    crowd = Crowd()
    turnstile = asyncio.Semaphore(AT_ONCE)

    async def one(place: Place, seat: int) -> None:
        async with turnstile:
            try:
                async with asyncio.timeout(PATIENCE_SECONDS):
                    crowd.lines.append(await enter(place, seat))
            except (OSError, TimeoutError) as error:
                crowd.failures[str(error) or type(error).__name__] += 1

    people = [(place, seat) for place in target.places for seat in range(len(place.tokens))]
    await asyncio.gather(*(one(place, seat) for place, seat in people[:at_most]))
    return crowd


def deaf(payload: bytes) -> None:
    """Hears nothing."""
