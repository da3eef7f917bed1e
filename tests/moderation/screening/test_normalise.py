"""What is meant is read, and what was written can be found again."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moderation.screening.normalise import normalise


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Du er TEIT", "du er teit"),
        ("dr1tt", "dritt"),
        ("f u c k deg", "fuck deg"),
        ("f.u.c.k", "fuck"),
        ("haaaater", "hater"),
        ("dritttt", "dritt"),
        ("іdiоt", "idiot"),
        ("ｉｄｉｏｔ", "idiot"),
        ("idi\u200bot", "idiot"),
        ("i̷d̷i̷o̷t̷", "idiot"),
        ("привет", "привет"),
        ("8. klasse", "8. klasse"),
        ("kl 13:30", "kl 13:30"),
        ("ola@example.com", "ola@example.com"),
        ("a\u030a være", "å være"),
        ("så bra å høre", "så bra å høre"),
    ],
)
def test_disguises_fall_and_the_rest_stays(written: str, meant: str) -> None:
    assert normalise(written).text == meant


def test_the_way_back_covers_the_whole_disguise() -> None:
    text = "hei du er en f u u c k i n g idiooot ok"
    normal = normalise(text)
    start = normal.text.index("idiot")
    assert text[slice(*normal.original(start, start + 5))] == "idiooot"
    start = normal.text.index("fuucking")
    assert text[slice(*normal.original(start, start + 8))] == "f u u c k i n g"


@given(st.text(max_size=200))
@settings(deadline=None)
def test_every_character_comes_from_somewhere(text: str) -> None:
    normal = normalise(text)
    for i in range(len(normal.text)):
        start, end = normal.original(i, i + 1)
        assert 0 <= start < end <= len(text)


def test_of_a_flood_both_ends_are_read_and_found_where_they_were() -> None:
    for middle in ("x" * 50_000, "\u200b" * 50_000, "d3g " * 20_000):
        text = "f u c k deg " + middle + " hils f.ø.l.g.e.r"
        normal = normalise(text)
        assert len(normal.text) < 5_000
        for word in ("fuck", "følger"):
            at = normal.text.rindex(word) if word == "følger" else normal.text.index(word)
            start, end = normal.original(at, at + len(word))
            letters = [c for c in text[start:end] if c.isalpha()]
            assert "".join(letters) == word
