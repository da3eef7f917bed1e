"""Feeling cards: each lays one, face up or down; then all that lie face up are turned over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from msgspec import Meta

from forum.activities.kinds import Piece, Shape, State
from forum.checkins.feelings import WORDS
from forum.errors import Code, DomainError

KIND = "feelings"


class Setup(Shape, frozen=True, tag=KIND):
    """Nothing to choose."""


class Move(Shape, frozen=True, tag=KIND):
    """Lays this card, or takes it back: null. Face down it only counts."""

    card: Annotated[str, Meta(max_length=20)] | None
    face_up: bool = True


class Laid(Piece, frozen=True):
    """A card that lies face up, and whose."""

    member: str
    card: str


class View(Shape, frozen=True, tag=KIND):
    """`cards` to choose from. `laid`: how many lie there; `shown` once they are turned over, with
    `face_down` of them left as they are."""

    cards: list[str]
    mine: str | None
    mine_up: bool
    laid: int
    turned: Literal[True, False]
    shown: list[Laid]
    face_down: int


def begin(setup: Setup, players: Sequence[str]) -> State:
    return {"laid": {}, "turned": False}


def play(state: State, who: str, move: Move) -> State:
    if state["turned"] or (move.card is not None and move.card not in WORDS):
        raise DomainError(Code.MOVE_UNFIT)
    laid = {one: card for one, card in state["laid"].items() if one != who}
    if move.card is not None:
        laid[who] = [move.card, move.face_up]
    return {**state, "laid": laid}


def young_only(state: State) -> bool:
    return False


def advance(state: State, players: Sequence[str]) -> State | None:
    return None if state["turned"] else {**state, "turned": True}


def show(state: State, who: str) -> View:
    card, up = state["laid"].get(who, (None, True))
    shown = [Laid(one, card) for one, (card, up) in state["laid"].items() if up]
    turned = state["turned"]
    return View(
        cards=list(WORDS),
        mine=card,
        mine_up=up,
        laid=len(state["laid"]),
        turned=turned,
        shown=shown if turned else [],
        face_down=len(state["laid"]) - len(shown) if turned else 0,
    )
