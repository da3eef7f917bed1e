"""A text as it is meant, with the way back to what was written.

People write "f u c k", "dr1tt", "haaater" and Latin words with Cyrillic letters. Rules and models
read the folded text; whoever explains a finding must mark the words in what the person wrote. So
every character here knows the stretch of the original that it came from.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_LOOKALIKES = str.maketrans(
    dict(
        zip(
            "абвеёзікмнорстухуцјѕԁһԛԝαβεηικνορτυχ",
            "abveezikmnopctyxyujsdhqwabenikvoptyx",
            strict=True,
        )
    )
)
_LEET = {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i"}

# Nothing to fold but the case: by far the most messages.
_PLAIN = re.compile(r"[\t\n !-~¡-ÿ‘’“”…–]*", re.ASCII)
_LEET_INSIDE = re.compile(r"(?<=[^\W\d_])[013457@$!]+(?=[^\W\d_])|[@$](?=[^\W\d_]{2})")
_SPACED = re.compile(r"(?<![^\W_])[^\W\d_](?:[ .\-_*]{1,2}[^\W\d_]){3,}(?![^\W_])")
_REPEATED = re.compile(r"([^\W\d_])\1{2,}")
_VOWELS = frozenset("aeiouyæøåäö")
# Bounded: a hundred thousand letters without a space must not be tried from each of them.
_ADDRESS = re.compile(r"[^\s@]{1,64}@[^\s@]{1,255}")


@dataclass(frozen=True, slots=True)
class Normal:
    """`text` is the folded text; `starts[i]` and `ends[i]` bound the stretch of the original that
    its character i came from (`None`: they are the same places)."""

    text: str
    starts: tuple[int, ...] | None
    ends: tuple[int, ...] | None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original behind `text[start:end]`; needs `start < end`."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


# The rules and the features both read a message: a batch of them is folded once.
@lru_cache(maxsize=64)
def normalise(text: str) -> Normal:
    """Folds case, width, marks, look-alikes, leet, spaced letters and repeats. Never fails."""
    lowered = text.lower()
    plain = (
        len(lowered) == len(text)
        and _PLAIN.fullmatch(text)
        and not _LEET_INSIDE.search(text)
        and not _SPACED.search(text)
        and not _REPEATED.search(lowered)
    )
    if plain:
        return Normal(_straight(lowered), None, None)
    pieces = _fold_characters(text)
    for fold in (_unleet, _join_spaced, _shorten):
        pieces = fold(pieces)
    return Normal(
        "".join(c for c, _, _ in pieces),
        tuple(start for _, start, _ in pieces),
        tuple(end for _, _, end in pieces),
    )


# One folded character with the stretch of the original it stands for.
_Piece = tuple[str, int, int]


def _straight(text: str) -> str:
    return text.replace("’", "'").replace("‘", "'")


def _fold_characters(text: str) -> list[_Piece]:
    pieces: list[_Piece] = []
    at = 0
    while at < len(text):
        end = at + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        # A cluster of a letter and a thousand marks is one letter.
        for c in _letters(text[at : min(end, at + 8)]):
            pieces.append((c, at, end))
        at = end
    if any(ord(c) > 0x36F for c, _, _ in pieces):
        pieces = _unmask(pieces)
    return pieces


@lru_cache(maxsize=4_096)
def _letters(cluster: str) -> str:
    """What one written character, with its marks, is folded to; often nothing."""
    folded = unicodedata.normalize("NFKC", cluster).lower()
    return "".join(_straight(c) for c in folded if not _unseen(unicodedata.category(c)))


def _unseen(category: str) -> bool:
    return category[0] == "M" or category in ("Cf", "Cs", "Co", "Cn")


def _unmask(pieces: list[_Piece]) -> list[_Piece]:
    """Look-alike letters become Latin in a word that is otherwise Latin: real Russian stays."""
    text = "".join(c for c, _, _ in pieces)
    out = list(pieces)
    for word in re.finditer(r"[^\W\d_]+", text):
        letters = word.group()
        if any(c < "ɐ" for c in letters) and any("Ͱ" <= c <= "ӿ" for c in letters):
            for i in range(word.start(), word.end()):
                c, start, end = pieces[i]
                out[i] = (c.translate(_LOOKALIKES), start, end)
    return out


def _unleet(pieces: list[_Piece]) -> list[_Piece]:
    text = "".join(c for c, _, _ in pieces)
    kept = [address.span() for address in _ADDRESS.finditer(text) if "." in address.group()]
    out = list(pieces)
    for found in _LEET_INSIDE.finditer(text):
        if any(start <= found.start() < end for start, end in kept):
            continue
        for i in range(found.start(), found.end()):
            c, start, end = pieces[i]
            out[i] = (_LEET[c], start, end)
    return out


def _join_spaced(pieces: list[_Piece]) -> list[_Piece]:
    text = "".join(c for c, _, _ in pieces)
    dropped = {
        i
        for found in _SPACED.finditer(text)
        for i in range(found.start(), found.end())
        if not text[i].isalpha()
    }
    return [piece for i, piece in enumerate(pieces) if i not in dropped]


def _shorten(pieces: list[_Piece]) -> list[_Piece]:
    """A drawn-out vowel is one; a consonant after a vowel keeps two ("dritttt"), else one."""
    text = "".join(c for c, _, _ in pieces)
    out: list[_Piece] = []
    at = 0
    for found in _REPEATED.finditer(text):
        out += pieces[at : found.start()]
        before = text[found.start() - 1] if found.start() else " "
        keep = 2 if found.group(1) not in _VOWELS and before in _VOWELS else 1
        for i in range(found.start(), found.start() + keep):
            out.append(pieces[i])
        c, start, _ = out[-1]
        out[-1] = (c, start, pieces[found.end() - 1][2])
        at = found.end()
    return out + pieces[at:]
