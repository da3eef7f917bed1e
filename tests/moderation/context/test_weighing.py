"""The two formulas: as a table, and what must hold whatever the marks are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.context import weighing
from moderation.context.weighing import Mark, contact, distress, level, load, parse

NOW = datetime(2026, 11, 23, 19, tzinfo=UTC)
ROUNDING = 1e-12
TOML = Path(weighing.__file__).with_name("weights.toml").read_text("utf-8")


def marks(*levels: float, days: float = 0, apart: float = 1 / 1440) -> list[Mark]:
    """Marks of these levels, oldest first, the newest so many days ago."""
    return [
        Mark(UUID(int=n + 1), NOW - timedelta(days=days + apart * (len(levels) - 1 - n)), height)
        for n, height in enumerate(levels)
    ]


@pytest.mark.parametrize(
    ("levels", "days", "found"),
    [
        ([], 0, False),
        ([0.4], 0, False),
        ([1.0], 0, False),
        ([1.0, 1.0], 0, False),  # two messages are never a pattern
        ([0.4, 0.4, 0.4], 0, False),
        ([0.35] * 5, 0, False),
        ([0.35] * 6, 0, True),
        ([0.49] * 4, 0, True),
        ([0.2] * 8, 0, False),
        ([0.35] * 6, 7, False),  # a week ago they weighed twice as much
        ([0.35] * 12, 7, True),
        ([1.0] * 9, 29, False),  # forgotten
        ([0.1] * 100, 0, False),
        ([0.09] * 1000, 0, False),
    ],
)
def test_signs_add_up_and_fade(levels: list[float], days: float, found: bool) -> None:
    assert contact(marks(*levels, days=days), NOW).found is found


@pytest.mark.parametrize(
    ("earlier", "recent", "found"),
    [
        ([0.0] * 8, [0.4, 0.5, 0.4], True),
        ([0.0] * 7, [0.4, 0.5, 0.4], False),  # too little is known of how they wrote before
        ([0.0] * 8, [0.9, 0.9], False),  # two messages are a bad hour
        ([0.5] * 8, [0.6, 0.6, 0.6], False),  # as heavy as ever
        ([0.2] * 8, [0.5, 0.5, 0.5], True),
        ([0.0] * 30, [0.2, 0.2, 0.2], False),
        ([0.9] * 8, [0.1, 0.1, 0.1], False),  # it gets better
    ],
)
def test_distress_rises_above_what_this_member_wrote_before(
    earlier: list[float], recent: list[float], found: bool
) -> None:
    before = marks(*earlier, days=10, apart=0.5)
    after = [Mark(UUID(int=900 + n), mark.at, mark.level) for n, mark in enumerate(marks(*recent))]
    assert distress([*before, *after], NOW).found is found


any_marks = st.lists(
    st.builds(
        Mark,
        message=st.uuids(),
        at=st.datetimes(datetime(2026, 8, 1), datetime(2026, 11, 23)).map(
            lambda when: when.replace(tzinfo=UTC)
        ),
        level=st.floats(0, 1),
    ),
    max_size=40,
    unique_by=lambda mark: mark.message,
)


@given(any_marks, st.randoms(use_true_random=False))
def test_the_order_in_which_messages_came_says_nothing(seen: list[Mark], random: object) -> None:
    shuffled = seen.copy()
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert contact(shuffled, NOW) == contact(seen, NOW)
    assert distress(shuffled, NOW) == distress(seen, NOW)


@given(any_marks, any_marks)
def test_more_signs_never_lower_the_pattern_and_it_stays_within_bounds(
    seen: list[Mark], more: list[Mark]
) -> None:
    less, all_of_it = contact(seen, NOW), contact([*seen, *more], NOW)
    assert 0 <= less.score <= all_of_it.score + ROUNDING <= 1 + ROUNDING
    assert less.found <= all_of_it.found


@given(any_marks, st.integers(0, 39), st.floats(0, 1))
def test_a_graver_message_never_makes_the_pattern_lighter(
    seen: list[Mark], which: int, height: float
) -> None:
    if not seen:
        return
    old = seen[which % len(seen)]
    graver = Mark(old.message, old.at, max(old.level, height))
    changed = [graver if mark is old else mark for mark in seen]
    assert contact(changed, NOW).score >= contact(seen, NOW).score - ROUNDING


@given(any_marks, st.lists(st.floats(0, load().contact.floor), min_size=1, max_size=100))
def test_harmless_messages_never_move_the_pattern(seen: list[Mark], levels: list[float]) -> None:
    harmless = [Mark(UUID(int=n), NOW, height) for n, height in enumerate(levels)]
    assert contact([*seen, *harmless], NOW) == contact(seen, NOW)


@given(any_marks, st.floats(0, 60))
def test_waiting_never_makes_signs_heavier(seen: list[Mark], days: float) -> None:
    later = NOW + timedelta(days=days)
    assert contact(seen, later).score <= contact(seen, NOW).score + ROUNDING


@given(any_marks)
def test_what_is_explained_is_what_was_added_up(seen: list[Mark]) -> None:
    weighed = contact(seen, NOW)
    rest = 1.0
    for one in weighed.counted:
        rest *= 1 - one.part
        assert 0 < one.part <= load().contact.share
    assert weighed.score == pytest.approx(1 - rest)
    assert [one.mark.at for one in weighed.counted] == sorted(
        (one.mark.at for one in weighed.counted), reverse=True
    )


@given(any_marks)
def test_rising_stays_within_bounds_and_is_the_difference_that_is_shown(seen: list[Mark]) -> None:
    weighed = distress(seen, NOW)
    assert weighed.means is not None
    recent, earlier = weighed.means
    assert 0 <= weighed.score <= 1
    assert weighed.score == max(0.0, recent - earlier)
    assert weighed.before + len(weighed.counted) <= len(seen)


def test_the_gravest_head_counts_by_its_weight() -> None:
    assert level({"contact": 0.3, "sexual": 0.9}, load().contact.heads) == (0.9 * 0.8, "sexual")
    assert level({"insult": 0.9}, load().contact.heads)[0] == 0


@pytest.mark.parametrize(
    ("there", "instead"),
    [
        ("contact = 1.0", "contakt = 1.0"),
        ("sexual = 0.8", "sexual = 1.8"),
        ("share = 0.7", "share = 0.0"),
        ("half_life_days = 7", "half_life_days = 0"),
        ("floor = 0.1           # below it a message is", "floor = -0.1  # below it a message is"),
    ],
)
def test_wrong_numbers_refuse_to_start(there: str, instead: str) -> None:
    assert TOML.count(there) == 1
    with pytest.raises(ValueError, match=r"weights\.toml"):
        parse(TOML.replace(there, instead))
