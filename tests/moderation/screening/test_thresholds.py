"""Limits are data with a version, and a slip in them is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from moderation.screening import heads, thresholds
from moderation.screening.scorer import ScorerUnavailable, load


def test_every_scored_head_has_a_limit_in_every_language() -> None:
    """E13"""
    limits = thresholds.load()
    assert limits.version
    for head in heads.SCORED:
        for language in ("nb", "nn", "en"):
            assert 0 < limits.of(head, language) <= 1


def test_a_language_of_its_own_limit_overrides_and_the_others_keep_theirs() -> None:
    """E13"""
    limits = thresholds.parse('version = "t"\nmodel = "m"\n[any]\ninsult = 0.5\n[nn]\ninsult = 0.7')
    assert limits.of("insult", "nn") == 0.7
    assert limits.of("insult", "nb") == 0.5


def test_a_head_without_a_limit_never_fires() -> None:
    assert thresholds.parse('version = "t"\nmodel = "m"\n[any]').of("threat", "nb") > 1


@pytest.mark.parametrize("line", ["kindness = 0.5", "insult = 1.5", "insult = -1"])
def test_unknown_heads_and_impossible_limits_are_refused(line: str) -> None:
    with pytest.raises(ValueError, match="thresholds"):
        thresholds.parse(f'version = "t"\nmodel = "m"\n[any]\n{line}')


def test_limits_without_a_version_or_a_model_are_refused_by_name() -> None:
    with pytest.raises(ValueError, match="'model' is missing"):
        thresholds.parse('version = "t"')


def test_limits_chosen_for_another_model_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A model and its limits are changed together: else a score means something else."""
    assert load("embedded").version == thresholds.load().model
    stale = replace(thresholds.load(), model="2020.01-00000000")
    monkeypatch.setattr(thresholds, "load", lambda: stale)
    with pytest.raises(ScorerUnavailable, match=r"thresholds\.toml was chosen for model 2020\.01"):
        load("embedded")
