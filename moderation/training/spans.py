"""Are the words that carried a score the ones a reader would mark? Measured on comments whose rude
letters were marked by people."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from moderation.screening.scorer import Scorer
from moderation.training.measure import Figure, mean

_LINES_MAX = 2_000


def measured(scorer: Scorer, data: Path, units: set[str]) -> Figure:
    """The mean character-F1 over these rows ("toxic_spans_train <row>") of the marked comments; a
    comment with nothing marked gives 1 where nothing carried."""
    with (data / "toxic_spans_train.csv").open(encoding="utf-8", newline="") as file:
        rows = [
            row
            for number, row in enumerate(csv.DictReader(file))
            if f"toxic_spans_train {number}" in units
        ][:_LINES_MAX]
    scores = scorer.score([row["text"] for row in rows])
    return mean(
        [
            of({int(place) for place in re.findall(r"\d+", row["spans"])}, _letters(score.carrying))
            for row, score in zip(rows, scores, strict=True)
        ]
    )


def _letters(carrying: object) -> set[int]:
    assert isinstance(carrying, dict)
    return {place for start, end, _ in carrying.get("toxicity", ()) for place in range(start, end)}


def of(marked: set[int], carried: set[int]) -> float:
    """Character-F1 of two sets of places; 1 when both are empty."""
    if not marked or not carried:
        return float(marked == carried)
    return 2 * len(marked & carried) / (len(marked) + len(carried))
