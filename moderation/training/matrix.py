"""All examples as one sparse matrix, in plain numpy, with the two products a fit needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from moderation.screening import features

Floats64 = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Matrix:
    """Rows of features: `ids` and `values` of row i are those from `starts[i]` to the next."""

    ids: npt.NDArray[np.int32]
    values: npt.NDArray[np.float32]
    starts: Ints

    @property
    def rows(self) -> int:
        return len(self.starts) - 1

    def times(self, weights: Floats64) -> Floats64:
        """Row sums: one per row. Every row has at least one feature."""
        np.take(weights, self.ids, out=self._each, mode="clip")
        np.multiply(self._each, self.values, out=self._each)
        return np.asarray(np.add.reduceat(self._each, self.starts[:-1]), np.float64)

    def transposed_times(self, errors: Floats64) -> Floats64:
        """Bucket sums: one per bucket."""
        np.take(errors, self._row, out=self._each, mode="clip")
        np.multiply(self._each, self.values, out=self._each)
        return np.asarray(np.bincount(self.ids, self._each, features.BUCKETS), np.float64)

    @cached_property
    def _each(self) -> Floats64:
        # One for all products: asking for so much memory anew costs as much as filling it.
        return np.empty(len(self.ids), np.float64)

    @cached_property
    def _row(self) -> npt.NDArray[np.int32]:
        return np.repeat(np.arange(self.rows, dtype=np.int32), np.diff(self.starts))

    def take(self, rows: Ints) -> Matrix:
        """These rows only."""
        lengths = np.diff(self.starts)[rows]
        starts = np.concatenate([[0], np.cumsum(lengths)])
        places = np.repeat(self.starts[rows] - starts[:-1], lengths) + np.arange(starts[-1])
        return Matrix(self.ids[places], self.values[places], starts)


def build(texts: Sequence[str]) -> tuple[Matrix, Ints]:
    """The matrix of these texts, and which of them have a row: one without a token has none."""
    ids, values, lengths, kept = [], [], [], []
    for number, text in enumerate(texts):
        read = features.extract(text)
        if len(read.ids):
            # A feature that comes twice is one with twice the value: a smaller matrix.
            unique, places = np.unique(read.ids, return_inverse=True)
            ids.append(unique.astype(np.int32))
            values.append(np.bincount(places, read.values).astype(np.float32))
            lengths.append(len(unique))
            kept.append(number)
    starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    return Matrix(np.concatenate(ids), np.concatenate(values), starts), np.array(kept, np.int64)
