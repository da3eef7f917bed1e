"""Figures as text."""

from __future__ import annotations

from statistics import median


def fmt(values: list[float], digits: int = 0) -> str:
    """The median, and in brackets the smallest and the largest."""
    middle, low, high = median(values), min(values), max(values)
    return f"{middle:,.{digits}f} ({low:,.{digits}f}-{high:,.{digits}f})"


def table(head: list[str], rows: list[list[str]]) -> str:
    """A Markdown table."""
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, ["---"] * len(head), *rows])
