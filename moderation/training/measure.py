"""Figures with their doubt: each has a 95 % interval, for a share of twenty lines says little."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
import numpy.typing as npt

from moderation.limits.intervals import Z95, wilson

Bools = npt.NDArray[np.bool_]
Floats64 = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` between `low` and `high` with 95 % confidence, from `n` lines."""

    value: float
    low: float
    high: float
    n: int


def share(hits: int, n: int) -> Figure:
    """A share with Wilson's interval."""
    return Figure(hits / n if n else 0.0, *wilson(hits, n), n)


def auc(holds: Bools, scores: Floats64) -> Figure:
    """The chance that a line that holds scores above one that does not, ties counting half; the
    interval is Hanley and McNeil's (1982). Needs lines of both kinds."""
    truth = np.array(holds, bool)
    ordered = np.sort(scores)
    left, right = (
        np.searchsorted(ordered, scores, "left"),
        np.searchsorted(ordered, scores, "right"),
    )
    ranks = (left + right + 1) / 2
    ours, theirs = int(truth.sum()), int((~truth).sum())
    area = float((ranks[truth].sum() - ours * (ours + 1) / 2) / (ours * theirs))
    q1, q2 = area / (2 - area), 2 * area * area / (1 + area)
    variance = (area * (1 - area) + (ours - 1) * (q1 - area**2) + (theirs - 1) * (q2 - area**2)) / (
        ours * theirs
    )
    half = Z95 * sqrt(max(0.0, variance))
    return Figure(area, max(0.0, area - half), min(1.0, area + half), len(truth))


def f1(holds: Bools, said: Bools) -> Figure:
    """The harmonic mean of precision and recall, with an interval from 200 resamplings."""
    dice = np.random.default_rng(0)

    def of(rows: npt.NDArray[np.int64]) -> float:
        both = 2 * int((holds[rows] & said[rows]).sum())
        return both / max(1, int(holds[rows].sum()) + int(said[rows].sum()))

    n = len(holds)
    again = [of(dice.integers(0, n, n)) for _ in range(200)]
    low, high = np.quantile(again, [0.025, 0.975])
    return Figure(of(np.arange(n)), float(low), float(high), n)


def mean(values: Sequence[float]) -> Figure:
    """A mean with its normal interval; needs at least two values."""
    each = np.array(values, np.float64)
    half = Z95 * float(each.std(ddof=1)) / sqrt(len(each))
    return Figure(
        float(each.mean()), float(each.mean()) - half, float(each.mean()) + half, len(each)
    )


def calibration_error(holds: Bools, scores: Floats64, weights: Floats64) -> float:
    """How far a score is from the share that holds among lines of such a score: the weighted mean
    over ten bins of equal width."""
    total = float(weights.sum())
    bins = np.minimum((scores * 10).astype(np.int64), 9)
    error = 0.0
    for number in range(10):
        inside = bins == number
        weight = float(weights[inside].sum())
        if weight:
            said = float((scores[inside] * weights[inside]).sum()) / weight
            held = float((holds[inside] * weights[inside]).sum()) / weight
            error += weight / total * abs(said - held)
    return error
