"""What was asked for on the command line, for every benchmark alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeVar

Value = TypeVar("Value")

Resume = Literal["hello", "follow"]


@dataclass(frozen=True)
class Asked:
    """`quick` only shows that a benchmark works: a moment of everything, figures worth nothing.

    `worker_core`: where the scoring worker runs. On the server's core it counts as server; on the
    load's it does not, which is kinder to us, for the textbook scores nothing.
    """

    rounds: int = 3
    quick: bool = False
    worker_core: int = 0
    resume: Resume = "hello"

    def pick(self, full: Value, quick: Value) -> Value:
        return quick if self.quick else full
