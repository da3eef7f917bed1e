"""The model can be made again from what the repository says it was made of."""

from __future__ import annotations

from pathlib import Path

import pytest

from moderation.screening import heads
from moderation.screening.embedded import Embedded
from moderation.training import battery, corpus, evaluate, train
from moderation.training.example import Example

LINES = list(corpus.lines())


def test_the_same_data_gives_the_same_bytes(tmp_path: Path) -> None:
    some = list(corpus.examples(1.0))[::80]
    for folder in ("one", "two"):
        columns, biases = train.fit_heads(some, steps=3)
        train.write(tmp_path / folder, columns, biases)
    for name in ("embedded.bin", "embedded.json"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    assert Embedded.load(tmp_path / "one").version == Embedded.load(tmp_path / "two").version


def test_no_line_of_the_battery_is_in_the_corpus() -> None:
    """A measurement of lines that were learnt by heart is none."""
    learnt = {text.casefold() for _, _, _, text in LINES}
    # Said word for word by the requirements: both must hold them.
    required = {
        "du er en jævla idiot, ingen vil ha deg her", "du er ein jævla idiot, ingen vil ha deg her",
        "jeg skal ta deg", "eg skal ta deg", "jeg vil ikke leve mer", "eg orkar ikkje leve lenger",
        "i don't want to live anymore", "shut up you worthless piece of shit, kill yourself", "kys",
    }  # fmt: skip
    measured = {
        text.casefold()
        for categories in battery.load().lines.values()
        for texts in categories.values()
        for text in texts
    }
    assert sorted((measured & learnt) - required) == []


def test_every_category_speaks_all_three_languages_and_says_what_it_labels() -> None:
    spoken = {(category, language) for category, _, language, _ in LINES}
    for category in corpus.LABELS:
        for language in corpus.LANGUAGES:
            assert (category, language) in spoken
        assert set(corpus.LABELS[category]) <= set(heads.SCORED)


def test_every_head_has_lines_that_hold_and_lines_that_do_not() -> None:
    for head in heads.SCORED:
        said = {labels[head] for labels in corpus.LABELS.values() if head in labels}
        assert said == {True, False}, head


def test_typing_like_a_teenager_is_the_same_every_time() -> None:
    assert corpus.typed("jeg er ikke dum", "nb") == corpus.typed("jeg er ikke dum", "nb")


def test_an_unknown_slot_or_category_names_the_family(tmp_path: Path) -> None:
    (tmp_path / "slots.toml").write_text("[nb]\n[nn]\n[en]\n", "utf-8")
    family = '[[family]]\nid = "x"\nnb = ["{nope}"]\nnn = []\nen = []\n'
    (tmp_path / "attack.toml").write_text(family, "utf-8")
    with pytest.raises(ValueError, match=r"attack\.x: unknown slot nope"):
        list(corpus.lines(tmp_path))
    (tmp_path / "attack.toml").rename(tmp_path / "kindness.toml")
    with pytest.raises(ValueError, match=r"kindness\.x: unknown category kindness"):
        list(corpus.lines(tmp_path))


def test_the_area_under_the_curve_counts_ties_as_half() -> None:
    import numpy as np

    assert evaluate.auc([True, False], np.array([1.0, 0.0])) == 1.0
    assert evaluate.auc([True, False], np.array([0.5, 0.5])) == 0.5
    assert evaluate.auc([False, True, False, True], np.array([0.1, 0.4, 0.5, 0.8])) == 0.75


def test_an_example_may_be_silent_about_a_head() -> None:
    example = Example("x", corpus.LABELS["sexual"], 1.0, "sexual")
    assert "toxicity" not in example.labels
    assert example.labels["sexual"] is True
    assert example.labels["threat"] is False
