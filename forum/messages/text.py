"""Chat text: kept as typed, but for what no keyboard means."""

from __future__ import annotations

import unicodedata

from forum.errors import Code, DomainError

MAX = 2000

# Direction overrides can make a harmless line read as another. Joiners stay: emoji need them.
_DROPPED = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
)


def clean(text: str) -> str:
    """NFC, with line breaks but no other control characters, trimmed.

    Raises `text_empty`, or `text_too_long` (over 2,000 code points).
    """
    kept = "".join(
        c
        for c in unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
        if c == "\n" or (c not in _DROPPED and unicodedata.category(c) not in ("Cc", "Cs"))
    ).strip()
    if not any(
        unicodedata.category(c) not in ("Cf", "Zs", "Zl", "Zp", "Mn") for c in kept if c != "\n"
    ):
        raise DomainError(Code.TEXT_EMPTY)
    if len(kept) > MAX:
        raise DomainError(Code.TEXT_TOO_LONG, max=MAX)
    return kept
