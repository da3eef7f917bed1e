"""The scorer that lives in the repository: one linear model over hashed features, numpy only.

Small enough to load at every start and to explain every score as a sum over words, which a large
model cannot. Trained by `python -m moderation.training train`; its card is `model/README.md`.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from moderation.screening import features, heads
from moderation.screening.features import Features, Floats
from moderation.screening.scorer import CARRYING_MAX, Score, ScorerUnavailable, Span

MODEL = Path(__file__).with_name("model")
LANGUAGES = frozenset({"nb", "nn", "en"})
# Below this nobody asks which words it was.
_EXPLAINED_FROM = 0.05
_CARRIES_FROM = 0.05
_CARRIES_SHARE = 0.55  # of what the strongest word adds: the others are its company
# A text of many parts has as many chances that one of them sounds rude, so what strong words alone
# set off must be louder in it: this much of a logit per e-fold of parts. Worth .04 of AUC on talk
# of encyclopaedia editors. Danger is heard as loudly in a long text as in a short one.
_LOUDER = 0.4
_BY_WORDS = np.array([head in heads.BY_WORDS for head in heads.SCORED], np.float64)


class Embedded:
    """See `scorer.Scorer`. `weights`: int8, one row per bucket, one column per head; a head's
    logit is the features' sum times its `scales` plus its `biases`."""

    name = "embedded"
    heads = frozenset(heads.SCORED)
    languages = LANGUAGES

    def __init__(
        self, weights: npt.NDArray[np.int8], scales: Floats, biases: Floats, version: str
    ) -> None:
        self.version = version
        self._weights, self._scales, self._biases = weights, scales, biases

    @classmethod
    def load(cls, folder: Path = MODEL) -> Embedded:
        """The model in this folder. Raises `ScorerUnavailable` when it is missing, damaged or
        made for other features or heads."""
        about, packed = folder / "embedded.json", folder / "embedded.bin"
        try:
            told = json.loads(about.read_text("utf-8"))
            blob = packed.read_bytes()
        except (OSError, ValueError) as error:
            raise ScorerUnavailable(f"embedded model: cannot read {about.name}: {error}") from error
        if not isinstance(told, dict) or hashlib.sha256(blob).hexdigest() != told.get("sha256"):
            raise ScorerUnavailable(
                f"embedded model: {packed.name} is not the one that was trained"
            )
        expected = (features.version(), features.BUCKETS, list(heads.SCORED))
        if (told.get("features"), told.get("buckets"), told.get("heads")) != expected:
            raise ScorerUnavailable(
                f"embedded model: {about.name} is for other features, classes.toml or heads"
            )
        columns = np.frombuffer(zlib.decompress(blob), np.int8)
        weights = columns.reshape(len(heads.SCORED), features.BUCKETS).T
        try:
            scales, biases = (
                np.array(told[name], np.float32).reshape(len(heads.SCORED))
                for name in ("scales", "biases")
            )
            return cls(np.ascontiguousarray(weights), scales, biases, str(told["version"]))
        except (KeyError, ValueError, TypeError) as error:
            raise ScorerUnavailable(f"embedded model: {about.name} is damaged: {error}") from error

    def score(self, texts: Sequence[str]) -> list[Score]:
        """See `Scorer.score`. About 0.2 ms for a chat message. Of a long text the gravest part
        counts, head by head; very long ones are read at both ends."""
        return [self._score(features.extract(text, apart=True)) for text in texts]

    def _score(self, read: Features) -> Score:
        rows = self._weights[read.ids] * read.values[:, None]
        if len(read.ids):
            sums = np.add.reduceat(rows, read.starts, axis=0, dtype=np.float64)
        else:
            sums = np.zeros((1, len(heads.SCORED)))
        logits = sums.max(axis=0) * self._scales + self._biases
        logits -= _LOUDER * np.log(len(sums)) * _BY_WORDS
        chances = 1.0 / (1.0 + np.exp(-np.clip(logits, -30, 30)))
        carrying = {}
        for column, head in enumerate(heads.SCORED):
            if chances[column] >= _EXPLAINED_FROM:
                gravest = int(sums[:, column].argmax())
                part = slice(*[*read.starts, len(read.ids)][gravest : gravest + 2])
                spans = _carrying(read, part, rows[part, column] * self._scales[column])
                if spans:
                    carrying[head] = spans
        return Score(dict(zip(heads.SCORED, map(float, chances), strict=True)), carrying)


def _carrying(read: Features, part: slice, shares: Floats) -> tuple[Span, ...]:
    """The tokens by what they added to the logit. A feature of several tokens is shared out evenly
    over all from its first to its last."""
    first, last = read.first[part], read.last[part]
    each = shares / (last - first + 1)
    # Adding at the first token and taking away behind the last, then summing up from the left.
    steps = np.bincount(first, each, len(read.tokens) + 1)
    steps -= np.bincount(last + 1, each, len(read.tokens) + 1)
    weights = np.cumsum(steps)[:-1]
    least = max(_CARRIES_FROM, _CARRIES_SHARE * float(weights.max(initial=0.0)))
    heavy = [(-round(float(weights[i]), 4), int(i)) for i in np.nonzero(weights >= least)[0]]
    return tuple(Span(*read.tokens[i], -weight) for weight, i in sorted(heavy)[:CARRYING_MAX])
