"""Nobody is judged in a language the model never learnt; and nobody's short message is held for
looking foreign."""

from __future__ import annotations

import pytest

from moderation.screening.language import guess


@pytest.mark.parametrize("lean", ["nb", "nn", "en"])
@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("jeg vet ikke hva jeg skal gjøre", "nb"),
        ("eg veit ikkje kva eg skal gjere", "nn"),
        ("i don't know what to do", "en"),
        ("jeg vil ikke leve mer", "nb"),
        ("eg orkar ikkje leve lenger", "nn"),
        ("I don't want to live anymore", "en"),
        ("shut up you worthless piece of shit", "en"),
        ("ich weiß nicht was ich machen soll", "other"),
        ("nie wiem co mam zrobić", "other"),
        ("لا أعرف ماذا أفعل", "other"),
        ("Waxaan jeclahay hooyo laakiin aad ayaan u daalanahay", "other"),
        ("я не знаю що робити", "other"),
        ("je ne sais pas quoi faire avec ma mère", "other"),
        ("Jag vet inte vad jag ska göra, jag är så ledsen", "other"),
    ],
)
def test_clear_texts_are_told_whatever_the_room(text: str, language: str, lean: str) -> None:
    """E15"""
    assert guess(text, lean=lean) == language


@pytest.mark.parametrize("lean", ["nb", "nn", "en"])
@pytest.mark.parametrize("text", ["", "😂😂", "123", "?", "hmm", "hihi"])
def test_what_tells_nothing_leans_on_the_room(text: str, lean: str) -> None:
    """E15"""
    assert guess(text, lean=lean) == lean


def test_english_words_in_a_norwegian_sentence_stay_norwegian() -> None:
    assert guess("det er så random ass, jeg er helt done", lean="nb") == "nb"
    assert guess("omg mamma er så cringe lol", lean="nb") == "nb"


@pytest.mark.parametrize("text", ["æ veit ikkje ka æ ska gjør", "ka du driv me a"])
def test_dialect_is_norwegian(text: str) -> None:
    assert guess(text, lean="nb") in ("nb", "nn")
