"""The probe for personal data, as lines: see `personal_data.toml`."""

from __future__ import annotations

import tomllib
from itertools import cycle
from pathlib import Path

from moderation.screening import rules

PROBE = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
CORPUS = Path(rules.__file__).parents[1] / "training" / "corpus"
# Of the corpus, what is about nothing that the rules look for.
HARMLESS = (
    *("support", "swearing", "banter", "idiom", "everyday", "everyday_when"),
    *("care_home", "self_directed", "attack"),
)


def said(kind: str) -> list[tuple[str, str]]:
    """(language, line): every value of that kind, in a sentence of each language."""
    sentences = {language: cycle(said) for language, said in PROBE["around"].items()}
    return [
        (language, next(sentence).replace("{}", value))
        for values in PROBE[kind].values()
        for value in values
        for language, sentence in sentences.items()
    ]


def neutral() -> list[str]:
    """Look-alikes of our own, and the corpus's lines about other things, slots and all."""
    lines = [line for language in PROBE["neutral"].values() for line in language]
    for name in HARMLESS:
        for family in tomllib.loads((CORPUS / f"{name}.toml").read_text("utf-8"))["family"]:
            lines += [line for language in ("nb", "nn", "en") for line in family.get(language, ())]
    return lines
