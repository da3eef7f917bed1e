"""How often a score is right, worked out from decisions; on made-up people whose ways are known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moderation.limits import calibration
from moderation.limits.calibration import GRID, Floats
from moderation.limits.intervals import wilson


def people(seed: int, n: int, slope: float, offset: float) -> tuple[list[float], list[bool]]:
    """Scores, and what people said who agree with this chance."""
    rng = np.random.default_rng(seed)
    x = rng.normal(0, 2, n)
    right = rng.random(n) < 1 / (1 + np.exp(-(slope * x + offset)))
    return (1 / (1 + np.exp(-x))).tolist(), right.tolist()


def test_the_curve_is_found_and_its_interval_holds_the_truth_nineteen_times_in_twenty() -> None:
    """E18"""
    within = 0
    for seed in range(100):
        curve = calibration.fit(*people(seed, 200, 0.8, -1.0))
        assert curve
        low, high = curve.slope_interval()
        within += low <= 0.8 <= high
    assert 88 <= within <= 100


def test_scores_that_boast_are_brought_down_to_what_people_say() -> None:
    """E18: calibration error, on decisions the curve has not seen."""
    scores, right = people(1, 600, 0.6, -1.5)
    after = calibration.error_after(scores, right)
    before = calibration.error(np.array(scores), right)
    assert after is not None
    assert before > 0.15 > 0.08 > after


def test_nothing_is_learnt_where_all_said_the_same_or_the_score_says_nothing() -> None:
    assert calibration.fit([0.2, 0.9], [True, True]) is None
    assert calibration.fit([0.1, 0.2, 0.8, 0.9], [True, True, False, False]) is None


def test_a_score_that_is_always_right_from_a_point_on_gives_a_finite_curve() -> None:
    """Platt's smoothed targets: without them the slope would run away."""
    scores = [0.1, 0.2, 0.3, 0.7, 0.8, 0.9] * 10
    curve = calibration.fit(scores, [score > 0.5 for score in scores])
    assert curve and np.isfinite([curve.slope, curve.offset]).all()
    assert np.isfinite(curve.spread).all()


@settings(deadline=None, max_examples=60)
@given(
    seed=st.integers(0, 10_000),
    slope=st.floats(0.2, 3),
    offset=st.floats(-3, 2),
    asked=st.floats(0.2, 0.95),
    budget=st.floats(1, 300),
)
def test_the_lowest_limit_that_holds_to_all_that_was_asked(
    seed: int, slope: float, offset: float, asked: float, budget: float
) -> None:
    """E13 E18"""
    scores, right = people(seed, 120, slope, offset)
    curve = calibration.fit(scores, right)
    if curve is None:
        return
    scored: Floats = np.round(np.random.default_rng(seed + 1).beta(0.3, 3, 2000), 4)
    chosen = calibration.choose(curve, scores, scored, asked=asked, budget=budget)

    def holds(limit: float) -> bool:
        [found] = calibration.precision(curve, scored, np.array([limit]))
        return (
            found is not None
            and found.share >= asked
            and 1000 * float((scored >= limit).mean()) <= budget
            and sum(score <= limit for score in scores) >= 10
        )

    fit = [float(limit) for limit in GRID if holds(float(limit))]
    assert chosen == (min(fit) if fit else None)


def test_no_limit_is_chosen_where_hardly_anybody_has_looked() -> None:
    """E18: all decisions lie above .6, as they do when only flagged messages are looked at."""
    rng = np.random.default_rng(3)
    scores = rng.uniform(0.6, 1, 100)
    right = rng.random(100) < scores
    curve = calibration.fit(scores.tolist(), right.tolist())
    assert curve
    scored = rng.uniform(0, 1, 1000)
    chosen = calibration.choose(curve, scores.tolist(), scored, asked=0.1, budget=1000)
    assert chosen is not None and chosen >= 0.6


def test_the_precision_of_a_limit_has_an_interval_that_holds_the_truth() -> None:
    truth = calibration.Curve(1.2, -0.5, np.eye(2))
    scored = np.random.default_rng(5).beta(0.5, 3, 5000)
    over = scored[scored >= 0.5]
    true_share = float(truth.chance(over).mean())
    within = 0
    for seed in range(40):
        curve = calibration.fit(*people(seed, 300, 1.2, -0.5))
        assert curve
        [found] = calibration.precision(curve, scored, np.array([0.5]))
        assert found and found.low <= found.share <= found.high
        within += found.low <= true_share <= found.high
    assert within >= 34


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0), (0, 0, 0.0, 1.0)],
)
def test_the_interval_of_a_share(hits: int, of: int, low: float, high: float) -> None:
    assert wilson(hits, of) == pytest.approx((low, high), abs=1e-4)
