"""The shipped model, held to what it promises: distress is not toxicity, attacks are caught in
three languages, and every score can be explained."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moderation.screening import heads, rules, thresholds
from moderation.screening.embedded import MODEL, Embedded
from moderation.screening.scorer import ScorerUnavailable, load
from moderation.training import battery

SCORER = Embedded.load()
LIMITS = thresholds.load()


def over(text: str, language: str) -> set[str]:
    scores = SCORER.score([text])[0].heads
    return {head for head, score in scores.items() if score >= LIMITS.of(head, language)}


def test_our_own_battery_holds_its_floors_and_ceilings() -> None:
    """E15, E16. A new model, rule or limit that does worse fails here."""
    lines = battery.load()
    assert battery.misses(battery.run(SCORER, lines), lines) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("du er en jævla idiot, ingen vil ha deg her", "nb"),
        ("du er ein jævla idiot, ingen vil ha deg her", "nn"),
        ("eg skal ta deg", "nn"),
        ("jeg skal ta deg", "nb"),
        ("shut up you worthless piece of shit, kill yourself", "en"),
    ],
)
def test_clear_attacks_are_conduct_and_nothing_that_excuses_them(text: str, language: str) -> None:
    """E16"""
    found = over(text, language) | {hit.head for hit in rules.find(text)}
    assert found & set(heads.CONDUCT)
    assert not found & set(heads.CARE)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("mamma er bipolar og har vært innlagt i to uker", "nb"),
        ("pappa drikker igjen og jeg er så lei meg", "nb"),
        ("faen for en dritdag, orker ikke mer skole", "nb"),
        ("jeg er så stygg og dum", "nb"),
        ("mor mi er sjuk og eg skammar meg", "nn"),
        ("eg er ein idiot", "nn"),
        ("my mum is mentally ill and i'm so tired", "en"),
        ("i'm so fucking stupid", "en"),
        ("de kaller meg hore på skolen", "nb"),
    ],
)
def test_support_sadness_swearing_and_self_blame_are_not_conduct(text: str, language: str) -> None:
    """E16"""
    assert not over(text, language) & set(heads.CONDUCT)


@pytest.mark.parametrize(
    "text",
    ["jeg vil ikke leve mer", "eg orkar ikkje leve lenger", "I don't want to live anymore"],
)
def test_not_wanting_to_live_is_heard_by_the_rules_and_by_the_model(text: str) -> None:
    """E16"""
    assert "crisis_suicide" in {hit.head for hit in rules.find(text)}
    assert SCORER.score([text])[0].heads["crisis_suicide"] >= 0.5


def test_the_words_that_carried_are_marked_in_what_was_written() -> None:
    """E14"""
    text = "Hei! du er en jævla IDIOOOT, ingen vil ha deg her"
    score = SCORER.score([text])[0]
    spans = score.carrying["toxicity"]
    assert 1 <= len(spans) <= 5
    assert "IDIOOOT" in [text[span.start : span.end] for span in spans]
    weights = [span.weight for span in spans]
    assert weights == sorted(weights, reverse=True)


def test_the_same_text_gets_the_same_score_alone_and_in_a_batch() -> None:
    """E14"""
    texts = ["din taper", "mamma er syk", "", "😂", "jeg vil dø"]
    together = SCORER.score(texts)
    assert together == [SCORER.score([text])[0] for text in texts]
    assert [set(score.heads) for score in together] == [set(SCORER.heads)] * len(texts)
    assert SCORER.score([]) == []


def test_a_short_group_name_alone_is_no_attack() -> None:
    """E16"""
    names = {
        "nb": ("muslimer", "jøde", "homofil", "samer", "trans", "somaliere"),
        "nn": ("muslimar", "jødar", "homofile", "samar", "somaliarar"),
        "en": ("gay", "black people", "jews", "muslims", "refugees"),
    }
    for language, texts in names.items():
        for text in texts:
            assert "identity_attack" not in over(text, language), text


@given(st.text(max_size=400))
@settings(deadline=None, max_examples=200)
def test_any_text_gets_a_score_between_nought_and_one(text: str) -> None:
    """E11"""
    score = SCORER.score([text])[0]
    assert all(0 <= value <= 1 for value in score.heads.values())
    for spans in score.carrying.values():
        assert all(0 <= span.start < span.end <= len(text) for span in spans)


def test_long_and_hostile_texts_take_bounded_time() -> None:
    for text in ("a " * 50_000, "å" * 100_000, "\u200b" * 2_000, "😂" * 2_000, "\u202edu er dum"):
        before = time.perf_counter()
        SCORER.score([text])
        assert time.perf_counter() - before < 2


def test_the_model_is_small_and_loads_fast() -> None:
    assert sum(file.stat().st_size for file in MODEL.glob("embedded.*")) <= 1_500_000
    before = time.perf_counter()
    Embedded.load()
    assert time.perf_counter() - before < 1


def test_a_damaged_missing_or_foreign_model_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(ScorerUnavailable, match=r"embedded\.json"):
        Embedded.load(tmp_path)
    for file in MODEL.glob("embedded.*"):
        shutil.copy(file, tmp_path)
    packed = bytearray((tmp_path / "embedded.bin").read_bytes())
    packed[100] ^= 1
    (tmp_path / "embedded.bin").write_bytes(packed)
    with pytest.raises(ScorerUnavailable, match=r"embedded\.bin is not the one"):
        Embedded.load(tmp_path)
    shutil.copy(MODEL / "embedded.bin", tmp_path)
    about = json.loads((tmp_path / "embedded.json").read_text("utf-8"))
    (tmp_path / "embedded.json").write_text(json.dumps(about | {"features": 0}), "utf-8")
    with pytest.raises(ScorerUnavailable, match="other features"):
        Embedded.load(tmp_path)


def test_an_unknown_kind_of_scorer_is_refused() -> None:
    with pytest.raises(ScorerUnavailable, match="unknown scorer 'magic'"):
        load("magic")
