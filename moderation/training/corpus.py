"""The corpus written for this model, read into examples: families of lines, slots filled.

A family is one thing said in three languages. All lines of a family stay on one side of a split,
so that a measurement never sees a line whose twin was trained on.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from math import sqrt
from pathlib import Path
from zlib import crc32

from moderation.training.example import Example, only

FOLDER = Path(__file__).with_name("corpus")
LANGUAGES = ("nb", "nn", "en")

_SLOT = re.compile(r"\{(\w+)\}")
_FILLINGS = 5  # of a line with slots
_FAMILY_LINES = 20  # what a family without slots is about
# Every group is both hated and not: else its name alone would weigh.
_FILLINGS_OF = {"identity_neutral": 10, "identity_attack": 8}

# Nine in ten messages are of the plainest kind, and few lines of it say much: each counts for two.
_PLAIN, _PLAIN_WEIGHS = "everyday", 2.0

# category -> the labels of its lines. What is left out of a line's heads is said not to hold.
LABELS: Mapping[str, Mapping[str, bool]] = {
    "attack": only(("toxicity", "insult"), unknown=("obscene",)),
    "threat": only(("toxicity", "threat"), unknown=("insult", "obscene")),
    "encourages_harm": only(
        ("toxicity", "encourages_harm"), unknown=("insult", "threat", "obscene")
    ),
    "identity_attack": only(
        ("toxicity", "identity_attack"), unknown=("insult", "threat", "obscene")
    ),
    "identity_neutral": only((), unknown=("reported_abuse",)),
    "contact": only(("contact",)),
    "sexual": only(("sexual",), unknown=("toxicity", "obscene", "contact")),
    "obscene": only(("obscene", "toxicity"), unknown=("insult", "sexual")),
    "support": only((), unknown=("reported_abuse",)),
    "swearing": only(()),
    "banter": only(()),
    "idiom": only(()),
    "reported_abuse": only(("reported_abuse",), unknown=("crisis_abuse",)),
    "self_directed": only(("self_directed",), unknown=("crisis_suicide",)),
    "crisis_suicide": only(("crisis_suicide",), unknown=("self_directed", "crisis_selfharm")),
    "crisis_selfharm": only(("crisis_selfharm",), unknown=("self_directed", "crisis_suicide")),
    "crisis_abuse": only(("crisis_abuse",), unknown=("reported_abuse",)),
}

HARMFUL = (
    "attack",
    "threat",
    "encourages_harm",
    "identity_attack",
    "contact",
    "sexual",
    "obscene",
)


def lines(folder: Path = FOLDER) -> Iterator[tuple[str, str, str, str]]:
    """Every line with its slots filled: (category, family, language, text). Raises `ValueError`,
    naming the family, for an unknown slot or category."""
    slots = tomllib.loads((folder / "slots.toml").read_text("utf-8"))
    for path in sorted(folder.glob("*.toml")):
        if path.name == "slots.toml":
            continue
        for family in tomllib.loads(path.read_text("utf-8"))["family"]:
            category, name = family.get("label", path.stem), f"{path.stem}.{family['id']}"
            if category not in LABELS:
                raise ValueError(f"{name}: unknown category {category}")
            for language in LANGUAGES:
                for line in family[language]:
                    for text in _filled(
                        line, slots[language], name, _FILLINGS_OF.get(category, _FILLINGS)
                    ):
                        yield category, name, language, text


def examples(folder: Path = FOLDER) -> Iterator[Example]:
    """The corpus as examples, each also as a teenager types it. A line weighs 1; those of a
    family whose slots make very many lines weigh less, lest it speak for all."""
    told = list(lines(folder))
    sizes = Counter((family, language) for _, family, language, _ in told)
    for category, family, language, text in told:
        variants = {text: None, typed(text, language): None}
        crowd = sqrt(max(1.0, sizes[family, language] / _FAMILY_LINES))
        for variant in variants:
            share = (_PLAIN_WEIGHS if family.startswith(_PLAIN) else 1.0) / len(variants) / crowd
            yield Example(variant, LABELS[category], share, category, family)


def _filled(line: str, slots: Mapping[str, list[str]], family: str, fillings: int) -> Iterator[str]:
    names = _SLOT.findall(line)
    if not names:
        yield line
        return
    seen = set()
    for round_ in range(fillings):
        text = line
        for place, name in enumerate(names):
            if name not in slots:
                raise ValueError(f"{family}: unknown slot {name}")
            # A different start for each line, then step through, so that all fillings are used.
            chosen = (crc32(f"{line}{place}".encode()) + round_ * (5 + place)) % len(slots[name])
            text = text.replace(f"{{{name}}}", slots[name][chosen], 1)
        seen.add(text)
    yield from sorted(seen)


# How words are typed on a phone or spoken at home.
_TYPED: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "nb": {
        "jeg": ("jg", "æ", "jæ", "jei", "je"),
        "ikke": ("ikk", "kke", "ikkje"),
        "deg": ("dæ", "dg"),
        "meg": ("mæ", "mg"),
        "det": ("d", "de"),
        "er": ("e",),
        "hva": ("ka", "hva", "va"),
        "og": ("å", "og"),
        "noen": ("noen", "nåkka", "noken"),
        "skal": ("ska",),
        "bare": ("bare", "bærre"),
        "selv": ("selv", "sjøl"),
        "mye": ("mye", "mykje"),
    },
    "nn": {
        "eg": ("e", "æ", "eg"),
        "ikkje": ("ikje", "ikkj", "itj"),
        "deg": ("de", "dæ"),
        "meg": ("me", "mæ"),
        "det": ("da", "d"),
        "er": ("e",),
        "kva": ("ka", "ke"),
        "og": ("å", "og"),
        "skal": ("ska",),
        "berre": ("bærre", "berre"),
        "sjølv": ("sjøl", "sjøl"),
    },
    "en": {
        "you": ("u", "ya"),
        "you're": ("ur", "youre"),
        "your": ("ur", "yr"),
        "i'm": ("im", "i'm"),
        "i": ("i", "I"),
        "are": ("r", "are"),
        "don't": ("dont", "dont"),
        "can't": ("cant",),
        "it's": ("its",),
        "please": ("pls",),
        "because": ("bc", "cuz"),
        "my": ("my", "mi"),
        "and": ("n", "and"),
        "to": ("to", "2"),
    },
}
_ENDS = ("", "", "!", "!!", " ...", "", ".", "?")


def typed(text: str, language: str) -> str:
    """The same line as somebody might type it; the same every time."""
    seed = crc32(f"{language}{text}".encode())
    words = []
    for place, word in enumerate(text.split(" ")):
        ways = _TYPED[language].get(word, (word,))
        # Half of the words keep their proper form.
        words.append(ways[(seed >> place % 20) % len(ways)] if (seed >> place % 13) & 1 else word)
    end = _ENDS[seed % len(_ENDS)]
    line = " ".join(words)
    if seed & 64:
        line = line.upper() if seed % 11 == 0 else line.capitalize()
    return line + (end if line[-1:].isalnum() else "")
