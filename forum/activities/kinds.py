"""The kinds of activities there are: the folders beside this file."""

from __future__ import annotations

import pkgutil
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, Union, cast

import msgspec

State = dict[str, Any]


class Shape(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind"):
    """The base of what travels: a kind's `Setup`, `Move` and `View`, told apart by `kind`."""


class Piece(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of one of these."""


class Kind(Protocol):
    """What each folder holds. All pure; `who` and `players` are ids of memberships, and a state is
    JSON."""

    KIND: str
    Setup: type[Shape]
    Move: type[Shape]
    View: type[Shape]

    @staticmethod
    def begin(setup: Any, players: Sequence[str]) -> State:
        """`players` come in a random order. Raises `activity_unfit`."""

    @staticmethod
    def play(state: State, who: str, move: Any) -> State:
        """Raises `move_unfit`."""

    @staticmethod
    def young_only(state: State) -> bool:
        """Whether adults only look on."""

    @staticmethod
    def advance(state: State, players: Sequence[str]) -> State | None:
        """The facilitator goes on: turns over, or begins anew. None: there is no more."""

    @staticmethod
    def show(state: State, who: str) -> Any:
        """The `View` of this member."""


KINDS: dict[str, Kind] = {
    kind.KIND: kind
    for kind in (
        cast(Kind, import_module(f"forum.activities.{found.name}"))
        for found in pkgutil.iter_modules([str(Path(__file__).parent)])
        if found.ispkg
    )
}

if TYPE_CHECKING:
    Setup = Shape
    Move = Shape
    View = Shape
else:
    Setup = Union[tuple(kind.Setup for kind in KINDS.values())]  # noqa: UP007  (made as it runs)
    Move = Union[tuple(kind.Move for kind in KINDS.values())]  # noqa: UP007
    View = Union[tuple(kind.View for kind in KINDS.values())]  # noqa: UP007


def kind_of(shape: Shape) -> Kind:
    """The kind a setup or a move belongs to."""
    return KINDS[cast(str, type(shape).__struct_config__.tag)]
