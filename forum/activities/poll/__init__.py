"""A poll: hands up, where everybody sees who; or secret, among the young people, where nothing is
shown of fewer than five votes, once only, and then only what most chose: a share would tell what
one or two did."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from msgspec import Meta

from forum.activities.kinds import Piece, Shape, State
from forum.errors import Code, DomainError
from forum.tallies.actions import FEWEST

KIND = "poll"
_NO_NUL = r"^[^\x00]*$"
Question = Annotated[str, Meta(min_length=1, max_length=200, pattern=_NO_NUL)]
Option = Annotated[str, Meta(min_length=1, max_length=60, pattern=_NO_NUL)]


class Setup(Shape, frozen=True, tag=KIND):
    """Two options to six. `hands_up`: everybody sees who chose what, and is told so before."""

    question: Question
    options: Annotated[list[Option], Meta(min_length=2, max_length=6)]
    hands_up: bool


class Move(Shape, frozen=True, tag=KIND):
    """This option, by its place."""

    option: Annotated[int, Meta(ge=0, le=5)]


class Result(Piece, frozen=True):
    """What an option got. `most`: no other got more. `share` and `members` (who chose it): with
    hands up alone."""

    most: bool
    share: float | None
    members: list[str]


class View(Shape, frozen=True, tag=KIND):
    """`results` by option, once it is over; with hands up, as it goes. Null too where fewer than
    five voted in secret (`too_few`)."""

    question: str
    options: list[str]
    hands_up: bool
    mine: int | None
    voted: int
    over: bool
    too_few: bool
    results: list[Result] | None


def begin(setup: Setup, players: Sequence[str]) -> State:
    options = [" ".join(option.split()) for option in setup.options]
    question = " ".join(setup.question.split())
    if not question or not all(options) or len(set(options)) < len(options):
        raise DomainError(Code.ACTIVITY_UNFIT)
    return {
        "question": question,
        "options": options,
        "hands_up": setup.hands_up,
        "votes": {},
        "over": False,
    }


def play(state: State, who: str, move: Move) -> State:
    if state["over"] or move.option >= len(state["options"]):
        raise DomainError(Code.MOVE_UNFIT)
    return {**state, "votes": {**state["votes"], who: move.option}}


def young_only(state: State) -> bool:
    return not state["hands_up"]


def advance(state: State, players: Sequence[str]) -> State | None:
    return None if state["over"] else {**state, "over": True}


def show(state: State, who: str) -> View:
    votes, over, hands_up = state["votes"], state["over"], state["hands_up"]
    enough = hands_up or len(votes) >= FEWEST
    return View(
        question=state["question"],
        options=state["options"],
        hands_up=hands_up,
        mine=votes.get(who),
        voted=len(votes),
        over=over,
        too_few=over and not enough,
        results=_results(state) if enough and (over or hands_up) else None,
    )


def _results(state: State) -> list[Result]:
    votes = state["votes"]
    by_option = [
        [one for one, option in votes.items() if option == place]
        for place in range(len(state["options"]))
    ]
    best = max(len(members) for members in by_option)
    if not state["hands_up"]:
        return [Result(len(members) == best, None, []) for members in by_option]
    return [
        Result(
            most=0 < len(members) == best,
            share=round(len(members) / len(votes), 2) if votes else 0.0,
            members=members,
        )
        for members in by_option
    ]
