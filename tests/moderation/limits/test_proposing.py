"""`manage.py calibrate`: from decisions to a proposal, and what it owns up to."""

from __future__ import annotations

from io import StringIO
from typing import Any

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from moderation.limits.calibration import DECISIONS_MIN
from moderation.limits.models import LimitSet
from moderation.limits.states import LimitState
from moderation.screening import thresholds
from tests import house
from tests.moderation.limits import season

pytestmark = pytest.mark.django_db


def calibrate(**options: Any) -> str:
    said = StringIO()
    call_command("calibrate", stdout=said, **options)
    return said.getvalue()


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> house.House:
    monkeypatch.setattr(thresholds, "load", lambda: season.DEFAULT)
    made = house.build()
    season.verdicts(made, np.random.default_rng(9).beta(0.25, 4, 1500).tolist())
    return made


def test_under_fifty_decisions_it_says_how_many_are_missing(home: house.House) -> None:
    """E18"""
    season.decisions(home, DECISIONS_MIN - 3)
    said = calibrate()
    assert "3 more decisions are needed (of 50)" in said
    assert "Nothing is proposed." in said
    assert not LimitSet.objects.exists()


def test_from_fifty_on_it_proposes_with_figures_and_changes_nothing(home: house.House) -> None:
    """E18 E13"""
    season.decisions(home, 120)
    said = calibrate(precision=0.8)
    made = LimitSet.objects.get()
    assert made.state == LimitState.PROPOSED
    assert f"Proposed as {made.version}" in said
    [figure] = made.figures
    assert (figure["language"], figure["head"], figure["decisions"]) == ("nb", "insult", 120)
    assert figure["then"] == made.limits["nb"]["insult"]
    for when in ("flags_now", "flags_then"):
        assert figure[when]["low"] <= figure[when]["share"] <= figure[when]["high"]
    assert figure["precision_then"]["share"] >= 0.8
    assert made.replayed["messages"] == 1500
    assert "calibration error" in said
    assert "week of 2026-11-02: precision" in said


def test_it_owns_up_to_what_it_cannot_see(home: house.House) -> None:
    """E18: only what was flagged is decided, and that is said."""
    season.decisions(home, 60)
    assert "decide mostly on what was flagged" in calibrate()


def test_decisions_about_another_model_do_not_count(home: house.House) -> None:
    season.decisions(home, 40)
    season.decisions(home, 40, scorer="older 1")
    said = calibrate()
    assert "10 more decisions are needed" in said
    assert "40 decisions left out" in said


def test_the_limit_of_a_crisis_is_never_proposed_higher(home: house.House) -> None:
    """F1 E18: however many false alarms it gave."""
    season.verdicts(home, np.linspace(0, 1, 300).tolist(), head="crisis_suicide")
    season.decisions(home, 120, head="crisis_suicide", reason="care")
    said = calibrate(care_precision=0.97, budget=1000)
    assert "a crisis limit is never proposed higher" in said
    assert not LimitSet.objects.exists()


def test_a_group_s_own_decisions_propose_a_group_s_own_limits(home: house.House) -> None:
    """E13"""
    season.decisions(home, 120)
    assert LimitSet.objects.count() == 0
    calibrate(group=home.group.name, precision=0.8)
    assert LimitSet.objects.get().group == home.group
    with pytest.raises(CommandError, match="Nobody has decided"):
        calibrate(group=str(home.elsewhere.pk))
    with pytest.raises(CommandError, match="0 groups"):
        calibrate(group="Ingen")


def test_a_dry_run_only_talks(home: house.House) -> None:
    season.decisions(home, 120)
    assert "then: limit" in calibrate(precision=0.8, dry_run=True)
    assert not LimitSet.objects.exists()


def test_what_is_in_force_already_is_kept_beside_the_new(home: house.House) -> None:
    LimitSet.objects.create(
        limits={"nn": {"threat": 0.2}}, scorer=season.SCORER, state=LimitState.IN_FORCE
    )
    season.decisions(home, 120)
    calibrate(precision=0.8)
    made = LimitSet.objects.get(state=LimitState.PROPOSED)
    assert made.limits["nn"] == {"threat": 0.2}
    assert made.limits["nb"]["insult"] != thresholds.load().of("insult", "nb")


@pytest.mark.parametrize("share", [0, -1, 70])
def test_a_precision_in_percent_is_refused(share: float) -> None:
    with pytest.raises(CommandError, match="is a share"):
        calibrate(precision=share)
