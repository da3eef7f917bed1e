"""Which examples are kept aside, so that a figure says something about lines never learnt.

By unit, not by line: a family of the corpus, a row with its translations, a comment with its
sentences is wholly on one side. The families of a category are dealt out in turn, so that each
fold has some of every kind.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from moderation.training.example import Example

FOLDS = 4


def folds(examples: Sequence[Example]) -> npt.NDArray[np.int64]:
    """The fold (0..FOLDS-1) that keeps each example aside; the same on every machine."""
    dealt: dict[str, int] = {}
    counts: dict[str, int] = {}
    for example in examples:
        if example.unit not in dealt:
            place = counts[example.source] = counts.get(example.source, -1) + 1
            dealt[example.unit] = place % FOLDS
    return np.array([dealt[example.unit] for example in examples], np.int64)
