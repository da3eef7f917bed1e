"""Figures as text, and whether they reach the goal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


def fmt(values: Sequence[float], digits: int = 0) -> str:
    """The median, and in brackets the smallest and the largest."""
    middle, low, high = median(values), min(values), max(values)
    if len(values) == 1:
        return f"{middle:,.{digits}f}"
    return f"{middle:,.{digits}f} ({low:,.{digits}f}-{high:,.{digits}f})"


def ratios(above: Sequence[float], below: Sequence[float]) -> list[float]:
    """Round by round, so that what slows a whole round down does not count."""
    return [a / b if b else float("inf") for a, b in zip(above, below, strict=True)]


def table(head: list[str], rows: list[list[str]]) -> str:
    """A Markdown table."""
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, ["---"] * len(head), *rows])


@dataclass(frozen=True)
class Goal:
    """What was promised of `what`, to be held against the median of what was measured."""

    what: str
    values: Sequence[float]
    bound: float
    stretch: float | None = None
    at_most: bool = False
    digits: int = 1
    unit: str = ""

    def _met(self, bound: float) -> bool:
        found = median(self.values)
        return found <= bound if self.at_most else found >= bound

    def __str__(self) -> str:
        sign = "<=" if self.at_most else ">="
        wanted = f"{sign} {self.bound:g}{self.unit}"
        met = "met" if self._met(self.bound) else "**missed**"
        if self.stretch is not None:
            wanted += f" (stretch {sign} {self.stretch:g}{self.unit})"
            met += ", stretch met" if self._met(self.stretch) else ""
        return f"- goal {wanted}: {self.what}: {fmt(self.values, self.digits)}{self.unit}: {met}"


def report(
    head: list[str], rows: list[list[str]], goals: Sequence[Goal] = (), note: str = ""
) -> str:
    """A table, the goals under it, and what else is to be said."""
    lines = "\n".join(map(str, goals))
    return "\n\n".join(part for part in (table(head, rows), lines, note) if part)
