"""One table of how good the shipped model is, in figures that can disappoint.

What the model was trained on says nothing: the public sets are measured by fitting again without
every fifth of their rows (the Danish set and its two translations leave out the same rows), the
battery and the *measure only* sets were never trained on.
"""

from __future__ import annotations

import csv
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from moderation.screening import heads, rules, thresholds
from moderation.screening.embedded import Embedded
from moderation.training import battery, corpus, matrix, public, train
from moderation.training.example import Example

_EVERY = 5
_DKHATE_TONGUES = ("Danish", "Danish put into Bokmål", "Danish put into Nynorsk")
_SPEED_LINES = 1_500


def table(data: Path, model: Path) -> str:
    """The table. Raises `OSError` for a missing set, `ScorerUnavailable` for a bad model."""
    started = time.perf_counter()
    scorer = Embedded.load(model)
    loaded = time.perf_counter() - started
    rows = [
        ("model", scorer.version),
        ("thresholds", thresholds.load().version),
        *_battery(scorer),
        *_never_seen(scorer, data),
        *_held_out(data),
        *_cost(scorer, model, loaded),
    ]
    width = max(len(name) for name, _ in rows)
    return "\n".join(f"{name:<{width}}  {value}" for name, value in rows)


def auc(holds: Sequence[bool], scores: npt.NDArray[np.float64]) -> float:
    """The chance that a line that holds scores above one that does not; ties count half."""
    truth = np.array(holds, bool)
    ordered = np.sort(scores)
    ranks = (
        np.searchsorted(ordered, scores, "left") + np.searchsorted(ordered, scores, "right") + 1
    ) / 2
    positive, negative = int(truth.sum()), int((~truth).sum())
    return float((ranks[truth].sum() - positive * (positive + 1) / 2) / (positive * negative))


def _battery(scorer: Embedded) -> Iterator[tuple[str, str]]:
    outcomes = battery.run(scorer, battery.load())
    for category in ("attack", "threat", "encourages_harm", "identity_attack", *battery.CRISIS):
        yield f"battery, found: {category}", _by_language(outcomes, category)
    for category in (*battery.HARMLESS, "idiom"):
        yield f"battery, wrongly flagged: {category}", _by_language(outcomes, category)


def _by_language(outcomes: dict[tuple[str, str], battery.Outcome], category: str) -> str:
    return "   ".join(
        f"{language} {outcomes[language, category].share:4.0%} of"
        f" {outcomes[language, category].lines:2}"
        for language in battery.LANGUAGES
    )


def _never_seen(scorer: Embedded, data: Path) -> Iterator[tuple[str, str]]:
    for name in ("wiki_tox_test", "cat_gc", "hatemojicheck"):
        lines = list(_csv(data / f"{name}.csv"))
        scores = np.array([s.heads["toxicity"] for s in scorer.score([r["text"] for r in lines])])
        yield (
            f"never seen, toxicity AUC: {name}",
            f"{auc([r['label'] == '1' for r in lines], scores):.3f}",
        )
    limits = thresholds.load()
    for name, language in (("ud_nb", "nb"), ("ud_nn", "nn"), ("cat_gn", "en")):
        texts = [r["text"] for r in _csv(data / f"{name}.csv")]
        flagged = sum(
            any(score.heads[head] >= limits.of(head, language) for head in heads.CONDUCT)
            for score in scorer.score(texts)
        )
        ruled = [{hit.head for hit in rules.find(text)} for text in texts]
        private = sum(heads.PERSONAL_DATA in found for found in ruled)
        crisis = sum(any(head.startswith("crisis") for head in found) for found in ruled)
        yield (
            f"never seen, neutral prose flagged: {name}",
            f"conduct {flagged / len(texts):.2%}, personal data by rule {private / len(texts):.2%},"
            f" crisis by rule {crisis / len(texts):.2%} of {len(texts)}",
        )


def _held_out(data: Path) -> Iterator[tuple[str, str]]:
    kept: list[Example] = [*corpus.examples(train.CORPUS_WEIGHT)]
    aside: dict[str, list[Example]] = {}
    counts: dict[str, int] = {}
    everything = list(public.examples(data))
    danish = sum(example.source == "dkhate" for example in everything) // len(_DKHATE_TONGUES)
    for example in everything:
        place = counts[example.source] = counts.get(example.source, -1) + 1
        name = example.source
        if name == "dkhate":
            tongue, place = divmod(place, danish)
            name = _DKHATE_TONGUES[tongue]
        if place % _EVERY == 0 and "toxicity" in example.labels:
            aside.setdefault(name, []).append(example)
        else:
            kept.append(example)
    weights, bias = train.fit_toxicity(kept)
    limit = thresholds.load().of("toxicity", "any")
    for name in ("davidson", *_DKHATE_TONGUES, "toxic_spans", "counselchat"):
        read, rows = matrix.build([example.text for example in aside[name]])
        logits = read.times(weights) + bias
        truth = [aside[name][row].labels["toxicity"] for row in rows]
        if any(truth):
            yield f"held out, toxicity AUC: {name}", f"{auc(truth, logits):.3f} of {len(truth)}"
        else:
            share = float(np.mean(1 / (1 + np.exp(-logits)) >= limit))
            yield f"held out, toxicity flagged: {name}", f"{share:.2%} of {len(truth)}"


def _cost(scorer: Embedded, model: Path, loaded: float) -> Iterator[tuple[str, str]]:
    texts = [text for _, _, _, text in corpus.lines()][:_SPEED_LINES]
    scorer.score(texts)
    times = []
    for text in texts:
        before = time.perf_counter()
        scorer.score([text])
        times.append((time.perf_counter() - before) * 1000)
    long = "hvorfor er alt så jævla vanskelig " * 60
    before = time.perf_counter()
    scorer.score([long[:2000]])
    slowest = (time.perf_counter() - before) * 1000
    size = sum(file.stat().st_size for file in model.glob("embedded.*"))
    yield "size in the repository", f"{size / 1e6:.2f} MB"
    yield "load", f"{loaded:.2f} s"
    yield (
        "a chat message, with its explanation",
        f"p50 {np.percentile(times, 50):.2f} ms, p95 {np.percentile(times, 95):.2f} ms",
    )
    yield "2,000 characters", f"{slowest:.1f} ms"


def _csv(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
