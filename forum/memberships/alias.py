"""Aliases: proposing kind ones, refusing those that give somebody away.

Pure but for `propose`, which asks the group what is taken.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from functools import cache
from pathlib import Path

from forum.errors import Code, DomainError

LENGTH_MIN, LENGTH_MAX = 2, 24

_CONTACT = re.compile(
    r"[@#/\\:]|www|\.\w{2,3}\b|(?:\d[\s.\-]*){5,}|snap|insta|tiktok|discord", re.I
)


@cache
def _list(name: str) -> tuple[str, ...]:
    text = (Path(__file__).parent / "aliases" / name).read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line)


@cache
def first_names() -> frozenset[str]:
    """Common first names, case-folded."""
    return frozenset(name.casefold() for name in _list("first_names.txt"))


def clean(text: str) -> str:
    """The alias as it will stand: NFC, one line, single spaces, no control characters.

    Errors: `alias_length`, `alias_contact` (phone, e-mail, handle), `alias_looks_real`.
    """
    kept = "".join(
        c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c)[0] != "C"
    )
    alias = " ".join(kept.split())
    if not LENGTH_MIN <= len(alias) <= LENGTH_MAX:
        raise DomainError(Code.ALIAS_LENGTH, min=LENGTH_MIN, max=LENGTH_MAX)
    if _CONTACT.search(alias):
        raise DomainError(Code.ALIAS_CONTACT)
    words = re.findall(r"[^\W\d_]+", alias.casefold())
    if any(word in first_names() for word in words):
        raise DomainError(Code.ALIAS_LOOKS_REAL)
    return alias


def candidate(language: str) -> str:
    """A random alias of two words in this language, such as "Stille elv"."""
    # Two lists a language: an adjective that fits any noun of the other list without bending.
    first = secrets.choice(_list(f"{language}.first.txt"))
    second = secrets.choice(_list(f"{language}.second.txt"))
    return f"{first} {second}"


def propose(language: str, taken: set[str]) -> str:
    """A candidate that nobody in `taken` (case-folded aliases) has."""
    for _ in range(200):
        alias = candidate(language)
        if alias.casefold() not in taken:
            return alias
    return f"{candidate(language)} {secrets.randbelow(90) + 10}"
