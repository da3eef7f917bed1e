"""Scores lines by hand or by the thousand: what measurements run through, and strangers try first.

The same phases and the same verdict as in the service, under a group's default policy; nothing is
stored. What is read may be anybody's words: it goes to standard output and nowhere else.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from forum.messages.models import HeldFor
from forum.rooms.models import Group, Mode, Unscored
from moderation.screening import heads, language, phases, rules, scorer, thresholds
from moderation.screening.verdict import Decision, Fate, Policy, Queue

_LETTERS_MAX = 100_000
_ANY = UUID(int=0)


class Command(BaseCommand):
    help = (
        "Score JSON lines from standard input, one answer a line. In: {id, text, lang?}. Out: the "
        "score of every head, the language, rules that fired, carrying words, the verdict under a "
        "group's default policy, versions; or {id, error}, and the exit code is 1."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--scorer", default=settings.SCORER, help="embedded, detoxify or both")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            chosen = scorer.load(
                options["scorer"],
                checkpoint=settings.DETOXIFY_CHECKPOINT or None,
                sha256=settings.DETOXIFY_SHA256 or None,
            )
        except scorer.ScorerUnavailable as error:
            raise CommandError(str(error)) from error
        refused = False
        for answer in answers(sys.stdin.buffer, chosen):
            refused |= "error" in answer
            sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
            sys.stdout.flush()
        if refused:
            sys.exit(1)


def answers(lines: Iterable[bytes], chosen: scorer.Scorer) -> Iterator[dict[str, Any]]:
    """One answer for each line that is not blank. `error`: `not_json`, `no_text`, `too_long`."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            asked = json.loads(line.decode("utf-8"))
        except ValueError:
            # Also what is no UTF-8.
            yield {"id": None, "line": number, "error": "not_json"}
            continue
        text = asked.get("text") if isinstance(asked, dict) else None
        if not isinstance(text, str):
            yield {"id": _id(asked), "line": number, "error": "no_text"}
        elif len(text) > _LETTERS_MAX:
            yield {"id": _id(asked), "line": number, "error": "too_long"}
        else:
            lean = asked.get("lang")
            known = lean if lean in language.OURS else language.OURS[0]
            yield {"id": _id(asked), **answer(text, known, chosen)}


def answer(text: str, lean: str, chosen: scorer.Scorer) -> dict[str, Any]:
    """What the service would make of this text in a room of language `lean`. Scores are given for
    other languages too, where the verdict does not heed them."""
    draft = phases.Draft(
        message=_ANY,
        text=text,
        room_language=lean,
        policy=Policy(_DEFAULT_MODE, _DEFAULT_UNSCORED),
        staff=False,
        newcomer=False,
    )
    score = chosen.score([text])[0]
    screened = phases.screen([draft], _Said(chosen, score))[0]
    return {
        "lang": screened.language,
        "verdict": _named(screened.decision),
        "severity": screened.decision.severity,
        "because": list(screened.decision.because),
        "scores": {head: round(value, 4) for head, value in score.heads.items()},
        "rules": [
            {"rule": found.source.removeprefix("rule "), "head": found.head, "spans": found.spans}
            for found in screened.findings
            if found.source.startswith("rule ")
        ],
        "words": {
            head: [
                {"word": text[start:end], "start": start, "end": end, "weight": weight}
                for start, end, weight in spans
            ]
            for head, spans in score.carrying.items()
        },
        "versions": {
            "model": f"{chosen.name} {chosen.version}",
            "limits": thresholds.load().version,
            "rules": sorted({rule.version for rule in rules.load()}),
        },
    }


class _Said:
    """A scorer that has already spoken: scoring costs as much as all the rest together."""

    def __init__(self, chosen: scorer.Scorer, score: scorer.Score) -> None:
        self.name, self.version = chosen.name, chosen.version
        self.heads, self.languages = chosen.heads, chosen.languages
        self._score = score

    def score(self, texts: object) -> list[scorer.Score]:
        return [self._score] if texts else []


def _named(decision: Decision) -> str:
    """`publish`, `hold_conduct`, `hold_privacy`, `not_scored`, or `care_` with the gravest reason
    of care (`care_self_directed` is shown, and an adult knows)."""
    if decision.held_for == HeldFor.UNSCORED:
        return "not_scored"
    if decision.queue == Queue.CARE:
        gravest = next(head for head in heads.CARE if head in decision.because)
        return f"care_{gravest.removeprefix('crisis_')}"
    if decision.fate == Fate.PUBLISH:
        return "publish"
    return f"hold_{decision.held_for}"


def _id(asked: object) -> object:
    return asked.get("id") if isinstance(asked, dict) else None


_DEFAULT_MODE = Mode(Group._meta.get_field("mode").default)
_DEFAULT_UNSCORED = Unscored(Group._meta.get_field("unscored").default)
