"""Takes out of a line what could tell who somebody is.

Meant to take out too much rather than too little: a lost word costs a training line a little, a
name left in costs a young person. What the personal-data rules find; links, handles and
everything with a digit; the aliases of the group; first names in any case, also spelled oddly;
places and schools; and every capitalised word inside a sentence, or at its beginning unless it is
an everyday one, which is how surnames and small places look. What still looks like one of these
afterwards is not given out at all.

It cannot know a nickname or a small place in lower case, nor a story that only one person could
tell: that is why lines are short, groups must ask for it, and side rooms are never read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from forum.memberships.alias import first_names
from moderation.screening import heads, rules
from moderation.screening.normalise import normalise
from moderation.training.corpus import FOLDER

LONGEST = 300

_PLACES = Path(__file__).with_name("places.txt")
_WORD = re.compile(r"[^\W\d_]+")
_LINK = re.compile(
    r"(?:https?://|www\.)\S+"
    r"|\b[\w\-]+(?:\.[\w\-]+)*\.(?:no|com|net|org|io|gg|me|co|uk|se|dk|tv|app)\b\S*",
    re.I,
)
_HANDLE = re.compile(r"@\s?[\w.\-]+|\b[^\W\d_]+(?:[._]+\w+)+\b")
_LIVES = re.compile(
    r"\b(?:(?:bor|bur|bodde|budde|flytt\w*|live[sd]?|living|moved?)"
    r"\s+(?:(?:her|here|nå|no|oppe|nede|ute|up|down|out|back)\s+)?"
    r"(?:i|på|til|ved|utenfor|utanfor|in|to|near)|(?:fra|frå|from))\s+([^\W\d_]{3,})",
    re.I,
)
_SCHOOL_WORD = (
    r"(?:ungdoms|barne|grunn)?sk[ou]le[nr]?|vgs|videregående|vidaregåande|high ?school|school"
    r"|college|universitetet|universitet|barnehage\w*|klubb(?:en)?|idrettslag"
)
_SCHOOL = re.compile(rf"\b([^\W\d_]+)[ \-](?:{_SCHOOL_WORD})\b", re.I)
_SCHOOL_OF = re.compile(rf"\b(?:{_SCHOOL_WORD}) (?:i|på|in|at|of) ([^\W\d_]+)", re.I)
_SCHOOL_JOINED = re.compile(r"\b([^\W\d_]{3,}?)s?sk[ou]l(?:e|en|a|er|ene|ane)\b", re.I)
_INSIDE_SENTENCE = frozenset(",;('/&")
_ALWAYS_CAPITAL = frozenset({"I", "Jeg", "Eg"})
_DRAWN_OUT = re.compile(r"(.)\1\1")
_REPEATED = re.compile(r"(.)\1+")
_TAG = re.compile(r"\[[a-z]+\]")
_GONE = "■"


@dataclass(frozen=True)
class Told:
    """A stretch that tells too much, and what stands in its place."""

    start: int
    end: int
    tag: str


class Deidentifier:
    """For the lines of one group, whose aliases it knows."""

    def __init__(self, aliases: Iterable[str]) -> None:
        words = [_WORD.findall(alias) for alias in aliases]
        spelled = sorted({r"[\W_]*".join(map(re.escape, one)) for one in words if one}, key=len)
        self._alias = (
            re.compile(rf"(?<![^\W_])(?:{'|'.join(reversed(spelled))})s?(?![^\W_])", re.I)
            if spelled
            else None
        )
        self._alias_words = frozenset(word.casefold() for one in words for word in one)

    def clean(self, text: str) -> str | None:
        """The line with tags for what was taken out. None when it is too long, or when something
        that tells too much may still stand in it."""
        if len(text) > LONGEST:
            return None
        cleaned = _replaced(text, list(self._told(text)))
        left = self._told(_TAG.sub(_GONE, cleaned))
        return None if any(True for _ in left) else " ".join(cleaned.split())

    def _told(self, text: str) -> Iterator[Told]:
        for hit in rules.find(text):
            if hit.head == heads.PERSONAL_DATA:
                yield from (Told(span.start, span.end, _tag(hit.rule)) for span in hit.spans)
        for pattern, tag in ((_LINK, "link"), (_HANDLE, "handle")):
            yield from (Told(*found.span(), tag) for found in pattern.finditer(text))
        yield from _with_numbers(text)
        yield from self._by_word(text, text)
        normal = normalise(text)
        for told in self._by_word(normal.text, None):
            yield Told(*normal.original(told.start, told.end), told.tag)
        yield from _capitalised(text)
        yield from _told_by_neighbours(text)

    def _by_word(self, text: str, written: str | None) -> Iterator[Told]:
        """Aliases, names and places; `text` as written, or folded (then `written` is None)."""
        if self._alias is not None:
            yield from (Told(*found.span(), "alias") for found in self._alias.finditer(text))
        yield from (Told(*found.span(), "place") for found in _place_pattern().finditer(text))
        for found in _WORD.finditer(text):
            word = found.group()
            if _is_name(word.casefold()):
                yield Told(*found.span(), "name")
            elif written and word[0].isupper() and word.casefold() in self._alias_words:
                yield Told(*found.span(), "alias")


def _is_name(word: str) -> bool:
    names = first_names()
    if _DRAWN_OUT.search(word):
        word, names = _short(word), _short_names()
    return word in names or (word.endswith("s") and word[:-1] in names)


def _short(word: str) -> str:
    return _REPEATED.sub(r"\1", word)


@cache
def _short_names() -> frozenset[str]:
    return frozenset(map(_short, first_names()))


def _tag(rule: str) -> str:
    return re.sub(r"[^a-z]", "", rule.lower()) or "personal"


def _with_numbers(text: str) -> Iterator[Told]:
    """Whole words with anything that counts as a number in them, however it is written."""
    for found in re.finditer(r"\S+", text):
        if any(c.isnumeric() for c in found.group()):
            yield Told(*found.span(), "number")


def _capitalised(text: str) -> Iterator[Told]:
    for found in _WORD.finditer(text):
        word = found.group()
        if len(word) < 2 or not (word[0].isupper() and word[1:].islower()):
            continue
        before = text[: found.start()].rstrip(" ")
        inside = bool(before) and (before[-1].isalnum() or before[-1] in _INSIDE_SENTENCE)
        if word not in _ALWAYS_CAPITAL and (inside or not _everyday(word)):
            yield Told(*found.span(), "name")


def _told_by_neighbours(text: str) -> Iterator[Told]:
    """Where somebody lives or goes to school, unless it is said in everyday words."""
    for found in _LIVES.finditer(text):
        if not _everyday(found.group(1)):
            yield Told(*found.span(1), "place")
    for pattern in (_SCHOOL, _SCHOOL_OF, _SCHOOL_JOINED):
        for found in pattern.finditer(text):
            if not (_everyday(found.group(1)) or _everyday(found.group())):
                yield Told(*found.span(), "school")


@cache
def _vocabulary() -> frozenset[str]:
    """Words that stand in lower case in the corpus written for the model: nobody's name."""
    words = {
        word
        for path in FOLDER.glob("*.toml")
        for word in _WORD.findall(path.read_text("utf-8"))
        if word.islower()
    }
    return frozenset(words - first_names())


def _everyday(word: str) -> bool:
    return word.casefold() in _vocabulary()


def _replaced(text: str, told: Sequence[Told]) -> str:
    """With a tag for each stretch; those that touch or overlap become one, under the first's."""
    pieces, at = [], 0
    for one in sorted(told, key=lambda one: (one.start, -one.end)):
        if one.end <= at:
            continue
        if one.start >= at:
            pieces += [text[at : one.start], f"[{one.tag}]"]
        at = one.end
    return "".join([*pieces, text[at:]])


@cache
def _place_pattern() -> re.Pattern[str]:
    places = _PLACES.read_text("utf-8").splitlines()
    longest_first = sorted(filter(None, places), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})s?\b", re.I)
