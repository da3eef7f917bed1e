"""Every word in every language."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from forum.errors import Code
from forum.words import LANGUAGES, catalogue

WORDS = Path(__file__).parents[2] / "forum" / "words"
AREAS = sorted(path.stem for path in (WORDS / "nb").glob("*.json"))


def load(language: str, area: str) -> dict[str, str]:
    found: dict[str, str] = json.loads((WORDS / language / f"{area}.json").read_text("utf-8"))
    return found


def test_there_are_the_four_areas() -> None:
    assert AREAS == ["app", "errors", "pages", "staff"]


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_key_is_missing_and_none_is_left_over(language: str, area: str) -> None:
    """H1"""
    bokmal, other = load("nb", area), load(language, area)
    assert bokmal.keys() == other.keys()
    for key, text in bokmal.items():
        assert other[key].strip(), key
        holes = re.findall(r"\{\w+\}", text)
        assert sorted(re.findall(r"\{\w+\}", other[key])) == sorted(holes), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_error_code_has_words(language: str) -> None:
    """H1"""
    for code in Code:
        assert f"errors.{code.value}" in catalogue(language)


def test_no_area_overwrites_another() -> None:
    keys = [key for area in AREAS for key in load("nb", area)]
    assert len(keys) == len(set(keys))
