"""The words of recovery phrases: enough of them, and none that is taken for another."""

from __future__ import annotations

import re
import unicodedata

import pytest

from forum.memberships import alias
from forum.people.recovery import word_list
from forum.words import LANGUAGES

pytestmark = pytest.mark.parametrize("language", LANGUAGES)
LETTERS = "abcdefghijklmnopqrstuvwxyzæøå"


def test_there_are_enough_words_to_draw_from(language: str) -> None:
    """A3: four of 1,024 are 40 bits."""
    words = word_list(language)
    assert len(words) >= 1024
    assert len(set(words)) == len(words)
    assert list(words) == sorted(words)


def test_words_are_short_and_plainly_spelled(language: str) -> None:
    """A3: three to nine letters of the language's own alphabet, as they will be typed."""
    letters = "a-z" if language == "en" else "a-zæøå"
    for word in word_list(language):
        assert re.fullmatch(f"[{letters}]{{3,9}}", word), word
        assert word == unicodedata.normalize("NFC", word.casefold())


def test_one_slip_of_the_finger_never_makes_another_word(language: str) -> None:
    """A3"""
    words = set(word_list(language))
    for word in words:
        for at in range(len(word)):
            assert word[:at] + word[at + 1 :] not in words, word
            for letter in LETTERS:
                assert word[:at] + letter + word[at + 1 :] not in words - {word}, word


def test_no_word_is_anybody_s_name(language: str) -> None:
    """A3: a phrase is no place to meet a person."""
    assert not set(word_list(language)) & alias.first_names()
