"""Rock, paper, scissors: in pairs (three where the number is odd), or all against all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from forum.activities.kinds import Piece, Shape, State
from forum.errors import Code, DomainError

KIND = "signs"
Sign = Literal["rock", "paper", "scissors"]
BEATS: dict[str, str] = {"rock": "scissors", "paper": "rock", "scissors": "paper"}


class Setup(Shape, frozen=True, tag=KIND):
    """Who meets whom."""

    how: Literal["pairs", "all"]


class Move(Shape, frozen=True, tag=KIND):
    """This sign; it may be changed until the round is turned over."""

    sign: Sign


class Shown(Piece, frozen=True):
    """A sign that was turned over, and whether it beat another of its circle this time."""

    member: str
    sign: Sign
    beat: bool


class View(Shape, frozen=True, tag=KIND):
    """`against`: whom I meet. `chosen`: how many of `of` have chosen. `shown` once the round is
    turned over: mine and theirs, or everybody's."""

    how: Literal["pairs", "all"]
    round: int
    against: list[str]
    mine: Sign | None
    chosen: int
    of: int
    turned: bool
    shown: list[Shown]


def begin(setup: Setup, players: Sequence[str]) -> State:
    if len(players) < 2:
        raise DomainError(Code.ACTIVITY_UNFIT)
    return _round(setup.how, players, 1)


def _round(how: str, players: Sequence[str], number: int) -> State:
    return {
        "how": how,
        "round": number,
        "circles": _pairs(players) if how == "pairs" else [list(players)],
        "signs": {},
        "turned": False,
    }


def _pairs(players: Sequence[str]) -> list[list[str]]:
    pairs = [list(players[at : at + 2]) for at in range(0, len(players), 2)]
    if len(pairs) > 1 and len(pairs[-1]) == 1:
        odd = pairs.pop()
        pairs[-1] += odd
    return pairs


def play(state: State, who: str, move: Move) -> State:
    if state["turned"]:
        raise DomainError(Code.MOVE_UNFIT)
    circles = state["circles"]
    if not any(who in circle for circle in circles):
        # A late comer meets the last ones.
        circles = [*circles[:-1], [*circles[-1], who]]
    return {**state, "circles": circles, "signs": {**state["signs"], who: move.sign}}


def young_only(state: State) -> bool:
    return False


def advance(state: State, players: Sequence[str]) -> State | None:
    """Turns over; and then the next round, among those who are there now."""
    if not state["turned"]:
        return {**state, "turned": True}
    if len(players) < 2:
        return None
    return _round(state["how"], players, state["round"] + 1)


def show(state: State, who: str) -> View:
    signs = state["signs"]
    mine: list[str] = next((circle for circle in state["circles"] if who in circle), [])
    # Whoever only looks on sees everybody.
    seen = mine or [one for circle in state["circles"] for one in circle]
    chosen = [one for one in seen if one in signs]
    return View(
        how=state["how"],
        round=state["round"],
        against=[one for one in mine if one != who],
        mine=signs.get(who),
        chosen=len(chosen),
        of=len(seen),
        turned=state["turned"],
        shown=[_shown(state, one) for one in chosen] if state["turned"] else [],
    )


def _shown(state: State, one: str) -> Shown:
    signs = state["signs"]
    circle = next(circle for circle in state["circles"] if one in circle)
    beaten = BEATS[signs[one]]
    beat = any(signs.get(other) == beaten for other in circle if other != one)
    return Shown(member=one, sign=signs[one], beat=beat)
