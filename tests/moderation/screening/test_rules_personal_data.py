"""What share of personal data the rules find, plain and in disguise, and how often in vain."""

from __future__ import annotations

import pytest

from moderation.screening import rules
from moderation.screening.heads import PERSONAL_DATA
from tests.moderation.screening.personal_data import PROBE, neutral, said


def fires(text: str) -> bool:
    return any(hit.head == PERSONAL_DATA for hit in rules.find(text))


@pytest.mark.parametrize(("kind", "goal"), [("structured", 0.98), ("obfuscated", 0.85)])
def test_the_share_found_meets_its_goal_in_each_language(kind: str, goal: float) -> None:
    """E17"""
    lines = said(kind)
    assert len(lines) >= 150
    for language in ("nb", "nn", "en"):
        own = [line for spoken, line in lines if spoken == language]
        missed = [line for line in own if not fires(line)]
        assert len(missed) <= (1 - goal) * len(own), (language, len(missed) / len(own), missed)


def test_of_neutral_lines_hardly_any_is_taken() -> None:
    """E17, F3. At most 0.2 %; of our own look-alikes, none."""
    lines = neutral()
    assert len(lines) >= 400
    taken = [line for line in lines if fires(line)]
    assert len(taken) <= 0.002 * len(lines), taken
    assert not [line for own in PROBE["neutral"].values() for line in own if fires(line)]
