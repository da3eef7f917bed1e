"""How well the watching works, in figures that add up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from consumers.wire.present_boards import board, transparency
from moderation.boards import queries
from moderation.cases import actions
from moderation.cases.access import appealable
from moderation.cases.models import Case
from moderation.cases.outcomes import Action
from moderation.screening.models import Verdict
from tests import house
from tests.moderation.test_cases import decide, held

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> house.House:
    return house.build()


@pytest.fixture
def clock() -> Iterator[Any]:
    # A Thursday.
    with time_machine.travel(datetime(2026, 11, 26, 19, tzinfo=UTC), tick=False) as travelling:
        yield travelling


def judged(home: house.House, clock: Any, *, claimed: int, decided: int, action: Action) -> Case:
    """A held message, taken and decided after so many minutes."""
    case = held(home, f"nummer {Case.objects.count()}")
    Verdict.objects.create(message=case.message, fate="hold", language="nb", scorer="x 1")
    clock.shift(timedelta(minutes=claimed))
    actions.claim(home.mia, case)
    for _ in range((decided - claimed) // 4):
        clock.shift(timedelta(minutes=4))
        actions.claim(home.mia, case)
    clock.shift(timedelta(minutes=(decided - claimed) % 4))
    reason = "attack" if action == Action.REMOVE else "fine"
    decide(home.mia, case, action, reason=reason)
    return case


def shown(home: house.House, count: int, *, scorer: str = "x 1") -> None:
    for number in range(count):
        message = house.share(home.bo, home.topic, f"vist {number}")
        Verdict.objects.create(message=message, fate="publish", language="nb", scorer=scorer)
        house.Message.objects.update(submitted_at="2026-01-01T00:00:00Z")


def test_a_weeks_figures(home: house.House, clock: Any) -> None:
    """E6: half and nineteen of twenty to claim and to decide; held, not scored, reversed."""
    for claimed in (1, 2, 3):
        judged(home, clock, claimed=claimed, decided=claimed + 4, action=Action.PUBLISH)
    wrong = judged(home, clock, claimed=60, decided=80, action=Action.REMOVE)
    shown(home, 5)
    shown(home, 1, scorer="")
    author, case = appealable(home.ada.person, wrong.message_id)  # type: ignore[arg-type]
    actions.appeal(author, case, words="")
    decide(home.max, case, Action.PUBLISH, reason="fine")
    now = queries.weeks(home.group)[-1]
    assert now.begins.isoformat() == "2026-11-23"
    assert (now.messages, now.held, now.unscored) == (10, 4, 1)
    assert now.to_claim == queries.Spread(p50=2, p95=60, of=4)
    assert now.to_decide == queries.Spread(p50=6, p95=80, of=4)
    assert (now.against, now.appealed, now.reversed) == (1, 1, 1)
    frame = board(1, home.group).weeks[-1]
    assert (frame.held, frame.unscored) == (0.4, 0.1)


def test_each_week_has_its_own_and_another_group_none(home: house.House, clock: Any) -> None:
    """E6"""
    judged(home, clock, claimed=1, decided=5, action=Action.PUBLISH)
    clock.shift(timedelta(weeks=2))
    judged(home, clock, claimed=1, decided=5, action=Action.PUBLISH)
    assert [week.messages for week in queries.weeks(home.group)] == [0] * 9 + [1, 0, 1]
    assert not any(week.messages for week in queries.weeks(home.elsewhere))
    assert queries.weeks(home.elsewhere)[-1].to_decide is None


def test_members_read_the_same_kept_coarse_and_nothing_of_a_few(
    home: house.House, clock: Any
) -> None:
    """I4: a figure made of a few would tell of somebody."""
    for _ in range(4):
        judged(home, clock, claimed=1, decided=9, action=Action.PUBLISH)
    few = transparency(1, home.ada)
    assert (few.held_in_hundred, few.wait_minutes, few.appealed) == (None, None, None)
    judged(home, clock, claimed=1, decided=9, action=Action.PUBLISH)
    shown(home, 15)
    enough = transparency(1, home.ada)
    assert (enough.held_in_hundred, enough.wait_minutes, enough.appealed) == (25, 9, None)


def test_nothing_is_made_of_nothing() -> None:
    """I4"""
    assert queries.spread([]) is None
    assert queries.spread([timedelta(minutes=3)]) == queries.Spread(3, 3, 1)
