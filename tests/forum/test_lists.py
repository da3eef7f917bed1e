"""The lists that phrases and aliases are drawn from, and the faces."""

from __future__ import annotations

import itertools
import unicodedata
import xml.etree.ElementTree as ET

import pytest

from forum.memberships import alias, avatar
from forum.people.recovery import word_list
from forum.words import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_phrases_are_made_of_enough_plain_words(language: str) -> None:
    """A3"""
    words = word_list(language)
    assert len(words) > 512
    assert len(set(words)) == len(words)
    for word in words:
        assert word.isalpha()
        assert word == unicodedata.normalize("NFC", word.casefold())
        assert 3 <= len(word) <= 12


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_alias_we_propose_would_be_refused(language: str) -> None:
    """A2: every one of them."""
    firsts, seconds = alias._list(f"{language}.first.txt"), alias._list(f"{language}.second.txt")
    for first, second in itertools.product(firsts, seconds):
        assert alias.clean(f"{first} {second}") == f"{first} {second}"
    assert len(firsts) * len(seconds) > 2000


def test_a_proposal_is_never_taken() -> None:
    """A2"""
    taken = {
        f"{first} {second}".casefold()
        for first in alias._list("nb.first.txt")
        for second in alias._list("nb.second.txt")
    }
    free = taken.pop()
    assert alias.propose("nb", taken).casefold() not in taken
    assert alias.propose("nb", taken | {free}).casefold() not in taken | {free}


def test_every_face_can_be_drawn_and_holds_nothing_that_runs() -> None:
    """A2"""
    for shape, colour, face in itertools.product(range(6), range(8), range(4)):
        seed = f"{shape}-{colour}-{face}"
        assert avatar.valid(seed)
        tags = {element.tag.split("}")[1] for element in ET.fromstring(avatar.svg(seed)).iter()}
        assert tags == {"svg", "rect", "path"}


@pytest.mark.parametrize(
    "seed", ["", "1-1", "9-0-0", "0-0-0-0", "-1-0-0", "a-b-c", "01-0-0", "²-0-0"]
)
def test_an_invented_face_is_none(seed: str) -> None:
    assert not avatar.valid(seed)
