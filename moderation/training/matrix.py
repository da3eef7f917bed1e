"""All examples as one sparse matrix, in plain numpy, with the two products a fit needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from moderation.screening import features

Floats64 = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows of features: `ids` and `values` of row i are those from `starts[i]` to the next."""

    ids: npt.NDArray[np.int32]
    values: npt.NDArray[np.float32]
    starts: npt.NDArray[np.int64]

    @property
    def rows(self) -> int:
        return len(self.starts) - 1

    def times(self, weights: Floats64) -> Floats64:
        """Row sums: one per row. Every row has at least one feature."""
        products = weights[self.ids] * self.values
        return np.asarray(np.add.reduceat(products, self.starts[:-1]), np.float64)

    def transposed_times(self, errors: Floats64) -> Floats64:
        """Bucket sums: one per bucket."""
        each = np.repeat(errors, np.diff(self.starts)) * self.values
        return np.asarray(np.bincount(self.ids, each, features.BUCKETS), np.float64)

    def take(self, rows: npt.NDArray[np.int64]) -> Matrix:
        """These rows only."""
        lengths = np.diff(self.starts)[rows]
        starts = np.concatenate([[0], np.cumsum(lengths)])
        places = np.repeat(self.starts[rows] - starts[:-1], lengths) + np.arange(starts[-1])
        return Matrix(self.ids[places], self.values[places], starts)


def build(texts: Sequence[str]) -> tuple[Matrix, npt.NDArray[np.int64]]:
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
