"""Norway's public holidays, so that a line which is closed then is not shown as open."""

from __future__ import annotations

from datetime import date, timedelta

# New Year, Labour Day, Constitution Day, Christmas Day, Boxing Day; and two eves on which those who
# are closed on holidays go home early, if they come at all.
_FIXED = {(1, 1), (5, 1), (5, 17), (12, 24), (12, 25), (12, 26), (12, 31)}
# Days from Easter Sunday: Maundy Thursday, Good Friday, Easter and Easter Monday, Ascension, Whit
# Sunday and Monday.
_FROM_EASTER = (-3, -2, 0, 1, 39, 49, 50)


def is_holiday(day: date) -> bool:
    """Whether a line that closes on holidays is closed on this one."""
    easter = easter_sunday(day.year)
    return (day.month, day.day) in _FIXED or (day - easter).days in _FROM_EASTER


def easter_sunday(year: int) -> date:
    """Western Easter of a Gregorian year: the Sunday after the first full moon of spring."""
    golden = year % 19
    century = year // 100
    # The moon's age on 21 March, by the table of 19 years with the Gregorian corrections.
    epact = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    if epact == 29 or (epact == 28 and golden > 10):
        epact -= 1
    full_moon = date(year, 3, 21) + timedelta(days=epact)
    return full_moon + timedelta(days=7 - (full_moon.weekday() + 1) % 7)
