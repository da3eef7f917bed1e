"""Logistic regression by L-BFGS, in numpy: a fixed number of steps, so the same data gives the
same weights.

A feature counts the more, the more it tells the two sides apart by mere counting (the log-count
ratio of "Baselines and Bigrams", Wang and Manning 2012): with few lines of Norwegian that is worth
.02 of AUC. Being a factor per bucket it is folded into the weights, and costs nothing in use.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from moderation.screening.features import BUCKETS
from moderation.training.matrix import Floats64, Matrix

_MEMORY = 8
_UNSEEN = 1.0  # what every bucket is counted beforehand, on both sides
_UNTOLD = 0.3


def fit(
    matrix: Matrix,
    holds: npt.NDArray[np.bool_],
    weights: Floats64,
    *,
    penalty: float,
    steps: int,
) -> tuple[Floats64, float]:
    """Bucket weights and bias. `penalty` is that on the squared weights, per unit of row weight;
    the bias is free."""
    telling = _telling(matrix, holds, weights)
    matrix = Matrix(
        matrix.ids, (matrix.values * telling[matrix.ids]).astype(np.float32), matrix.starts
    )
    signs = np.where(holds, 1.0, -1.0)
    share = weights / weights.sum()

    def loss(point: Floats64) -> tuple[float, Floats64]:
        margins = signs * (matrix.times(point[:-1]) + point[-1])
        value = float(np.sum(share * np.logaddexp(0, -margins)))
        errors = -signs * share / (1 + np.exp(np.clip(margins, -60, 60)))
        gradient = np.append(matrix.transposed_times(errors), errors.sum())
        gradient[:-1] += penalty * point[:-1]
        return value + 0.5 * penalty * float(np.sum(point[:-1] ** 2)), gradient

    found = _descend(loss, np.zeros(BUCKETS + 1), steps)
    return found[:-1] * telling, float(found[-1])


def curve(logits: Floats64, holds: npt.NDArray[np.bool_], weights: Floats64) -> tuple[float, float]:
    """(factor, offset) of Platt's scaling: the logistic curve through these. The factor is kept
    between a tenth and five: a head never turns round, falls silent or shouts."""
    signs = np.where(holds, 1.0, -1.0)
    share = weights / weights.sum()

    def loss(point: Floats64) -> tuple[float, Floats64]:
        margins = signs * (point[0] * logits + point[1])
        errors = -signs * share / (1 + np.exp(np.clip(margins, -60, 60)))
        gradient = np.array([np.sum(errors * logits), errors.sum()])
        return float(np.sum(share * np.logaddexp(0, -margins))), gradient

    factor, offset = _descend(loss, np.array([1.0, 0.0]), 100)
    return float(np.clip(factor, 0.1, 5.0)), float(offset)


def _telling(matrix: Matrix, holds: npt.NDArray[np.bool_], weights: Floats64) -> Floats64:
    """One factor per bucket, at least `_UNTOLD`."""
    for_it = matrix.transposed_times(weights * holds) + _UNSEEN
    against = matrix.transposed_times(weights * ~holds) + _UNSEEN
    ratio = np.log(for_it / for_it.sum()) - np.log(against / against.sum())
    return np.asarray(np.abs(ratio) + _UNTOLD, np.float64)


def _descend(
    loss: Callable[[Floats64], tuple[float, Floats64]], point: Floats64, steps: int
) -> Floats64:
    value, gradient = loss(point)
    past: list[tuple[Floats64, Floats64]] = []
    for _ in range(steps):
        direction = -_curved(gradient, past)
        slope = float(np.sum(direction * gradient))
        stride = 1.0 if past else 1.0 / max(float(np.sqrt(np.sum(gradient**2))), 1e-12)
        while True:
            tried = point + stride * direction
            new_value, new_gradient = loss(tried)
            if new_value <= value + 1e-4 * stride * slope:
                break
            stride *= 0.5
            if stride < 1e-10:
                return point
        moved, bent = tried - point, new_gradient - gradient
        if float(np.sum(moved * bent)) > 1e-14:
            past = [*past[1 - _MEMORY :], (moved, bent)]
        point, value, gradient = tried, new_value, new_gradient
    return point


def _curved(gradient: Floats64, past: list[tuple[Floats64, Floats64]]) -> Floats64:
    """The gradient seen through the curvature of the last steps (two-loop recursion)."""
    bent_back = gradient.copy()
    factors = []
    for moved, bent in reversed(past):
        factor = np.sum(moved * bent_back) / np.sum(moved * bent)
        bent_back -= factor * bent
        factors.append(factor)
    if past:
        moved, bent = past[-1]
        bent_back *= np.sum(moved * bent) / np.sum(bent * bent)
    for (moved, bent), factor in zip(past, reversed(factors), strict=True):
        bent_back += moved * (factor - np.sum(bent * bent_back) / np.sum(moved * bent))
    return bent_back
