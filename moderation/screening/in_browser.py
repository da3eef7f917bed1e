"""The personal-data rules as JavaScript reads them: one file warns before sending and holds after.

Python's and JavaScript's patterns differ in what a letter, a digit, a word's edge and "any
character" are; here each is spelled out. What neither translates is refused, so that a rule cannot
mean one thing on a phone and another on the server. A test runs both over the same lines.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from moderation.screening import heads, rules

_WORD, _DIGIT, _SPACE = r"\p{L}\p{N}_", r"\p{Nd}", r"\s\x1c-\x1f\x85"
_BOUNDARY = f"(?:(?<=[{_WORD}])(?![{_WORD}])|(?<![{_WORD}])(?=[{_WORD}]))"
_OUTSIDE = {
    "b": _BOUNDARY,
    "w": f"[{_WORD}]",
    "d": f"[{_DIGIT}]",
    "s": f"[{_SPACE}]",
    "-": "-",
    "'": "'",
}
_INSIDE = {"w": _WORD, "d": _DIGIT, "s": _SPACE, "'": "'"}
# Means the same in both, escaped.
_SAME = frozenset(".+*?()[]{}|/^$-\\nu")
_PIECE = re.compile(
    r"\\(?P<escaped>.)|(?P<open>\[\^?)|(?P<close>\])|(?P<dot>\.)|(?P<plain>.)", re.S
)


def written() -> str:
    """The rules as JSON: `{version, near, helplines, rules: [{id, flags, ...}]}`."""
    told = [rule for rule in rules.load() if rule.head == heads.PERSONAL_DATA]
    if not all(rule.written for rule in told):
        raise ValueError("a personal-data rule reads folded text, which the browser does not make")
    data = {
        "version": told[0].version,
        "near": rules.NEAR,
        "helplines": sorted(frozenset().union(*(rule.allowed_digits for rule in told))),
        "rules": [
            {
                "id": rule.id,
                "flags": "giu" if rule.patterns[0].flags & re.IGNORECASE else "gu",
                "helplines": bool(rule.allowed_digits),
                "patterns": [translate(pattern.pattern) for pattern in rule.patterns],
                "unless": [translate(pattern.pattern) for pattern in rule.unless],
            }
            for rule in told
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def translate(pattern: str) -> str:
    """A Python pattern as one of JavaScript with the flag `u`. Raises `ValueError` for what would
    mean something else there."""
    if found := re.search(r"(?<!\\)\(\?(?![:=!]|<[=!])", pattern):
        raise ValueError(f"not in JavaScript: {pattern[found.start() : found.start() + 8]}")
    inside = False

    def piece(found: re.Match[str]) -> str:
        nonlocal inside
        if found["escaped"]:
            return _escaped(found["escaped"], inside)
        if found["open"] and not inside:
            inside = True
            return found["open"]
        if found["close"] and inside:
            inside = False
            return "]"
        if inside and found.group() == "[":
            return r"\["
        return r"[^\n]" if found["dot"] and not inside else found.group()

    step: Callable[[re.Match[str]], str] = piece
    return _PIECE.sub(step, pattern)


def _escaped(c: str, inside: bool) -> str:
    known = _INSIDE if inside else _OUTSIDE
    if c in known:
        return known[c]
    if c in _SAME:
        return "\\" + c
    raise ValueError(f"not in JavaScript: \\{c}")
