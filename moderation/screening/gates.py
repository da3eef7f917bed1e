"""What a text must hold before a pattern need look at it.

Most rules have nothing to say of most messages, and a hundred regular expressions cost more than
all the rest of screening. So each pattern is read once for words of which every match holds at
least one; a text without them is not shown to it. Derived from the pattern, never written beside
it: the two cannot fall apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import reduce

# The parser behind `re`, which since 3.11 has no public name.
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

Words = frozenset[str]
_CHARACTERS_MAX = 12  # of a [set]


def ready(text: str) -> str:
    """The text as the words of a gate are looked for in it."""
    # What `re.IGNORECASE` takes for an i and `casefold` does not.
    return text.casefold().replace("ı", "i")


def words(pattern: re.Pattern[str]) -> Words:
    """Of these every match holds at least one, once both are `ready`. Empty: nothing is known."""
    return _best(_sequence(parser.parse(pattern.pattern, pattern.flags))) or frozenset()


class Doors:
    """All patterns behind their gates, so that each word is looked for once."""

    def __init__(self, guarded: Iterable[tuple[int, re.Pattern[str], Words]]) -> None:
        """(place, pattern, what `words` said of it)."""
        self._behind: dict[str, list[int]] = {}
        self._patterns: list[tuple[int, re.Pattern[str]]] = []
        self._always: list[int] = []
        for number, (place, pattern, gate) in enumerate(guarded):
            self._patterns.append((place, pattern))
            if not gate:
                self._always.append(number)
            for word in gate:
                self._behind.setdefault(word, []).append(number)

    def opened(self, text: str) -> dict[int, list[re.Pattern[str]]]:
        """place -> the patterns that a text (which is `ready`) may hold a match of, in order."""
        numbers = set(self._always)
        for word, behind in self._behind.items():
            if word in text:
                numbers.update(behind)
        patterns: dict[int, list[re.Pattern[str]]] = {}
        for number in sorted(numbers):
            place, pattern = self._patterns[number]
            patterns.setdefault(place, []).append(pattern)
        return patterns


def _sequence(tree: Iterable[tuple[Any, Any]]) -> list[Words]:
    """Every set of words of which a match of this sequence holds one."""
    found: list[Words] = []
    run = ""
    for op, value in tree:
        if op is ops.LITERAL:
            run += chr(value)
            continue
        if run:
            found.append(frozenset({ready(run)}))
            run = ""
        if op is ops.SUBPATTERN:
            found += _sequence(value[3])
        elif op in (ops.MAX_REPEAT, ops.MIN_REPEAT) and value[0] > 0:
            found += _sequence(value[2])
        elif op is ops.BRANCH:
            ways = [_best(_sequence(way)) for way in value[1]]
            if all(ways):
                found.append(reduce(frozenset.union, [way for way in ways if way]))
        elif op is ops.IN and (characters := _characters(value)):
            found.append(characters)
    if run:
        found.append(frozenset({ready(run)}))
    return found


def _best(found: list[Words]) -> Words | None:
    """The set that fewest texts hold a word of: long words, and few."""
    return max(found, key=lambda words: (min(map(len, words)), -len(words)), default=None)


def _characters(members: Iterable[tuple[Any, Any]]) -> Words | None:
    told: set[str] = set()
    for op, value in members:
        if op is ops.LITERAL:
            told.add(ready(chr(value)))
        elif op is ops.RANGE and value[1] - value[0] < _CHARACTERS_MAX:
            told |= {ready(chr(code)) for code in range(value[0], value[1] + 1)}
        else:
            return None
    return frozenset(told) if len(told) <= _CHARACTERS_MAX else None
