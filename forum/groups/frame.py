"""The frame of a group, as it travels, and what may be in it. Pure."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Meta
from msgspec.structs import replace

from forum.errors import Code, DomainError

if TYPE_CHECKING:
    from forum.rooms.models import Group

NAME_MIN, NAME_MAX = 2, 80
THEME_MIN, THEME_MAX = 2, 200
SIZE_MIN, SIZE_MAX = 3, 30
RETENTION_MAX = 365
ADULTS_MAX = 4
DATES_MAX = 60

BandName = Literal["under_13", "13_15", "16_19", "20_up"]
GroundName = Literal["child_13", "health_16", "guardian"]
LanguageName = Literal["nb", "nn", "en"]
OutsideName = Literal["read_only", "closed"]

BANDS: tuple[BandName, ...] = ("under_13", "13_15", "16_19", "20_up")
# Whom each ground of the law lets in.
FITTING: dict[GroundName, frozenset[BandName]] = {
    "child_13": frozenset(BANDS[1:]),
    "health_16": frozenset(BANDS[2:]),
    "guardian": frozenset(BANDS),
}

# Wide bounds: what is too much is refused in words, by `checked`.
_Text = Annotated[str, Meta(max_length=500, pattern=r"^[^\x00]*$")]
_Number = Annotated[int, Meta(ge=0, le=10_000)]


class GroupFrame(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a group is set up as. `languages`: the first is the one its rooms mostly write in.
    `size`: young people it is meant for. `retention_days`: so long messages are kept; 0 is for as
    long as a session lasts. `opens` and `closes`, both or neither: what the wall shows in `zone`;
    closing before opening is on the next day. `days`: Monday is 0, none is all. `outside`: what the
    rooms are beyond these hours."""

    name: _Text
    theme: _Text
    bands: list[BandName]
    ground: GroundName
    languages: list[LanguageName]
    size: _Number
    retention_days: _Number
    adults_needed: _Number
    opens: time | None
    closes: time | None
    days: list[_Number]
    closed_on_holidays: bool
    closed_dates: Annotated[list[date], Meta(max_length=200)]
    outside: OutsideName
    zone: Annotated[str, Meta(max_length=40, pattern=r"^[^\x00]*$")] = "Europe/Oslo"

    @classmethod
    def of(cls, group: Group) -> GroupFrame:
        """This group's."""
        return cls(
            name=group.name,
            theme=group.theme,
            bands=list(group.bands),
            ground=cast(GroundName, group.ground),
            languages=[cast(LanguageName, one) for one in group.languages or [group.language]],
            size=group.size,
            retention_days=group.retention_days,
            adults_needed=group.adults_needed,
            opens=group.opens,
            closes=group.closes,
            days=list(group.days),
            closed_on_holidays=group.closed_on_holidays,
            closed_dates=[date.fromisoformat(one) for one in group.closed_dates],
            outside=cast(OutsideName, group.outside),
            zone=group.zone,
        )

    def facts(self) -> dict[str, Any]:
        """As fields of `Group`."""
        fields = {name: getattr(self, name) for name in self.__struct_fields__}
        dates = [day.isoformat() for day in self.closed_dates]
        return fields | {"language": self.languages[0], "closed_dates": dates}

    def for_the_record(self) -> dict[str, Any]:
        """What the record of acts may hold: no name and no theme."""
        told = ("size", "retention_days", "adults_needed", "ground", "outside")
        return {name: getattr(self, name) for name in told} | {"bands": " ".join(self.bands)}


def checked(frame: GroupFrame) -> GroupFrame:
    """The frame as it will stand, tidied. Errors: `group_name_length`, `theme_length`,
    `bands_empty`, `bands_unfit`, `languages_empty`, `size_unfit`, `retention_unfit`,
    `adults_unfit`, `zone_unknown`, `hours_half`, `hours_same`, `days_unfit`, `dates_unfit`."""
    name, theme = " ".join(frame.name.split()), " ".join(frame.theme.split())
    if not NAME_MIN <= len(name) <= NAME_MAX:
        raise DomainError(Code.GROUP_NAME_LENGTH, min=NAME_MIN, max=NAME_MAX)
    if not THEME_MIN <= len(theme) <= THEME_MAX:
        raise DomainError(Code.THEME_LENGTH, min=THEME_MIN, max=THEME_MAX)
    if not frame.bands:
        raise DomainError(Code.BANDS_EMPTY)
    if not FITTING[frame.ground].issuperset(frame.bands):
        raise DomainError(Code.BANDS_UNFIT)
    if not frame.languages:
        raise DomainError(Code.LANGUAGES_EMPTY)
    if not SIZE_MIN <= frame.size <= SIZE_MAX:
        raise DomainError(Code.SIZE_UNFIT, min=SIZE_MIN, max=SIZE_MAX)
    if not 0 <= frame.retention_days <= RETENTION_MAX:
        raise DomainError(Code.RETENTION_UNFIT, max=RETENTION_MAX)
    if not 0 <= frame.adults_needed <= ADULTS_MAX:
        raise DomainError(Code.ADULTS_UNFIT, max=ADULTS_MAX)
    opens, closes = _hours(frame)
    if not all(0 <= day <= 6 for day in frame.days):
        raise DomainError(Code.DAYS_UNFIT)
    dates = sorted(set(frame.closed_dates))
    if len(dates) > DATES_MAX:
        raise DomainError(Code.DATES_UNFIT, max=DATES_MAX)
    return replace(
        frame,
        name=name,
        theme=theme,
        bands=[band for band in BANDS if band in frame.bands],
        languages=list(dict.fromkeys(frame.languages)),
        opens=opens,
        closes=closes,
        days=sorted(set(frame.days)),
        closed_dates=dates,
    )


def _hours(frame: GroupFrame) -> tuple[time | None, time | None]:
    """To the minute, as the wall shows them. Any two that differ are right: closing before opening
    is on the next day, and `rooms.opening` knows the nights in which the clock is changed."""
    try:
        ZoneInfo(frame.zone)
    except (ValueError, KeyError, OSError):
        raise DomainError(Code.ZONE_UNKNOWN) from None
    if frame.opens is None and frame.closes is None:
        return None, None
    if frame.opens is None or frame.closes is None:
        raise DomainError(Code.HOURS_HALF)
    opens, closes = (
        at.replace(second=0, microsecond=0, tzinfo=None) for at in (frame.opens, frame.closes)
    )
    if opens == closes:
        raise DomainError(Code.HOURS_SAME)
    return opens, closes
