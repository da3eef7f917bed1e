"""Every rule finds its examples, leaves its counter-examples alone, and is bounded in time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moderation.screening import rules
from moderation.screening.rules import Rule

RULES = rules.load()
HITS = [
    pytest.param(rule, text, id=f"{rule.id}: {text}") for rule in RULES for text in rule.examples
]
NO_HITS = [
    pytest.param(rule, text, id=f"{rule.id}: {text}")
    for rule in RULES
    for text in rule.counter_examples
]


@pytest.mark.parametrize(("rule", "text"), HITS)
def test_a_rule_finds_its_examples(rule: Rule, text: str) -> None:
    """E17"""
    assert rule.id in [hit.rule for hit in rules.find(text)]


@pytest.mark.parametrize(("rule", "text"), NO_HITS)
def test_no_rule_of_its_head_takes_a_counter_example(rule: Rule, text: str) -> None:
    """E17, E16"""
    assert rule.head not in [hit.head for hit in rules.find(text)]


def test_every_rule_has_examples_and_counter_examples_and_its_own_name() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
    assert all(rule.examples and rule.counter_examples and rule.version for rule in RULES)


def test_a_hit_marks_what_was_written_not_what_was_read() -> None:
    """E14"""
    text = "æsj 😂 jeg vil ikkke leveee mer, ok"
    (hit,) = [hit for hit in rules.find(text) if hit.head == "crisis_suicide"]
    marked = [text[span.start : span.end] for span in hit.spans]
    assert marked == ["vil ikkke leveee mer"]


@pytest.mark.parametrize("number", ["116 111", "116 123", "116111", "113", "112", "22 40 00 40"])
def test_a_helpline_is_not_personal_data(number: str) -> None:
    """E17, F3"""
    assert rules.find(f"ring {number} da, de er snille") == []


def test_telling_another_to_die_is_no_crisis_of_the_author() -> None:
    for text in ("kill yourself", "ta livet ditt", "drep deg selv", "gå og heng deg"):
        assert not [hit for hit in rules.find(text) if hit.head.startswith("crisis")]


def test_a_wrong_rule_is_named() -> None:
    entry = (
        'version = "1"\n[[rule]]\nid = "odd"\nhead = "toxicity"\nscore = 1.0\n'
        'patterns = ["(<NOPE>"]\nexamples = ["a"]\ncounter_examples = ["b"]'
    )
    with pytest.raises(ValueError, match="rule odd: unknown macro <NOPE>"):
        rules.parse(entry)
    with pytest.raises(ValueError, match="rule odd"):
        rules.parse(entry.replace("<NOPE>", ""))
    with pytest.raises(ValueError, match="rule odd: unknown head kindness"):
        rules.parse(entry.replace('"toxicity"', '"kindness"'))


@given(st.text(max_size=300))
@settings(deadline=None, max_examples=150)
def test_any_text_is_read_and_spans_lie_in_it(text: str) -> None:
    for hit in rules.find(text):
        assert all(0 <= span.start < span.end <= len(text) for span in hit.spans)


@pytest.mark.parametrize(
    "text",
    ["jeg vil " * 250, "9 " * 1000, "a" * 2000, "1" * 2000, "snap er " * 250, "i want to " * 200,
     "ni en to " * 220, "\u200b" * 2000, "@" * 2000, "a.b" * 660, "vil ikke " * 220],
    ids=lambda text: text[:8],
)  # fmt: skip
def test_two_thousand_hostile_characters_take_bounded_time(text: str) -> None:
    rules.find(text)
    before = time.perf_counter()
    rules.find(text)
    assert time.perf_counter() - before < 0.5
