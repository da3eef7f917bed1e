"""From the public sets and our own corpus to the model file, the same bytes for the same data."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from moderation.screening import features, heads
from moderation.training import corpus, matrix, public, split
from moderation.training.example import Example
from moderation.training.fit import curve, fit
from moderation.training.matrix import Floats64, Ints, Matrix

SERIES = "2026.11"
STEPS = 90


class _Fit(NamedTuple):
    penalty: float = 5e-6  # larger: smoother, less of the letter of the training lines
    lift: float = 2.0  # how much more a line that holds counts than one that does not
    corpus: float = 4.0  # how much a line of our own counts against one of the public sets


_DEFAULT = _Fit()
# The public sets speak of rudeness at length; of the rest they know little.
_FITS = {
    "toxicity": _Fit(penalty=1e-5, lift=1.0, corpus=1.8),
    # To be heard apart from the mere naming of a group.
    "identity_attack": _Fit(penalty=2e-6, lift=1.0),
}


def train(data: Path, out: Path, *, say: Callable[[str], None]) -> None:
    """Reads, fits, calibrates, quantises, writes `embedded.json` and `embedded.bin` into `out`."""
    learning = Learning([*public.examples(data), *corpus.examples()])
    say(f"{len(learning.rows)} examples, {len(learning.matrix.ids)} features")
    say(f"fitting {split.FOLDS} times without a part of them, to calibrate")
    curves = calibrate(learning, learning.unseen(learning.folded()))
    say("fitting with all of them")
    size = write(out, learning.fit(), curves)
    say(f"written: {size / 1e6:.2f} MB")


@dataclass(frozen=True)
class Fitted:
    """`columns`: heads x buckets; `biases`: one per head."""

    columns: Floats64
    biases: Floats64

    def logits(self, matrix: Matrix) -> Floats64:
        """rows x heads."""
        each = [matrix.times(column) for column in self.columns]
        return np.stack(each, axis=1) + self.biases


class Learning:
    """Examples with their features: `rows` are those that have any, in the order of `matrix`."""

    def __init__(self, examples: Sequence[Example]) -> None:
        self.matrix, kept = matrix.build([example.text for example in examples])
        self.rows = [examples[i] for i in kept]

    def fit(self, rows: Ints | None = None, *, steps: int = STEPS) -> Fitted:
        """Every head by itself, from those of these rows (all: None) that speak of it."""
        chosen = np.arange(len(self.rows)) if rows is None else rows
        with ProcessPoolExecutor(mp_context=get_context("fork")) as processes:
            fitted = list(processes.map(partial(self.fit_head, chosen, steps), heads.SCORED))
        return Fitted(np.array([w for w, _ in fitted]), np.array([b for _, b in fitted]))

    def folded(self, *, steps: int = STEPS) -> list[Fitted]:
        """One fit for each fold, without the rows that it keeps aside."""
        folds = split.folds(self.rows)
        return [self.fit(np.nonzero(folds != n)[0], steps=steps) for n in range(split.FOLDS)]

    def unseen(self, folded: Sequence[Fitted]) -> Floats64:
        """rows x heads: the logit that each row gets from the fit that did not know it."""
        folds = split.folds(self.rows)
        logits = np.zeros((len(self.rows), len(heads.SCORED)))
        for number, fitted in enumerate(folded):
            aside = np.nonzero(folds == number)[0]
            logits[aside] = fitted.logits(self.matrix.take(aside))
        return logits

    def known(self, head: str, chosen: Ints) -> tuple[Ints, npt.NDArray[np.bool_], Floats64]:
        """The rows of these that speak of a head, whether it holds there, what each weighs."""
        ours = _FITS.get(head, _DEFAULT).corpus
        known = np.array([i for i in chosen if head in self.rows[i].labels], np.int64)
        holds = np.array([self.rows[i].labels[head] for i in known])
        weights = [
            self.rows[i].weight * (ours if self.rows[i].source in corpus.LABELS else 1.0)
            for i in known
        ]
        return known, holds, np.array(weights)

    def fit_head(self, chosen: Ints, steps: int, head: str) -> tuple[Floats64, float]:
        """Bucket weights and bias of one head, from those of these rows that speak of it."""
        known, holds, weights = self.known(head, chosen)
        how = _FITS.get(head, _DEFAULT)
        weights = weights * np.where(holds, how.lift, 1.0)
        return fit(self.matrix.take(known), holds, weights, penalty=how.penalty, steps=steps)


def calibrate(learning: Learning, unseen: Floats64) -> Floats64:
    """Per head (factor, offset) that turn logits into chances, by Platt's scaling of the logits of
    unseen rows: a score of .7 then means the same in every head and after every training."""
    curves = []
    for column, head in enumerate(heads.SCORED):
        known, holds, weights = learning.known(head, np.arange(len(learning.rows)))
        curves.append(curve(unseen[known, column], holds, weights))
    return np.array(curves)


def write(out: Path, fitted: Fitted, curves: Floats64) -> int:
    """Quantises to int8 and writes the model, named by its own bytes. Returns its size in bytes."""
    columns = fitted.columns * curves[:, :1]
    biases = fitted.biases * curves[:, 0] + curves[:, 1]
    peaks = np.quantile(np.abs(columns), 0.9999, axis=1)
    scales = np.maximum(peaks, 1e-9) / 127
    rounded: npt.NDArray[np.int8] = np.clip(np.rint(columns / scales[:, None]), -127, 127).astype(
        np.int8
    )
    blob = zlib.compress(rounded.tobytes(), 9)
    digest = hashlib.sha256(blob).hexdigest()
    about = {
        "version": f"{SERIES}-{digest[:8]}",
        "features": features.version(),
        "buckets": features.BUCKETS,
        "heads": list(heads.SCORED),
        "scales": [round(float(s), 8) for s in scales],
        "biases": [round(float(b), 6) for b in biases],
        "sha256": digest,
    }
    out.mkdir(parents=True, exist_ok=True)
    (out / "embedded.bin").write_bytes(blob)
    text = json.dumps(about, indent=1) + "\n"
    (out / "embedded.json").write_text(text, "utf-8")
    return len(blob) + len(text)
