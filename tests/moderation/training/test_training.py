"""The model can be made again from what the repository says it was made of."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from moderation.screening import heads
from moderation.screening.embedded import Embedded
from moderation.training import battery, corpus, functions, split, train
from moderation.training.example import Example

LINES = list(corpus.lines())


def test_the_same_data_gives_the_same_bytes(tmp_path: Path) -> None:
    some = list(corpus.examples())[::80]
    for folder in ("one", "two"):
        learning = train.Learning(some)
        curves = train.calibrate(learning, learning.unseen(learning.folded(steps=3)))
        train.write(tmp_path / folder, learning.fit(steps=3), curves)
    for name in ("embedded.bin", "embedded.json"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    assert Embedded.load(tmp_path / "one").version == Embedded.load(tmp_path / "two").version


def test_a_family_is_wholly_on_one_side_and_every_fold_has_some_of_every_kind() -> None:
    examples = list(corpus.examples())
    folds = split.folds(examples)
    sides: dict[str, set[int]] = {}
    for example, fold in zip(examples, folds, strict=True):
        sides.setdefault(example.unit, set()).add(int(fold))
    assert all(len(side) == 1 for side in sides.values())
    for category in set(corpus.LABELS) - {"obscene"}:  # one family only
        dealt = {int(f) for e, f in zip(examples, folds, strict=True) if e.source == category}
        assert len(dealt) == split.FOLDS, category


def test_the_corpus_has_what_was_promised_by_hand_and_in_balance() -> None:
    """At least 6,000 lines written by hand, as many in each language, every category in each."""
    written = dict.fromkeys(corpus.LANGUAGES, 0)
    for path in corpus.FOLDER.glob("*.toml"):
        for family in tomllib.loads(path.read_text("utf-8")).get("family", ()):
            for language in corpus.LANGUAGES:
                written[language] += len(family[language])
    assert sum(written.values()) >= 6_000
    assert max(written.values()) <= 1.05 * min(written.values())


def test_no_shape_of_hate_that_is_measured_was_learnt() -> None:
    learnt = {text.casefold() for _, _, _, text in LINES}
    assert sorted({line.text for line in functions.lines()} & learnt) == []


def test_every_shape_speaks_all_languages_of_all_groups() -> None:
    lines = list(functions.lines())
    spoken = {(line.function, line.language) for line in lines}
    names = {line.function for line in lines}
    assert spoken == {(name, language) for name in names for language in functions.LANGUAGES}
    for name in names:
        targets = {line.target for line in lines if line.function == name}
        assert targets == {""} or len(targets) == 9


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


def test_an_example_may_be_silent_about_a_head() -> None:
    example = Example("x", corpus.LABELS["sexual"], 1.0, "sexual", "x")
    assert "toxicity" not in example.labels
    assert example.labels["sexual"] is True
    assert example.labels["threat"] is False
