"""Which letters a pattern cannot do without, so that most patterns are never tried.

A pattern is a tree; walking it tells that every match holds at least one of certain strings:
`(?:vil|ønsker) å dø` needs "vil" or "ønsker", and " å dø". Each such need is one bit. A text is cut
into its runs of one to three letters once, and a pattern is tried only when all its bits are lit.
Derived, never written by hand, so that it cannot fall behind the patterns; and where the tree says
nothing, nothing is needed. A test holds every rule with it against the same rule without.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

_LONGEST = 3
# More ways than this to satisfy a need tell little; a need with them is left out.
_WAYS_MAX = 90
_CHARACTERS_MAX = 12
# What `re.IGNORECASE` takes for another letter though `str.lower` does not.
_ALSO = str.maketrans({"İ": "i", "ı": "i", "ſ": "s"})

Need = frozenset[str]


class Sieve:
    """The patterns of many rules, and which of them a text could possibly match."""

    def __init__(self, patterns: Sequence[re.Pattern[str]]) -> None:
        bits: dict[Need, int] = {}
        self._lit: dict[str, int] = {}
        self.masks: list[int] = []
        for pattern in patterns:
            mask = 0
            for need in needs(pattern):
                if need not in bits:
                    bits[need] = 1 << len(bits)
                    for gram in need:
                        self._lit[gram] = self._lit.get(gram, 0) | bits[need]
                mask |= bits[need]
            self.masks.append(mask)

    def lit(self, text: str) -> int:
        """The bits of all needs that this text meets."""
        text = fold(text)
        grams = {*text, *map("".join, pairwise(text))}
        grams.update(map("".join, zip(text, text[1:], text[2:], strict=False)))
        lit = 0
        for gram in self._lit.keys() & grams:
            lit |= self._lit[gram]
        return lit


def fold(text: str) -> str:
    """As patterns that ignore case read it."""
    return text.lower() if text.isascii() else text.translate(_ALSO).lower()


def needs(pattern: re.Pattern[str]) -> list[Need]:
    """For each need the strings, of up to three letters in lower case, one of which must occur."""
    found = _needs(_parser.parse(pattern.pattern, pattern.flags))
    return [need for need in dict.fromkeys(found) if len(need) <= _WAYS_MAX]


def _needs(tree: Iterable[tuple[Any, Any]]) -> list[Need]:
    """The needs of a sequence: those of its parts, and of the runs of letters it is made of."""
    found: list[Need] = []
    run = ""
    for kind, value in [*tree, (op.AT, None)]:
        if kind is op.LITERAL:
            run += fold(chr(value))
            continue
        if run:
            found.append(frozenset({_telling(run)}))
            run = ""
        found += _of_part(kind, value)
    return found


def _of_part(kind: Any, value: Any) -> list[Need]:
    if kind is op.SUBPATTERN:
        return _needs(value[3])
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        return _needs(value[2]) if value[0] else []
    if kind is op.ATOMIC_GROUP:
        return _needs(value)
    if kind is op.IN:
        return _of_class(value)
    if kind is op.BRANCH:
        ways = [_needs(way) for way in value[1]]
        if all(ways):
            return [frozenset().union(*(min(way, key=_breadth) for way in ways))]
    return []


def _of_class(members: Sequence[tuple[Any, Any]]) -> list[Need]:
    letters: set[str] = set()
    for kind, value in members:
        if kind is op.LITERAL:
            letters.add(fold(chr(value)))
        elif kind is op.RANGE and value[1] - value[0] < _CHARACTERS_MAX:
            letters.update(fold(chr(c)) for c in range(value[0], value[1] + 1))
        else:
            return []
    return [frozenset(letters)]


def _breadth(need: Need) -> tuple[int, int]:
    """Which of several needs tells most: few ways, of many letters each."""
    return (-min(len(way) for way in need), len(need))


def _telling(run: str) -> str:
    """Three letters of the run: the last, which tell more than what most words begin with."""
    return run[-_LONGEST:]
