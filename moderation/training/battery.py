"""Lines kept out of training, and what a scorer and the rules make of them.

Counted against ourselves both ways: a harmless line is flagged if any head of conduct is over its
limit, even where the verdict would see distress; an attack is caught only if no head of distress
speaks beside it, which would excuse it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from moderation.screening import heads, rules, thresholds
from moderation.screening.scorer import Score, Scorer

FILE = Path(__file__).with_name("battery.toml")
LANGUAGES = ("nb", "nn", "en")
HARM = ("attack", "threat", "encourages_harm", "identity_attack")
CRISIS = ("suicide", "selfharm", "abuse")
HARMLESS = (
    "support",
    "self_directed",
    "reported_abuse",
    "swearing",
    "identity_neutral",
    "everyday",
    "banter",
)
_CRISIS_HEADS = frozenset({"crisis_suicide", "crisis_selfharm", "crisis_abuse"})
_DISTRESS = frozenset({"self_directed", "reported_abuse"})


@dataclass(frozen=True)
class Battery:
    """`lines`: language -> category -> texts. `floors` and `ceilings`: category -> share."""

    lines: Mapping[str, Mapping[str, list[str]]]
    floors: Mapping[str, float]
    ceilings: Mapping[str, float]


@dataclass(frozen=True)
class Outcome:
    """One category in one language: how many lines spoke up, of how many, and which did wrong."""

    share: float
    lines: int
    wrong: tuple[str, ...]


def load() -> Battery:
    data = tomllib.loads(FILE.read_text("utf-8"))
    return Battery({tongue: data[tongue] for tongue in LANGUAGES}, data["floors"], data["ceilings"])


def run(scorer: Scorer, battery: Battery) -> dict[tuple[str, str], Outcome]:
    """(language, category) -> outcome; the three crises also together as "crisis"."""
    outcomes = {}
    for language, categories in battery.lines.items():
        for category, texts in categories.items():
            outcomes[language, category] = _outcome(scorer, language, category, texts)
        together = [text for crisis in CRISIS for text in categories[crisis]]
        outcomes[language, "crisis"] = _outcome(scorer, language, "crisis", together)
    return outcomes


def misses(outcomes: Mapping[tuple[str, str], Outcome], battery: Battery) -> list[str]:
    """What falls short of the floors or goes over the ceilings, in words."""
    told = []
    for (language, category), outcome in outcomes.items():
        if outcome.share < battery.floors.get(category, 0.0):
            told.append(f"{language} {category}: {outcome.share:.0%} found, missed {outcome.wrong}")
        if outcome.share > battery.ceilings.get(category, 1.0):
            told.append(f"{language} {category}: {outcome.share:.0%} flagged: {outcome.wrong}")
    return told


def _outcome(scorer: Scorer, language: str, category: str, texts: list[str]) -> Outcome:
    should = category in (*HARM, *CRISIS, "crisis")
    spoke = [
        _speaks(category, _findings(score, text, language))
        for score, text in zip(scorer.score(texts), texts, strict=True)
    ]
    wrong = tuple(text for text, said in zip(texts, spoke, strict=True) if said != should)
    return Outcome(sum(spoke) / len(spoke), len(texts), wrong)


def _findings(score: Score, text: str, language: str) -> set[str]:
    limits = thresholds.load()
    over = {head for head, value in score.heads.items() if value >= limits.of(head, language)}
    return over | {hit.head for hit in rules.find(text)}


def _speaks(category: str, found: set[str]) -> bool:
    conduct = bool(found & set(heads.CONDUCT))
    crisis = bool(found & _CRISIS_HEADS)
    if category in HARM:
        return conduct and not crisis and not (found & _DISTRESS)
    if category in (*CRISIS, "crisis"):
        return crisis
    if category in ("idiom", "everyday"):
        return conduct or crisis
    return conduct
