"""Which language a message is in, so that nobody is judged in one the model never learnt.

Chat is short and mixed, and a wrong "other" costs a young person's message its way to the room.
So little evidence leans on the room's language, and "other" needs a reason: another script, or
more everyday words of another language than of ours.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

OURS = ("nb", "nn", "en")
OTHER = "other"

_FILE = Path(__file__).with_name("language.toml")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_READ_AT_MOST = 80  # words: enough to tell, and a bound on the time

# Danish and Swedish are read as Norwegian while short: the everyday words are the same.
_NEIGHBOURS = frozenset({"da", "sv"})
_NEIGHBOUR_LEAD = 3
_STRANGER_LEAD = 1
_LONG = 6  # words, from where on knowing none of them means something


def guess(text: str, *, lean: str) -> str:
    """ "nb", "nn", "en" or "other". `lean` is the room's language, for what does not tell."""
    letters = [c for c in text[:400] if c.isalpha()]
    if not letters:
        return lean
    if sum(c > "ɐ" for c in letters) * 2 > len(letters):
        return OTHER
    words = [w.lower().replace("’", "'") for w in _WORD.findall(text[:1000])][:_READ_AT_MOST]
    told = _tell(words)
    ours = max(OURS, key=lambda language: (told[language], language == lean))
    others = {language: n for language, n in told.items() if language not in OURS}
    other = max(others, key=lambda language: others[language])
    lead = _NEIGHBOUR_LEAD if other in _NEIGHBOURS else _STRANGER_LEAD
    if others[other] >= 2 and others[other] >= told[ours] + lead:
        return OTHER
    if len(words) >= _LONG and not any(told.values()):
        return OTHER
    if told[ours] == 0:
        return lean
    return _written(told, lean) if ours != "en" else _english(told, lean)


def _tell(words: list[str]) -> dict[str, float]:
    known = _words()
    told = dict.fromkeys(_languages(), 0.0)
    for word in words:
        for language in known.get(word, ()):
            told[language] += 1
    return told


def _written(told: dict[str, float], lean: str) -> str:
    """Bokmål or Nynorsk: most words are both, so a tie is the room's."""
    if told["nb"] == told["nn"]:
        return lean if lean in ("nb", "nn") else "nb"
    return "nb" if told["nb"] > told["nn"] else "nn"


def _english(told: dict[str, float], lean: str) -> str:
    """English words sit in every Norwegian sentence of a teenager: it takes a lead of them."""
    norwegian = max(told["nb"], told["nn"])
    return _written(told, lean) if norwegian and told["en"] < norwegian + 1 else "en"


@cache
def _languages() -> tuple[str, ...]:
    data = tomllib.loads(_FILE.read_text("utf-8"))
    return (*data["ours"], *data["other"])


@cache
def _words() -> dict[str, tuple[str, ...]]:
    """word -> the languages it is an everyday word of."""
    data = tomllib.loads(_FILE.read_text("utf-8"))
    known: dict[str, tuple[str, ...]] = {}
    for language, words in {**data["ours"], **data["other"]}.items():
        for word in sorted(set(words.split())):
            known[word] = (*known.get(word, ()), language)
    return known
