"""Boards into frames: all figures for those who lead, and the same, kept coarse, for members."""

from __future__ import annotations

from consumers.wire import events
from forum.memberships.models import Membership
from forum.rooms.models import Group
from moderation.boards import queries
from moderation.boards.queries import Spread, Stretch


def board(re: int, group: Group) -> events.Board:
    """The last twelve weeks."""
    return events.Board(
        re=re,
        weeks=[
            events.BoardWeek(
                begins=week.begins,
                messages=week.messages,
                held=_share(week.held, week.messages),
                unscored=_share(week.unscored, week.messages),
                to_claim=_spread(week.to_claim),
                to_decide=_spread(week.to_decide),
                against=week.against,
                appealed=week.appealed,
                reversed=week.reversed,
            )
            for week in queries.weeks(group)
        ],
        appeals_waiting=queries.unanswered(group),
    )


def transparency(re: int, by: Membership) -> events.Transparency:
    """The last four weeks, as every member may read them."""
    lately = queries.recent(by.group)
    return events.Transparency(
        re=re,
        held_in_hundred=_in_hundred(lately),
        wait_minutes=_wait(lately.to_decide),
        appealed=lately.appealed if lately.appealed >= queries.FEW else None,
        reversed=lately.reversed if lately.appealed >= queries.FEW else None,
    )


def _in_hundred(lately: Stretch) -> int | None:
    if lately.messages < queries.FEW:
        return None
    return round(100 * lately.held / lately.messages)


def _wait(spread: Spread | None) -> int | None:
    if spread is None or spread.of < queries.FEW:
        return None
    return max(1, round(spread.p50))


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _spread(of: Spread | None) -> events.SpreadPart | None:
    if of is None:
        return None
    return events.SpreadPart(p50=round(of.p50, 1), p95=round(of.p95, 1), of=of.of)
