"""Limits are data with a version, and a slip in them is refused."""

from __future__ import annotations

import pytest

from moderation.screening import heads, thresholds


def test_every_scored_head_has_a_limit_in_every_language() -> None:
    """E13"""
    limits = thresholds.load()
    assert limits.version
    for head in heads.SCORED:
        for language in ("nb", "nn", "en"):
            assert 0 < limits.of(head, language) <= 1


def test_a_language_of_its_own_limit_overrides_and_the_others_keep_theirs() -> None:
    """E13"""
    limits = thresholds.parse('version = "t"\n[any]\ninsult = 0.5\n[nn]\ninsult = 0.7')
    assert limits.of("insult", "nn") == 0.7
    assert limits.of("insult", "nb") == 0.5


def test_a_head_without_a_limit_never_fires() -> None:
    assert thresholds.parse('version = "t"\n[any]').of("threat", "nb") > 1


@pytest.mark.parametrize("line", ["kindness = 0.5", "insult = 1.5", "insult = -1"])
def test_unknown_heads_and_impossible_limits_are_refused(line: str) -> None:
    with pytest.raises(ValueError, match="thresholds"):
        thresholds.parse(f'version = "t"\n[any]\n{line}')
