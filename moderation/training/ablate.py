"""What each ingredient is worth: the same fit without it, measured on the same unseen fold.

Two heads tell enough: `toxicity`, of which all sets speak, and `insult`, which is ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

from moderation.screening import features
from moderation.training import corpus, fit, public, split, train
from moderation.training.example import Example
from moderation.training.measure import auc

_FOLD = 0
_SHOWN = ("dkhate_train", "dkhate_train_mt_nb", "dkhate_train_mt_nn", "davidson", "toxic_spans")
_COLUMNS = ("Danish", "-> nb", "-> nn", "social", "comments", "corpus: toxicity", "insult")

Keep = Callable[[Example], bool]


def _all(_: Example) -> bool:
    return True


_DATA: dict[str, Keep] = {
    "our own corpus": lambda e: e.source not in corpus.LABELS,
    "its harmless lines": lambda e: e.source not in corpus.LABELS or e.source in corpus.HARMFUL,
    "Danish put into Norwegian": lambda e: "_mt_" not in e.source,
    "Danish altogether": lambda e: not e.source.startswith("dkhate"),
    "German": lambda e: e.source != "germeval",
    "English social media": lambda e: e.source != "davidson",
    "comments with marked letters": lambda e: e.source != "toxic_spans",
}


def table(data: Path, *, say: Callable[[str], None]) -> None:
    """Says one line of AUCs for the whole, and one for the whole without each ingredient."""
    examples = [*public.examples(data), *corpus.examples()]
    say(f"{'without':<32}" + "".join(f"{name:>18}" for name in _COLUMNS))
    learning = train.Learning(examples)
    say(_line("(nothing)", learning, _all))
    for name, keep in _DATA.items():
        say(_line(name, learning, keep))
    with _replaced(fit, "_telling", lambda matrix, *_: np.ones(features.BUCKETS)):
        say(_line("the log-count factor", learning, _all))
    with _replaced(features, "_class_parts", lambda kinds: []):
        say(_line("classes of words", train.Learning(examples), _all))


def _line(name: str, learning: train.Learning, keep: Keep) -> str:
    folds = split.folds(learning.rows)
    kept = np.array([keep(row) for row in learning.rows])
    chosen, aside = np.nonzero((folds != _FOLD) & kept)[0], np.nonzero(folds == _FOLD)[0]
    with ProcessPoolExecutor(2, mp_context=get_context("fork")) as processes:
        asked = [processes.submit(learning.fit_head, chosen, train.STEPS, h) for h in _HEADS]
        fitted = {h: answer.result() for h, answer in zip(_HEADS, asked, strict=True)}
    unseen = learning.matrix.take(aside)
    said = {h: unseen.times(weights) + bias for h, (weights, bias) in fitted.items()}
    rows = [learning.rows[i] for i in aside]

    def of(head: str, sources: set[str]) -> float:
        places = [i for i, row in enumerate(rows) if head in row.labels and row.source in sources]
        holds = np.array([rows[i].labels[head] for i in places])
        return auc(holds, said[head][places]).value

    figures = [of("toxicity", {source}) for source in _SHOWN]
    figures += [of(head, set(corpus.LABELS)) for head in _HEADS]
    return f"{name:<32}" + "".join(f"{figure:>18.3f}" for figure in figures)


_HEADS = ("toxicity", "insult")


@contextmanager
def _replaced(module: Any, name: str, value: Any) -> Iterator[None]:
    before = getattr(module, name)
    setattr(module, name, value)
    try:
        yield
    finally:
        setattr(module, name, before)
