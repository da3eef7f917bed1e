"""Detoxify serves only what it was given: proven offline through the real package, on checkpoints
of its own format with tiny random weights."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from moderation.screening.detoxify import CANARIES, Canary, DetoxifyScorer
from moderation.screening.scorer import ScorerUnavailable, load
from tests.moderation.screening import tiny

ANYTHING = (Canary("hello friend", 0.0, 1.0),)


@pytest.fixture(scope="session", autouse=True)
def the_extra() -> None:
    """Missing torch is a failure, not a skip: a test that never ran proves nothing."""
    for name in ("torch", "detoxify", "transformers"):
        if find_spec(name) is None:
            pytest.fail(f"{name} is not installed: `make test` installs it (target .make/detoxify)")


@pytest.fixture(scope="session", params=["bert", "xlm-roberta"])
def content(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    return tiny.content(tmp_path_factory.mktemp("hub") / "arch", request.param)


def _load(made: tiny.Tiny, canaries: tuple[Canary, ...] = ANYTHING) -> DetoxifyScorer:
    return DetoxifyScorer.load(checkpoint=str(made.path), sha256=made.sha256, canaries=canaries)


@pytest.fixture
def served(content: Any, tmp_path: Path) -> DetoxifyScorer:
    return _load(tiny.write(tmp_path / "tiny.ckpt", content))


def test_a_checkpoint_is_served_offline_with_its_own_heads(served: DetoxifyScorer) -> None:
    assert served.heads == {"toxicity", "obscene", "identity_attack", "insult", "threat", "sexual"}
    assert served.languages == {"en"}
    score, other = served.score(["you are a friend", "thank you"])
    assert set(score.heads) == served.heads
    assert all(0 <= value <= 1 for value in score.heads.values())
    assert score.heads != other.heads


def test_none_one_and_very_long_texts_are_scored_alike(served: DetoxifyScorer) -> None:
    assert served.score([]) == []
    alone = served.score(["you are a friend"])
    together = served.score(["you are a friend", "help"])
    assert alone[0].heads == pytest.approx(together[0].heads, abs=1e-5)
    assert len(served.score(["you idiot " * 300, "x" * 5_000, ""])) == 3


def test_the_gravest_piece_of_a_long_text_counts(served: DetoxifyScorer) -> None:
    short = served.score(["idiot " * 3])[0].heads["toxicity"]
    pieces = served.score(["idiot " * 3 + " " * 900 + "hello friend " * 40])[0].heads["toxicity"]
    assert pieces >= short - 0.05


def test_carrying_words_are_the_same_every_time_and_lie_in_the_text(served: DetoxifyScorer) -> None:
    """E14"""
    text = "you are a fucking idiot"
    first, second = served.score([text])[0], served.score([text])[0]
    assert first == second
    for spans in first.carrying.values():
        assert len(spans) <= 5
        assert all(text[s.start : s.end].isalpha() for s in spans)


def test_in_a_language_where_it_has_no_say_it_explains_nothing(served: DetoxifyScorer) -> None:
    """E15: explaining costs eight times what scoring does."""
    score = served.score(["du er en idiot og ingen her liker deg"])[0]
    assert set(score.heads) == served.heads
    assert score.carrying == {}


def test_configuration_files_beside_the_checkpoint_are_used_instead_of_the_hub(
    content: Any, tmp_path: Path
) -> None:
    local = Path(content["config"]["arch"]["args"]["model_type"])
    for file in local.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    arch = content["config"]["arch"]
    named = {**arch, "args": {**arch["args"], "model_type": "a-name-on-a-hub"}}
    moved = {**content, "config": {**content["config"], "arch": named}}
    assert _load(tiny.write(tmp_path / "tiny.ckpt", moved)).score(["hello"])


def test_another_hash_is_refused_before_the_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "tiny.ckpt").write_bytes(b"not even a checkpoint")
    with pytest.raises(ScorerUnavailable, match=r"tiny\.ckpt has another sha256"):
        DetoxifyScorer.load(checkpoint=str(tmp_path / "tiny.ckpt"), sha256="0" * 64)


def test_a_checkpoint_without_a_pinned_hash_is_refused(content: Any, tmp_path: Path) -> None:
    made = tiny.write(tmp_path / "tiny.ckpt", content)
    with pytest.raises(ScorerUnavailable, match="needs its sha256"):
        DetoxifyScorer.load(checkpoint=str(made.path))


def test_a_pickle_that_runs_code_is_refused(tmp_path: Path) -> None:
    made = tiny.write(tmp_path / "tiny.ckpt", {"config": Canary, "state_dict": {}})
    with pytest.raises(ScorerUnavailable, match="cannot load"):
        _load(made)


def test_a_missing_tensor_is_refused_although_the_package_would_serve(
    content: Any, tmp_path: Path
) -> None:
    kept = dict(content["state_dict"])
    del kept["classifier.weight" if "classifier.weight" in kept else "classifier.dense.weight"]
    with pytest.raises(ScorerUnavailable, match="did not arrive"):
        _load(tiny.write(tmp_path / "tiny.ckpt", {**content, "state_dict": kept}))


def test_prefixed_keys_are_refused_although_the_package_would_serve(
    content: Any, tmp_path: Path
) -> None:
    prefixed = {f"model.{name}": tensor for name, tensor in content["state_dict"].items()}
    with pytest.raises(ScorerUnavailable, match="did not arrive"):
        _load(tiny.write(tmp_path / "tiny.ckpt", {**content, "state_dict": prefixed}))


def test_classes_that_are_not_detoxifys_are_refused(content: Any, tmp_path: Path) -> None:
    wrong = {**content["config"], "dataset": {"args": {"classes": ["cat", "dog"]}}}
    with pytest.raises(ScorerUnavailable, match="unknown classes"):
        _load(tiny.write(tmp_path / "tiny.ckpt", {**content, "config": wrong}))


def test_weights_that_know_nothing_fail_the_canaries(content: Any, tmp_path: Path) -> None:
    with pytest.raises(ScorerUnavailable, match="canary"):
        _load(tiny.write(tmp_path / "tiny.ckpt", content), CANARIES)


def test_scores_that_are_no_numbers_are_an_error_not_a_score(
    served: DetoxifyScorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        served.model, "predict", lambda texts: {"toxicity": [float("nan")] * len(texts)}
    )
    with pytest.raises(ScorerUnavailable, match="not numbers"):
        served.score(["hello"])


def test_both_takes_the_graver_word_per_head(
    content: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = tiny.write(tmp_path / "tiny.ckpt", content)
    monkeypatch.setattr("moderation.screening.detoxify.CANARIES", ANYTHING)
    both = load("both", checkpoint=str(made.path), sha256=made.sha256)
    second = load("detoxify", checkpoint=str(made.path), sha256=made.sha256)
    first = load("embedded")
    assert both.languages == first.languages
    assert both.heads == first.heads >= second.heads
    text = "you are a fucking idiot and nobody likes you"
    heard = both.score([text])[0]
    one, other = first.score([text])[0], second.score([text])[0]
    for head in both.heads:
        assert heard.heads[head] == pytest.approx(
            max(one.heads.get(head, 0.0), other.heads.get(head, 0.0)), abs=1e-6
        )
    assert heard.opinions[second.name] == pytest.approx(dict(other.heads), abs=1e-6)
    assert both.score([]) == []
