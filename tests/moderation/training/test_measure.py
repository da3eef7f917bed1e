"""A figure is only worth what its arithmetic is: each against cases counted by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.training import measure, spans
from moderation.training.evaluate import Row


def test_the_area_under_the_curve_counts_ties_as_half() -> None:
    def area(holds: list[bool], scores: list[float]) -> float:
        return measure.auc(np.array(holds), np.array(scores)).value

    assert area([True, False], [1.0, 0.0]) == 1.0
    assert area([True, False], [0.5, 0.5]) == 0.5
    assert area([False, True, False, True], [0.1, 0.4, 0.5, 0.8]) == 0.75


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_share_lies_within_its_interval_and_the_interval_within_reason(
    counted: tuple[int, int],
) -> None:
    hits, n = counted
    told = measure.share(hits, n)
    assert 0 <= told.low <= told.value + 1e-12
    assert told.value - 1e-12 <= told.high <= 1


def test_many_lines_say_more_than_few() -> None:
    few, many = measure.share(5, 10), measure.share(500, 1_000)
    assert few.high - few.low > 5 * (many.high - many.low)
    assert measure.share(50, 100).low == pytest.approx(0.4038, abs=1e-3)  # Wilson, by hand


def test_f1_of_right_answers_is_one_and_of_silence_nought() -> None:
    truth = np.array([True, False, True, False])
    assert measure.f1(truth, truth).value == 1
    assert measure.f1(truth, ~np.ones(4, bool)).value == 0
    assert measure.f1(truth, np.ones(4, bool)).value == pytest.approx(2 / 3)


def test_calibration_is_perfect_where_scores_are_shares_and_bad_where_they_boast() -> None:
    holds = np.array([True, False, False, False] * 25)
    quarter, sure, even = np.full(100, 0.25), np.full(100, 0.99), np.ones(100)
    assert measure.calibration_error(holds, quarter, even) == pytest.approx(0)
    assert measure.calibration_error(holds, sure, even) == pytest.approx(0.74)


def test_letters_marked_by_people_and_by_the_model_are_compared() -> None:
    assert spans.of({1, 2, 3, 4}, {3, 4}) == pytest.approx(2 / 3)
    assert spans.of(set(), set()) == 1
    assert spans.of({1}, set()) == spans.of(set(), {1}) == 0


def test_worse_than_a_floor_is_below_it_or_above_it_where_less_is_better() -> None:
    found = Row("found", measure.share(8, 10), unit="%")
    flagged = Row("flagged", measure.share(8, 10), less=True, unit="%")
    assert found.worse(0.9) and not found.worse(0.8)
    assert flagged.worse(0.7) and not flagged.worse(0.8)
