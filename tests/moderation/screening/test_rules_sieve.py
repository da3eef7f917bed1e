"""Most patterns are never tried; nothing is missed by it."""

from __future__ import annotations

import re
import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moderation.screening import rules
from moderation.screening.required import fold, needs

CORPUS = Path(rules.__file__).parents[1] / "training" / "corpus"
TYPICAL = [
    "jeg er så sliten av skolen for tida", "hei, noen som er våkne?", "i feel like nobody gets me",
    "eg snakka med helsesøster i dag og det var faktisk ganske fint",
]  # fmt: skip
# The goal is 0.08 ms; beside other tests, only what would be of another order is found.
TYPICAL_MS = 0.4


def lines() -> list[str]:
    """Every line of the corpus as written, slots and all."""
    return [
        line
        for path in sorted(CORPUS.glob("*.toml"))
        for family in tomllib.loads(path.read_text("utf-8")).get("family", ())
        for language in ("nb", "nn", "en")
        for line in family.get(language, ())
    ]


def test_every_line_of_the_corpus_is_read_as_without_the_sieve() -> None:
    told = lines()
    assert len(told) > 3_000
    for line in told:
        assert rules.find(line) == rules.find_unsieved(line), line


def test_examples_are_read_as_without_it_in_any_case() -> None:
    for rule in rules.load():
        for line in (*rule.examples, *rule.counter_examples):
            for spelled in (line, line.upper(), line.title(), line.replace("i", "İ")):
                assert rules.find(spelled) == rules.find_unsieved(spelled), spelled


pieces = st.sampled_from(
    [word for rule in rules.load() for line in rule.examples for word in line.split()]
    + ["ſ", "K", "İ", "ı", "Å", "9", "⁹", "🄰", "\u200b", "ni", "så", "@", ".", "\n"]
)


@given(st.one_of(st.text(max_size=200), st.lists(pieces, max_size=25).map(" ".join)))
@settings(deadline=None, max_examples=300)
def test_so_is_any_text(text: str) -> None:
    assert rules.find(text) == rules.find_unsieved(text)


def test_a_sieve_is_derived_for_nearly_every_pattern() -> None:
    patterns = [pattern for rule in rules.load() for pattern in rule.patterns]
    assert sum(bool(needs(pattern)) for pattern in patterns) >= 0.95 * len(patterns)


@pytest.mark.parametrize(
    ("pattern", "met", "unmet"),
    [("(?:vil|ønsker) å dø", "Jeg VIL å dø", "vil å"), ("a{0,2}bcd?", "bc", "ac"),
     ("[ſk]", "K", "l")],
)  # fmt: skip
def test_what_a_pattern_needs(pattern: str, met: str, unmet: str) -> None:
    asked = needs(re.compile(pattern, re.IGNORECASE))
    assert all(any(way in fold(met) for way in need) for need in asked)
    assert not all(any(way in fold(unmet) for way in need) for need in asked)


def test_a_very_long_text_is_read_at_both_ends() -> None:
    text = "ring meg 912 34 567. " + "og så " * 20_000 + "jeg vil ikke leve mer"
    hits = {hit.rule: hit.spans for hit in rules.find(text)}
    assert "912 34 567" in text[hits["phone"][0].start : hits["phone"][0].end]
    (last,) = hits["suicide.no.not-live"]
    assert text[last.start : last.end] == "vil ikke leve mer"


def test_a_line_of_chat_is_read_in_no_time() -> None:
    def once() -> float:
        before = time.perf_counter()
        for _ in range(50):
            for text in TYPICAL:
                rules.find(text)
        return (time.perf_counter() - before) * 1000 / 50 / len(TYPICAL)

    once()
    assert min(once() for _ in range(10)) < TYPICAL_MS
