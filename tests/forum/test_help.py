"""Helplines: what is open now, in every hour of the year, and what nobody has checked lately."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.help import lines
from forum.help.holidays import easter_sunday, is_holiday
from forum.words import LANGUAGES

OSLO = ZoneInfo("Europe/Oslo")
EVENINGS = (time(14), time(22))
NIGHTS = (time(22), time(2))


def line(
    hours: dict[int, lines.Span] | None,
    *,
    seasons: tuple[lines.Season, ...] = (),
    closed_holidays: bool = False,
    verified: date | None = None,
) -> lines.Helpline:
    return lines.Helpline(
        id="a",
        name="A",
        what={"nb": "Noen.", "nn": "Nokon.", "en": "Somebody."},
        ages=(0, 18),
        free=True,
        anonymous=True,
        source="a test",
        hours=hours,
        seasons=seasons,
        closed_holidays=closed_holidays,
        verified=verified,
    )


def every_day(span: lines.Span) -> dict[int, lines.Span]:
    return dict.fromkeys(range(7), span)


def at(text: str, *, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=OSLO, fold=fold)


def seen(one: lines.Helpline, moment: datetime) -> tuple[bool, datetime | None, datetime | None]:
    shown = lines.show(one, moment, "nb")
    return shown.open, shown.opens_at, shown.closes_at


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-23T13:59:59", False),
        ("2026-11-23T14:00:00", True),
        ("2026-11-23T21:59:59", True),
        ("2026-11-23T22:00:00", False),
    ],
)
def test_a_line_is_open_from_the_first_second_to_the_last(moment: str, is_open: bool) -> None:
    """F3"""
    assert seen(line(every_day(EVENINGS)), at(moment))[0] is is_open


def test_a_closed_line_says_when_it_opens_and_an_open_one_when_it_closes() -> None:
    """F3"""
    one = line(every_day(EVENINGS))
    assert seen(one, at("2026-11-23T22:00")) == (False, at("2026-11-24T14:00"), None)
    assert seen(one, at("2026-11-24T15:00")) == (True, None, at("2026-11-24T22:00"))


def test_an_evening_may_go_past_midnight() -> None:
    """F3"""
    one = line({4: NIGHTS})  # Friday night
    assert seen(one, at("2026-11-27T23:59"))[0]
    assert seen(one, at("2026-11-28T00:00")) == (True, None, at("2026-11-28T02:00"))
    assert seen(one, at("2026-11-28T02:00")) == (False, at("2026-12-04T22:00"), None)
    assert not seen(one, at("2026-11-28T23:00"))[0]


def test_over_a_weekend_it_opens_on_monday() -> None:
    """F3"""
    one = line(dict.fromkeys(range(5), (time(10), time(17))))
    assert seen(one, at("2026-11-28T12:00")) == (False, at("2026-11-30T10:00"), None)


def test_one_day_a_week_is_found_again_right_after_it() -> None:
    """F3"""
    one = line({0: EVENINGS})
    assert seen(one, at("2026-11-23T22:00")) == (False, at("2026-11-30T14:00"), None)


def test_the_night_the_clock_goes_back_an_hour_lasts_an_hour_longer() -> None:
    """F3: 25 October 2026, when 02:00 to 03:00 comes twice."""
    one = line(every_day((time(22), time(3))))
    assert seen(one, at("2026-10-25T02:30", fold=0))[0]
    assert seen(one, at("2026-10-25T02:30", fold=1))[0]
    assert not seen(one, at("2026-10-25T03:00"))[0]
    early = line(every_day((time(22), time(2))))
    assert not seen(early, at("2026-10-25T02:30", fold=1))[0]
    assert not seen(early, at("2026-10-25T02:30", fold=0))[0]


def test_the_night_the_clock_goes_forward_loses_an_hour() -> None:
    """F3: 29 March 2026, when 02:00 to 03:00 never comes."""
    one = line(every_day((time(22), time(4))))
    assert seen(one, datetime(2026, 3, 29, 1, 59, tzinfo=UTC)) == (
        True,
        None,
        datetime(2026, 3, 29, 2, tzinfo=UTC),
    )
    assert not seen(one, datetime(2026, 3, 29, 2, tzinfo=UTC))[0]
    assert seen(line(every_day(EVENINGS)), at("2026-03-29T14:00"))[0]


@given(st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)))
def test_open_and_closed_never_contradict_each_other(moment: datetime) -> None:
    """F3: at any moment of some years, in whatever zone the clock is handed over."""
    for one in lines.every():
        shown = lines.show(one, moment, "nb")
        assert shown == lines.show(one, moment.astimezone(OSLO), "nb")
        if shown.open:
            assert shown.opens_at is None
            assert shown.closes_at is None or shown.closes_at > moment
        else:
            assert shown.closes_at is None
            assert shown.opens_at is None or shown.opens_at > moment
            if shown.opens_at is not None:
                assert lines.show(one, shown.opens_at, "nb").open


def test_other_hours_in_a_season_may_go_across_new_year() -> None:
    """F3"""
    christmas = lines.Season((12, 18), (1, 6), (time(16), time(22)))
    one = line(every_day(EVENINGS), seasons=(christmas,))
    assert seen(one, at("2026-12-17T15:00"))[0]
    assert not seen(one, at("2026-12-18T15:00"))[0]
    assert not seen(one, at("2027-01-06T15:00"))[0]
    assert seen(one, at("2027-01-06T16:00"))[0]
    assert seen(one, at("2027-01-07T15:00"))[0]


def test_a_line_that_closes_on_holidays_is_not_shown_as_open_on_them() -> None:
    """F3"""
    one = line(every_day(EVENINGS), closed_holidays=True)
    assert seen(one, at("2026-05-16T15:00"))[0]
    assert seen(one, at("2026-05-17T15:00")) == (False, at("2026-05-18T14:00"), None)
    assert seen(line(every_day(EVENINGS)), at("2026-05-17T15:00"))[0]


@pytest.mark.parametrize(
    "easter",
    ["1954-04-18", "1981-04-19", "2008-03-23", "2024-03-31", "2026-04-05", "2038-04-25"],
)
def test_easter_moves(easter: str) -> None:
    sunday = date.fromisoformat(easter)
    assert easter_sunday(sunday.year) == sunday
    moving = {sunday + timedelta(days=days) for days in (-3, -2, 0, 1, 39, 49, 50)}
    assert all(is_holiday(day) for day in moving)
    assert not is_holiday(sunday - timedelta(days=4))


def test_nobody_is_told_that_a_line_of_unknown_hours_is_open() -> None:
    """F3"""
    assert seen(line({}), at("2026-11-23T15:00")) == (False, None, None)


def test_a_line_that_nobody_checked_for_half_a_year_is_stale() -> None:
    """F3"""
    moment = at("2026-11-23T12:00")
    today = moment.date()
    for days, stale in ((0, False), (180, False), (181, True)):
        checked = line(None, verified=today - timedelta(days=days))
        assert lines.show(checked, moment, "nb").stale is stale
    assert lines.show(line(None), moment, "nb").stale


def test_emergency_numbers_come_first_then_the_open_then_the_soonest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """F3"""
    made = {
        "unknown": {},
        "tomorrow": {1: EVENINGS},
        "tonight": {0: (time(20), time(22))},
        "closing": {0: (time(8), time(16))},
        "open": {0: (time(8), time(22))},
        "always": None,
    }
    everybody = [
        lines.Helpline(**{**vars(line(hours)), "id": name}) for name, hours in made.items()
    ]
    emergency = lines.Helpline(**{**vars(line(None)), "id": "113", "emergency": True})
    monkeypatch.setattr(lines, "every", lambda: (*everybody, emergency))
    found = [shown.line.id for shown in lines.now(at("2026-11-23T15:00"), "nb")]
    assert found == ["113", "always", "open", "closing", "tonight", "tomorrow", "unknown"]


def test_every_line_has_words_in_every_language_and_a_way_to_reach_it() -> None:
    """F3, and a link goes nowhere but to a safe page."""
    assert len({one.id for one in lines.every()}) == len(lines.every())
    for one in lines.every():
        assert set(one.what) == set(LANGUAGES)
        for words in one.what.values():
            assert 10 < len(words) < 100
            assert words.endswith(".")
        assert one.phone or one.chat
        assert one.phone is None or one.phone.isdecimal()
        assert one.chat is None or one.chat.startswith("https://")
        assert one.source
        assert 0 <= one.ages[0] <= one.ages[1]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("hour", range(24))
def test_somebody_answers_for_nothing_at_any_hour(language: str, hour: int) -> None:
    """F3: also in the night, also for the youngest."""
    shown = lines.now(at(f"2026-12-25T{hour:02}:00"), language)
    assert {one.line.id for one in shown if one.line.emergency} == {"112", "113"}
    assert [one.line.emergency for one in shown][:3] == [True, True, False]
    assert any(
        one.open and one.line.free and one.line.anonymous and one.line.ages[0] <= 13
        for one in shown
        if not one.line.emergency
    )
