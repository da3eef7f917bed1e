"""A message as numbers: hashed words, pieces of words, neighbours, and what part each word plays.

Two views of one token list. The surface view (words, pieces, pairs) knows what is said; the class
view (I, YOU, SAY, HATE, GROUP ...) knows who does what to whom, in any of the languages, and is
what keeps "he said you are ugly" apart from "you are ugly". Both are hashed into one table, so the
model has a fixed size and holds no list of words.

Training and scoring must see exactly the same numbers: this file is the only maker of them, and
`version()` changes with every change here or in `classes.toml`.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from moderation.screening.normalise import Normal, normalise

_VERSION = 3
BUCKETS = 1 << 17

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]

_FILE = Path(__file__).with_name("classes.toml")
_TOKEN = re.compile(r"[^\W_]+(?:['\-][^\W_]+)*|[?!.,]+|[^\w\s]")
_TOKENS_MAX = 400
_PART_TOKENS_MIN, _PART_TOKENS, _PARTS = 8, 40, 12
_PIECES = (3, 4, 5)
_WORD_LETTERS_MAX = 30
_REACH = 4  # how far apart two classes still make a pair

# How much a feature of each kind weighs before training: pieces come in dozens per word.
_WORD, _PIECE, _PAIR, _CLASS = 1.0, 0.5, 0.8, 1.0
_UNKNOWN, _MARK = 0, 1
# Added to the square of a text's length: one word alone speaks less loudly than a sentence, lest
# the bare name of a group weigh like one.
_SHORT = 15.0


@dataclass(frozen=True, slots=True)
class Features:
    """The features of one message. Parallel arrays: `ids` (0..BUCKETS-1), `values`, and the tokens
    `first`..`last` that a feature was made of. `starts`: where in them each part of the text
    begins; within one the squares of the values sum to less than 1, the less the shorter it is.
    `tokens` are (start, end) in the original text. Empty arrays for a text without tokens."""

    ids: Ints
    values: Floats
    first: Ints
    last: Ints
    starts: Ints
    tokens: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Word:
    hash: int
    kind: int
    pieces: Ints


def extract(text: str, *, apart: bool = False) -> Features:
    """The features of a text. `apart`: as it is scored, a long one in its sentences or so, lest a
    page of courtesy drown the one line that hurts; else in one part, as it is learnt."""
    normal = normalise(text)
    found = list(_TOKEN.finditer(normal.text))
    if len(found) > _TOKENS_MAX:
        # Both ends: an attack at the end of a long text is still read.
        found = found[: _TOKENS_MAX // 2] + found[-_TOKENS_MAX // 2 :]
    words = [_word(m.group()) for m in found]
    if not words:
        none = np.zeros(0, np.int64)
        return Features(none, np.zeros(0, np.float32), none, none, none, ())
    cut = apart and len(found) > _PART_TOKENS
    return _assemble(words, tuple(_places(normal, found)), _parts(found) if cut else None)


def _parts(found: Sequence[re.Match[str]]) -> Ints:
    """The part that each token is in: to the end of a sentence, but not too short a part."""
    least = max(_PART_TOKENS_MIN, len(found) // _PARTS)
    numbers, number, length = [], 0, 0
    for token in found:
        numbers.append(number)
        length += 1
        if length >= _PART_TOKENS or (length >= least and token.group()[0] in ".?!"):
            number, length = number + 1, 0
    return np.array(numbers, np.int64)


def _places(normal: Normal, found: Sequence[re.Match[str]]) -> list[tuple[int, int]]:
    return [normal.original(m.start(), m.end()) for m in found]


def _assemble(
    words: list[_Word], tokens: tuple[tuple[int, int], ...], part: Ints | None
) -> Features:
    n = len(words)
    at = np.arange(n, dtype=np.int64)
    hashes = np.fromiter((w.hash for w in words), np.int64, n)
    parts: list[tuple[Ints, float, Ints, Ints]] = [(hashes, _WORD, at, at)]

    lengths = np.fromiter((len(w.pieces) for w in words), np.int64, n)
    owner = np.repeat(at, lengths)
    parts.append((np.concatenate([w.pieces for w in words]), _PIECE, owner, owner))

    for reach in (1, 2):
        if n > reach:
            pair = _mix(hashes[:-reach] + reach, hashes[reach:])
            parts.append((pair, _PAIR, at[:-reach], at[reach:]))
    if n > 2:
        triple = _mix(_mix(hashes[:-2], hashes[1:-1]), hashes[2:] + 3)
        parts.append((triple, _PAIR, at[:-2], at[2:]))

    parts += _class_parts(np.fromiter((w.kind for w in words), np.int64, n))

    ids = np.concatenate([p[0] for p in parts]) & (BUCKETS - 1)
    values = np.repeat(np.array([p[1] for p in parts], np.float32), [len(p[0]) for p in parts])
    first = np.concatenate([p[2] for p in parts])
    last = np.concatenate([p[3] for p in parts])
    if part is None:
        values /= np.sqrt(np.float32(_SHORT + np.dot(values, values)))
        return Features(ids, values, first, last, _ONE_PART, tokens)
    inside = np.nonzero(part[first] == part[last])[0]
    order = inside[np.argsort(part[first[inside]], kind="stable")]
    ids, values, first, last = ids[order], values[order], first[order], last[order]
    owner = part[first]
    values /= np.sqrt(_SHORT + np.bincount(owner, values * values)).astype(np.float32)[owner]
    starts = np.searchsorted(owner, np.arange(owner[-1] + 1))
    return Features(ids, values, first, last, starts, tokens)


def _class_parts(kinds: Ints) -> list[tuple[Ints, float, Ints, Ints]]:
    """Runs of one to four classes, and pairs of known classes with anything between."""
    n = len(kinds)
    at = np.arange(n, dtype=np.int64)
    known = kinds > _MARK
    parts = [(_mix(kinds[known] + 7001, kinds[known]), _CLASS, at[known], at[known])]
    run = kinds + 9001
    for length in (2, 3, 4):
        if n < length:
            break
        run = _mix(run[:-1], kinds[length - 1 :] + length)
        telling = np.add.reduce([known[k : n - length + 1 + k] for k in range(length)]) > 1
        parts.append(
            (run[telling], _CLASS, at[: n - length + 1][telling], at[length - 1 :][telling])
        )
    seen = at[known]
    for reach in range(1, _REACH + 1):
        if len(seen) <= reach:
            break
        here, there = seen[:-reach], seen[reach:]
        pair = _mix(kinds[here] + 11003, kinds[there])
        parts.append((pair, _CLASS, here, there))
    return parts


def _mix(a: Ints, b: Ints) -> Ints:
    """Two hashes into one, the same on every machine."""
    mixed = (a * 0x9E3779B1 + b * 0x85EBCA77) & 0xFFFFFFFF
    mixed ^= mixed >> 15
    mixed = (mixed * 0x2C1B3C6D) & 0xFFFFFFFF
    return mixed ^ (mixed >> 13)


@lru_cache(maxsize=20_000)
def _word(word: str) -> _Word:
    word = word[:_WORD_LETTERS_MAX]
    if not word[0].isalnum():
        mark = word[0] if word[0] in "?!.," else word
        return _Word(_hash("m" + mark * min(len(word), 2)), _classes().get(word, _MARK), _NO_PIECES)
    framed = f"<{word}>"
    pieces = {framed[i : i + size] for size in _PIECES for i in range(len(framed) - size + 1)} - {
        framed
    }
    hashes = np.array(sorted(_hash("p" + piece) for piece in pieces), np.int64)
    return _Word(_hash("w" + word), _kind(word), hashes)


_NO_PIECES = np.zeros(0, np.int64)
_ONE_PART = np.zeros(1, np.int64)


def _hash(text: str) -> int:
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))


def _kind(word: str) -> int:
    known = _classes()
    if word in known:
        return known[word]
    # A compound or a bent form keeps the part its beginning plays: "drittsekker", "idiotane".
    for end in ("ene", "ane", "er", "ar", "en", "et", "a", "s", "e"):
        if word.endswith(end) and len(word) - len(end) >= 4 and word[: -len(end)] in known:
            return known[word[: -len(end)]]
    return _UNKNOWN


@cache
def version() -> str:
    """What a model must have been trained with: the version of this code, and the beginning of the
    hash of `classes.toml`."""
    return f"{_VERSION} / {hashlib.sha256(_FILE.read_bytes()).hexdigest()[:8]}"


@cache
def _classes() -> dict[str, int]:
    """word -> number of its class, from 2 up in the order of the file."""
    classes = tomllib.loads(_FILE.read_text("utf-8"))["classes"]
    return {
        word: number
        for number, words in reversed(list(enumerate(classes.values(), start=2)))
        for word in words.split()
    }
