"""From scores and decisions to how often a score is right, and how sure that is. Pure.

Platt scaling: the chance that people agree is a logistic curve over the score's logit, fitted with
Platt's smoothed targets, which keep it finite where all high scores were right. J. Platt,
"Probabilistic outputs for support vector machines" (1999); solved by Newton's steps, as H.-T. Lin,
C.-J. Lin and R. Weng, "A note on Platt's probabilistic outputs" (2007) advise.

People decide on what was flagged, so there is much to learn above a limit and little below it. No
limit is proposed where hardly anybody has looked: `lowest_known`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from moderation.limits.intervals import Z95

Floats = npt.NDArray[np.float64]

# Under so many decisions nothing is proposed.
DECISIONS_MIN = 50
GRID = np.round(np.arange(0.05, 0.96, 0.01), 2)

_STEPS = 100
_DRAWS = 1000
_FOLDS = 5
_BINS = 10
# So many decisions must lie below a limit before it is proposed.
_KNOWN = 10
# Scores are gathered in stretches of this width where only their number counts.
_STRETCH = 0.005


@dataclass(frozen=True)
class Curve:
    """The chance that people agree is 1 / (1 + exp(-(slope * logit(score) + offset))).
    `spread`: the covariance of slope and offset."""

    slope: float
    offset: float
    spread: Floats

    def chance(self, scores: Floats) -> Floats:
        """0..1 for each score."""
        return _logistic(self.slope * _logit(scores) + self.offset)

    def slope_interval(self) -> tuple[float, float]:
        """95 %."""
        half = Z95 * float(np.sqrt(self.spread[0, 0]))
        return self.slope - half, self.slope + half


@dataclass(frozen=True)
class Precision:
    """The share of what a limit flags that people would agree with, and its 95 % interval."""

    share: float
    low: float
    high: float


def fit(scores: Sequence[float], right: Sequence[bool]) -> Curve | None:
    """The curve of these decisions. None when all said the same, or when a higher score was not
    more often right: then no limit can be told from them."""
    x, y = _logit(np.asarray(scores, np.float64)), np.asarray(right, bool)
    good, bad = int(y.sum()), int((~y).sum())
    if not good or not bad:
        return None
    target = np.where(y, (good + 1) / (good + 2), 1 / (bad + 2))
    columns = np.column_stack([x, np.ones_like(x)])
    weights = np.array([0.0, np.log((good + 1) / (bad + 1))])
    loss = _loss(columns @ weights, target)
    for _ in range(_STEPS):
        chance = _logistic(columns @ weights)
        slope = columns.T @ (chance - target)
        bend = (columns * (chance * (1 - chance))[:, None]).T @ columns + 1e-9 * np.eye(2)
        step = np.linalg.solve(bend, slope)
        # Halved until it gains: far from the solution a whole step may overshoot.
        size = 1.0
        while size > 1e-6 and _loss(columns @ (weights - size * step), target) > loss:
            size /= 2
        weights = weights - size * step
        loss = _loss(columns @ weights, target)
        if np.abs(slope).max() < 1e-8:
            break
    if weights[0] <= 0:
        return None
    return Curve(float(weights[0]), float(weights[1]), np.linalg.inv(bend).astype(np.float64))


def error(chances: Floats, right: Sequence[bool]) -> float:
    """Expected calibration error: how far the chance lies from what happened, on average over ten
    bins with as many decisions each."""
    order = np.argsort(chances, kind="stable")
    y = np.asarray(right, np.float64)
    total = 0.0
    for part in np.array_split(order, _BINS):
        if len(part):
            total += len(part) * abs(float(chances[part].mean()) - float(y[part].mean()))
    return total / len(y)


def error_after(scores: Sequence[float], right: Sequence[bool]) -> float | None:
    """The same once calibrated, each fifth of the decisions judged by a curve that did not see
    it. None where one of them has no curve."""
    x, y = np.asarray(scores, np.float64), np.asarray(right, bool)
    # Every fifth one of those sorted by score: each part spans the whole range.
    turn = np.argsort(np.argsort(x, kind="stable"), kind="stable") % _FOLDS
    chances = np.empty_like(x)
    for fold in range(_FOLDS):
        curve = fit(x[turn != fold].tolist(), y[turn != fold].tolist())
        if curve is None:
            return None
        chances[turn == fold] = curve.chance(x[turn == fold])
    return error(chances, y.tolist())


def precision(curve: Curve, scored: Floats, limits: Floats) -> list[Precision | None]:
    """For each limit the share, among what it flags of `scored` (all messages of the last weeks),
    that people would agree with. None where it flags nothing. The interval comes from curves drawn
    around this one, the same for the same data."""
    counts, edges = np.histogram(scored, np.arange(0, 1 + 2 * _STRETCH, _STRETCH))
    middles = np.minimum(edges[:-1] + _STRETCH / 2, 1.0)
    drawn = np.random.default_rng(0).multivariate_normal(
        [curve.slope, curve.offset], curve.spread, _DRAWS
    )
    chances = _logistic(drawn[:, :1] * _logit(middles) + drawn[:, 1:])
    found: list[Precision | None] = []
    for limit in limits:
        over = counts * (edges[:-1] >= limit - 1e-9)
        if not over.sum():
            found.append(None)
            continue
        shares = chances @ over / over.sum()
        low, high = np.quantile(shares, [0.025, 0.975])
        middle = float(curve.chance(middles) @ over / over.sum())
        found.append(Precision(middle, min(float(low), middle), max(float(high), middle)))
    return found


def lowest_known(scores: Sequence[float]) -> float:
    """The lowest limit that decisions can speak for: some of them lie below it."""
    return sorted(scores)[min(_KNOWN, len(scores)) - 1]


def choose(
    curve: Curve, decided: Sequence[float], scored: Floats, *, asked: float, budget: float
) -> float | None:
    """The lowest limit that decisions can speak for, whose flags are right as often as asked, and
    which flags no more than `budget` of 1,000 messages. Lowest, because what is not flagged is
    seen by nobody. None when there is no such limit."""
    floor = lowest_known(decided)
    for limit, found in zip(GRID, precision(curve, scored, GRID), strict=True):
        share = float((scored >= limit).mean()) if len(scored) else 0.0
        if limit >= floor and found and found.share >= asked and share * 1000 <= budget:
            return float(limit)
    return None


def _logit(scores: Floats) -> Floats:
    clipped = np.clip(scores, 1e-4, 1 - 1e-4)
    return np.log(clipped / (1 - clipped))


def _logistic(x: Floats) -> Floats:
    return 1.0 / (1.0 + np.exp(-np.clip(x, -40, 40)))


def _loss(x: Floats, target: Floats) -> float:
    return float((np.logaddexp(0, x) - target * x).sum())
