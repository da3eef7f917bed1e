"""Whose turn it is. Pure: who is there is an argument, and a circle is a value.

Each who takes part stands in exactly one place: waiting, speaking, away, passed, heard or silent.
A turn is offered until one has been heard, or has passed twice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

import msgspec

Who = str


@dataclass(frozen=True)
class Circle:
    """`queue`: not asked yet, in order. `passed`: to be asked once more. `away`: not there when it
    was their turn, which is kept; `passed_away` are those of them who had passed before. `heard`
    and `silent` (passed twice) are done. `again`: the speaker is asked for the second time."""

    queue: tuple[Who, ...] = ()
    passed: tuple[Who, ...] = ()
    away: tuple[Who, ...] = ()
    passed_away: tuple[Who, ...] = ()
    heard: tuple[Who, ...] = ()
    silent: tuple[Who, ...] = ()
    speaker: Who | None = None
    again: bool = False

    @property
    def people(self) -> tuple[Who, ...]:
        """All who take part; those to come first, in the order they are asked."""
        now = (self.speaker,) if self.speaker else ()
        waiting = now + self.queue + self.passed + self.away + self.passed_away
        return waiting + self.heard + self.silent

    @property
    def over(self) -> bool:
        """Nobody is left to be asked."""
        left = self.queue or self.passed or self.away or self.passed_away
        return self.speaker is None and not left


def begin(people: Iterable[Who], here: Collection[Who]) -> Circle:
    """In this order, each once."""
    return _next(Circle(queue=tuple(dict.fromkeys(people))), here)


def end_turn(circle: Circle, who: Who, here: Collection[Who]) -> Circle:
    """The speaker has been heard. Anybody else's word changes nothing."""
    if circle.speaker != who:
        return circle
    return _next(replace(circle, speaker=None, heard=(*circle.heard, who)), here)


def pass_on(circle: Circle, who: Who, here: Collection[Who]) -> Circle:
    """The speaker would rather not: asked once more at the end, and then no more."""
    if circle.speaker != who:
        return circle
    if circle.again:
        return _next(replace(circle, speaker=None, silent=(*circle.silent, who)), here)
    return _next(replace(circle, speaker=None, passed=(*circle.passed, who)), here)


def time_is_up(circle: Circle, here: Collection[Who], *, spoke: bool) -> Circle:
    """The turn is over: heard if they said something, kept if they are not there, else passed."""
    who = circle.speaker
    if who is None:
        return circle
    if spoke:
        return end_turn(circle, who, here)
    if who in here:
        return pass_on(circle, who, here)
    return _next(_put_aside(circle, who, again=circle.again), here)


def join(circle: Circle, who: Who, here: Collection[Who]) -> Circle:
    """A late comer, at the end of those who have not been asked."""
    if who in circle.people:
        return circle
    return _next(replace(circle, queue=(*circle.queue, who)), here)


def look(circle: Circle, here: Collection[Who]) -> Circle:
    """Whoever is back is asked next."""
    back = tuple(who for who in circle.away if who in here)
    back_again = tuple(who for who in circle.passed_away if who in here)
    return _next(
        replace(
            circle,
            queue=(*back, *circle.queue),
            passed=(*back_again, *circle.passed),
            away=_without(circle.away, back),
            passed_away=_without(circle.passed_away, back_again),
        ),
        here,
    )


def leave(circle: Circle, who: Who, here: Collection[Who]) -> Circle:
    """Out of the group: nobody waits for them."""
    gone = (who,)
    return _next(
        replace(
            circle,
            queue=_without(circle.queue, gone),
            passed=_without(circle.passed, gone),
            away=_without(circle.away, gone),
            passed_away=_without(circle.passed_away, gone),
            heard=_without(circle.heard, gone),
            silent=_without(circle.silent, gone),
            speaker=None if circle.speaker == who else circle.speaker,
        ),
        here,
    )


def _next(circle: Circle, here: Collection[Who]) -> Circle:
    """The next speaker, where none is: those not asked yet, then those who passed."""
    while circle.speaker is None and (circle.queue or circle.passed):
        again = not circle.queue
        who, *rest = circle.passed if again else circle.queue
        circle = (
            replace(circle, passed=tuple(rest)) if again else replace(circle, queue=tuple(rest))
        )
        if who in here:
            circle = replace(circle, speaker=who, again=again)
        else:
            circle = _put_aside(circle, who, again=again)
    return circle


def _put_aside(circle: Circle, who: Who, *, again: bool) -> Circle:
    circle = replace(circle, speaker=None if circle.speaker == who else circle.speaker)
    if again:
        return replace(circle, passed_away=(*circle.passed_away, who))
    return replace(circle, away=(*circle.away, who))


def _without(people: tuple[Who, ...], gone: Collection[Who]) -> tuple[Who, ...]:
    return tuple(who for who in people if who not in gone)


def dump(circle: Circle) -> dict[str, Any]:
    """As JSON."""
    return asdict(circle)


def load(kept: dict[str, Any]) -> Circle:
    """What `dump` gave."""
    return msgspec.convert(kept, Circle)
