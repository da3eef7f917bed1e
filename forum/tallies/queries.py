"""What may be shown of blocks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from forum.tallies.models import Kind, Tally


@dataclass(frozen=True)
class Sum:
    """Of at least five people: how many, what they answered on average, and words they shared."""

    people: int
    mean: float
    words: tuple[str, ...] = field(default=())


def sums(sessions: Iterable[UUID]) -> dict[tuple[UUID, str], Sum]:
    """By session and kind, where there is any."""
    blocks: dict[tuple[UUID, str], list[Tally]] = defaultdict(list)
    for row in Tally.objects.filter(session__in=list(sessions), kind__in=Kind.values):
        blocks[row.session_id, row.kind].append(row)
    return {key: _sum(rows) for key, rows in blocks.items()}


def _sum(rows: list[Tally]) -> Sum:
    people = sum(row.people for row in rows)
    words: Counter[str] = Counter()
    for row in rows:
        words.update(row.words)
    return Sum(
        people,
        round(sum(row.total for row in rows) / people, 2),
        tuple(sorted(words, key=lambda word: (-words[word], word))),
    )
