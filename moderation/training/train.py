"""From the public sets and our own corpus to the model file, the same bytes for the same data."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from moderation.screening import features, heads
from moderation.training import corpus, matrix, public
from moderation.training.example import Example
from moderation.training.fit import fit
from moderation.training.matrix import Floats64, Matrix

SERIES = "2026.11"
CORPUS_WEIGHT = 4.0
STEPS = 60


class _Fit(NamedTuple):
    penalty: float  # larger: smoother, less of the letter of the training lines
    lift: float  # how much more a line that holds counts than one that does not


_DEFAULT = _Fit(1e-6, 2.0)
_FITS = {"toxicity": _Fit(3e-6, 1.0)}


def train(data: Path, out: Path, *, say: Callable[[str], None]) -> None:
    """Reads, fits, quantises, writes `embedded.json` and `embedded.bin` into `out`."""
    everything = [*public.examples(data), *corpus.examples(CORPUS_WEIGHT)]
    say(f"{len(everything)} examples")
    columns, biases = fit_heads(everything, say=say)
    size = write(out, columns, biases)
    say(f"written: {size / 1e6:.2f} MB")


def fit_heads(
    examples: Sequence[Example],
    *,
    steps: int = STEPS,
    say: Callable[[str], None] = lambda _: None,
) -> tuple[Floats64, Floats64]:
    """Weights (heads x buckets) and biases of every head."""
    every, kept = matrix.build([example.text for example in examples])
    rows = [examples[i] for i in kept]
    say(f"{every.rows} rows, {len(every.ids)} features")
    fitted = [_fit_head(head, every, rows, steps) for head in _said(heads.SCORED, say)]
    return np.array([w for w, _ in fitted]), np.array([b for _, b in fitted])


def fit_toxicity(examples: Sequence[Example]) -> tuple[Floats64, float]:
    """Weights and bias of the one head that every public set speaks of, for measuring."""
    known = [example for example in examples if "toxicity" in example.labels]
    every, kept = matrix.build([example.text for example in known])
    return _fit_head("toxicity", every, [known[i] for i in kept], STEPS)


def _said(names: Iterable[str], say: Callable[[str], None]) -> Iterable[str]:
    for name in names:
        say(f"fitting {name}")
        yield name


def _fit_head(
    head: str, every: Matrix, rows: Sequence[Example], steps: int
) -> tuple[Floats64, float]:
    known = np.array([i for i, row in enumerate(rows) if head in row.labels], np.int64)
    holds = np.array([rows[i].labels[head] for i in known])
    how = _FITS.get(head, _DEFAULT)
    weights = np.array([rows[i].weight for i in known]) * np.where(holds, how.lift, 1.0)
    return fit(every.take(known), holds, weights, penalty=how.penalty, steps=steps)


def write(out: Path, columns: Floats64, biases: Floats64) -> int:
    """Quantises to int8 and writes the model, named by its own bytes. Returns its size in bytes."""
    peaks = np.quantile(np.abs(columns), 0.9999, axis=1)
    scales = np.maximum(peaks, 1e-9) / 127
    rounded: npt.NDArray[np.int8] = np.clip(np.rint(columns / scales[:, None]), -127, 127).astype(
        np.int8
    )
    blob = zlib.compress(rounded.tobytes(), 9)
    digest = hashlib.sha256(blob).hexdigest()
    about = {
        "version": f"{SERIES}-{digest[:8]}",
        "features": features.VERSION,
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
