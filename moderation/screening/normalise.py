"""A text as it is meant, with the way back to what was written.

People write "f u c k", "dr1tt", "haaater" and Latin words with Cyrillic letters. Rules and models
read the folded text; whoever explains a finding must mark the words in what the person wrote. So
every character here knows the stretch of the original that it came from.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
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


# A message holds 2,000. Whatever is longer is no message, and may cost no more than a long one.
_END_LETTERS = 2_000


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


def as_written(text: str) -> Normal:
    """The text itself; of one longer than any message, both ends."""
    if len(text) <= 2 * _END_LETTERS:
        return Normal(text, None, None)
    rest = len(text) - _END_LETTERS
    places = (*range(_END_LETTERS), _END_LETTERS, *range(rest, len(text)))
    ends = (*range(1, _END_LETTERS + 1), rest, *range(rest + 1, len(text) + 1))
    return Normal(f"{text[:_END_LETTERS]}\n{text[rest:]}", places, ends)


# The rules read what the scorer read a moment ago. In memory only, and only a batch or two.
@lru_cache(maxsize=128)
def normalise(text: str) -> Normal:
    """Folds case, width, marks, look-alikes, leet, spaced letters and repeats. Never fails; of a
    text longer than any message it reads both ends."""
    read = as_written(text)
    folded = _fold(read.text)
    if read.starts is None:
        return folded
    stretches = [
        read.original(*folded.original(place, place + 1)) for place in range(len(folded.text))
    ]
    return Normal(folded.text, tuple(s for s, _ in stretches), tuple(e for _, e in stretches))


def _fold(text: str) -> Normal:
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
    clusters: Iterable[_Piece]
    if any(map(_is_mark, text)):
        clusters = _clusters(text)
    else:
        clusters = zip(text, range(len(text)), range(1, len(text) + 1), strict=True)
    pieces = [(c, start, end) for cluster, start, end in clusters for c in _folded(cluster)]
    if any(c > "\u036f" for c, _, _ in pieces):
        pieces = _unmask(pieces)
    return pieces


def _clusters(text: str) -> Iterator[_Piece]:
    """Letters with their marks. One with a thousand of them is one letter."""
    at = 0
    while at < len(text):
        end = at + 1
        while end < len(text) and _is_mark(text[end]):
            end += 1
        yield text[at : min(end, at + 8)], at, end
        at = end


@lru_cache(maxsize=10_000)
def _is_mark(c: str) -> bool:
    return unicodedata.combining(c) != 0


@lru_cache(maxsize=10_000)
def _folded(cluster: str) -> str:
    """A letter with its marks as the letters it stands for; none for what cannot be seen."""
    return "".join(
        _straight(c)
        for c in unicodedata.normalize("NFKC", cluster).lower()
        if unicodedata.category(c)[0] != "M"
        and unicodedata.category(c) not in ("Cf", "Cs", "Co", "Cn")
    )


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
