"""A session's summary: themes that three or more wrote of, and nothing else whatever they wrote."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from consumers.wire.frame import encode
from consumers.wire.present_evening import evenings
from consumers.wire.present_places import places
from forum.sessions import actions as sessions
from forum.words import LANGUAGES, say
from moderation.summaries.actions import write_summaries
from moderation.summaries.models import Summary
from moderation.summaries.themes import load, themes
from tests import evening, house

PLANTED = (
    "Kristoffer Aamodt",
    "Singsaker skole",
    "@kris_aam07",
    "kris.aamodt@example.org",
    "998 12 345",
    "Sverresgate 4",
)


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("Pappa er innlagt igjen", "illness"),
        ("Eg får ikkje sove om natta", "sleep"),
        ("I never tell anyone at school", "school"),
        ("Det er MIN skyld", "shame"),
        ("Jeg er så ensom hjemme", "loneliness"),
        ("veslebror min græt", "siblings"),
        ("eg går ein tur med musikk", "breathing_space"),
    ],
)
def test_what_a_theme_is(text: str, theme: str) -> None:
    """D12"""
    assert theme in themes(text)


def test_a_word_inside_another_is_none() -> None:
    """D12: "mor" is not in "morsom", nor "ill" in "still"."""
    assert "home" not in themes("det var morsomt med farger")
    assert "illness" not in themes("he is still here")


@settings(max_examples=150)
@given(st.text(max_size=200))
def test_whatever_the_text_it_is_of_the_list(text: str) -> None:
    """D12"""
    assert themes(text) <= set(load())


@pytest.mark.django_db
def test_three_who_wrote_of_it_and_no_planted_name(clock: time_machine.Coordinates) -> None:
    """D12: names, schools and handles were said, and are in no summary, on no screen's evening."""
    home = house.build()
    young = [home.ada, home.bo, *evening.youths(home, 1)]
    session = evening.opened(home, *young)
    for planted, one in zip(PLANTED, young * 2, strict=True):
        house.share(one, session.room, f"Jeg sover dårlig, sa {planted}")
    for one in young[:2]:
        house.share(one, session.room, "krangling igjen")
    house.share(home.finn, session.room, "krangling er slitsomt")
    assert write_summaries() == 0
    sessions.close(home.finn, session_id=session.pk)
    assert write_summaries() == 0, "what waits for a person may still be shown"
    clock.shift(timedelta(minutes=2))
    assert write_summaries() == 1 and write_summaries() == 0
    assert Summary.objects.get().themes == ["sleep"], "two young people and an adult are not three"
    for viewer in (home.ada, home.finn):
        [mine] = evenings(places([viewer.person]))
        assert mine.evenings[0].summary == ["sleep"]
        seen = json.dumps(json.loads(encode(mine)), ensure_ascii=False)
        assert not [planted for planted in PLANTED if planted in seen]


def test_each_theme_has_words_in_every_language() -> None:
    """H1 D12"""
    for language in LANGUAGES:
        for theme in load():
            assert say(f"app.theme.{theme}", language)
