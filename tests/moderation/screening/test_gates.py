"""A gate may only ever save time: a text it turns away is one that its pattern finds nothing in."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moderation.screening import gates, rules
from moderation.screening.normalise import normalise
from moderation.training import corpus

LINES = sorted({text for _, _, _, text in corpus.lines()})
GUARDED = [
    (rule, pattern, gates.words(pattern)) for rule in rules.load() for pattern in rule.patterns
]
PIECES = sorted(
    {word for _, _, gate in GUARDED for word in gate}
    | {example for rule in rules.load() for example in rule.examples}
)
DOORS = gates.Doors((place, pattern, gate) for place, (_, pattern, gate) in enumerate(GUARDED))


def turned_away_wrongly(text: str) -> list[str]:
    folded = normalise(text).text
    shown = {False: DOORS.opened(gates.ready(folded)), True: DOORS.opened(gates.ready(text))}
    return [
        f"{rule.id}: {pattern.pattern}"
        for place, (rule, pattern, _) in enumerate(GUARDED)
        if place not in shown[rule.written] and pattern.search(text if rule.written else folded)
    ]


def test_no_line_of_the_corpus_and_no_example_is_turned_away() -> None:
    examples = [line for rule in rules.load() for line in (*rule.examples, *rule.counter_examples)]
    assert [text for text in (*LINES[::3], *examples) if turned_away_wrongly(text)] == []


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=8))
@settings(deadline=None, max_examples=300)
def test_no_text_made_of_what_rules_look_for_is_turned_away(pieces: list[str]) -> None:
    for text in ("".join(pieces), " ".join(pieces), " ".join(pieces).upper()):
        assert turned_away_wrongly(text) == []


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("abc", {"abc"}),
        ("ab+c", {"a"}),
        ("ab*c", {"a"}),
        ("(?:snap|insta) er", {"snap", "insta"}),
        ("x(?:lang|kort)?y", {"x"}),
        ("[49]x", {"x"}),
        (r"\d+", set()),
        ("a|", set()),
        ("(?!nei)ja", {"ja"}),
        ("Ola", {"ola"}),
    ],
)
def test_a_gate_is_read_from_the_pattern_itself(pattern: str, words: set[str]) -> None:
    assert gates.words(re.compile(pattern, re.IGNORECASE)) == words


@pytest.mark.parametrize(
    "text", ["SNAPEN MIN ER kari_07", "ſnapen min er kari_07", "ınsta: kari_0"]
)
def test_whatever_a_pattern_takes_for_a_letter_the_gate_does_too(text: str) -> None:
    assert turned_away_wrongly(text) == []


def test_most_lines_are_shown_to_few_patterns() -> None:
    some = LINES[::20]
    shown = sum(len(DOORS.opened(gates.ready(text))) for text in some)
    assert shown / len(some) < 0.2 * len(GUARDED)
