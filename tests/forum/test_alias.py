"""Aliases: what gives somebody away is refused with a reason, everything else passes."""

from __future__ import annotations

import unicodedata

import pytest

from forum.errors import Code, DomainError
from forum.memberships import alias
from forum.words import LANGUAGES

# Names that are words as well: refusing them would puzzle more people than it protects.
EVERYDAY = {
    "ask", "bjørn", "hai", "long", "live", "odd", "sol", "stein", "storm", "tone", "liv", "rose",
    "vår", "ørn", "ulv", "falk", "else", "kai", "hung", "dag", "alm", "my", "van",
}  # fmt: skip


def refused(text: str) -> Code:
    with pytest.raises(DomainError) as caught:
        alias.clean(text)
    return caught.value.code


@pytest.mark.parametrize(
    "text",
    ["Stille elv", "Modig måke", "Quiet owl 42", "Blå himmel", "x2", "Storm på havet", "Čáhci"],
)
def test_an_ordinary_alias_passes_as_it_is(text: str) -> None:
    """A2"""
    assert alias.clean(text) == text


@pytest.mark.parametrize(
    "text",
    ["Kari", "kari elv", "KARI", "Kari_2009", "den ekte Mohammed", "Åse", "Máret", "Łukasz", "Vy"],
)
def test_a_first_name_is_refused_wherever_it_stands(text: str) -> None:
    """A2"""
    assert refused(text) is Code.ALIAS_LOOKS_REAL
    assert refused(unicodedata.normalize("NFD", text)) is Code.ALIAS_LOOKS_REAL


def test_a_name_within_a_word_is_no_name() -> None:
    """A2"""
    assert alias.clean("Karibisk bris") == "Karibisk bris"


@pytest.mark.parametrize(
    "text",
    [
        "ring 41234567",
        "412 34 567",
        "4-1-2-3-4-5",
        "elv@skog.no",
        "@stilleelv",
        "snap elv09",
        "Insta stille",
        "discord elv",
        "elv#1234",
        "www elv",
        "stilleelv.no",
        "t/stilleelv",
    ],
)
def test_a_way_to_reach_somebody_is_refused(text: str) -> None:
    """A2: phone number, e-mail, handle."""
    assert refused(text) is Code.ALIAS_CONTACT


@pytest.mark.parametrize("text", ["", " ", "a", "\u200b\u200b", "a" * 25])
def test_an_alias_too_short_or_too_long_is_refused(text: str) -> None:
    """A2"""
    assert refused(text) is Code.ALIAS_LENGTH


def test_what_cannot_be_seen_is_taken_away() -> None:
    """A2: two aliases that look alike are the same one."""
    assert alias.clean(" Stille\u200b \u202e  elv\n") == "Stille elv"
    assert alias.clean("Bla\u030a") == alias.clean("Blå")


def test_names_that_are_everyday_words_are_left_alone() -> None:
    """A2"""
    assert not EVERYDAY & alias.first_names()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_proposals_are_many_short_and_different(language: str) -> None:
    """A2"""
    firsts, seconds = alias._list(f"{language}.first.txt"), alias._list(f"{language}.second.txt")
    assert min(len(firsts), len(seconds)) >= 55
    assert len(set(firsts)) == len(firsts)
    assert len(set(seconds)) == len(seconds)
    longest = max(map(len, firsts)) + 1 + max(map(len, seconds))
    assert longest <= alias.LENGTH_MAX
    assert all(first[0].isupper() and first[1:].islower() for first in firsts)
    assert all(second.islower() for second in seconds)
