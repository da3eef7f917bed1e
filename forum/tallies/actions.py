"""The only writer of blocks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from forum.permissions import system_only
from forum.sessions.models import Session
from forum.tallies.models import Kind, Tally

FEWEST = 5


@system_only
def count(
    session: Session, kind: Kind, values: Sequence[int], words: Iterable[Sequence[str]] = ()
) -> Tally:
    """A block of these answers, in the transaction that marks them as counted. `words`: those of
    each person. At least five people, or the database refuses."""
    chosen = Counter(word for one in words for word in set(one))
    return Tally.objects.create(
        session=session,
        kind=kind,
        people=len(values),
        total=sum(values),
        words={word: times for word, times in sorted(chosen.items()) if times >= FEWEST},
    )
