"""manage.py with a scorer that hears a little in a few sentences, each below every limit. What the
real one hears in them changes with its training; the story is about what comes of it."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from moderation.screening import scorer
from moderation.screening.heads import SCORED
from moderation.screening.scorer import Score, Span

# The words that carry each.
SMALL = (
    "hvor gammel er du",
    "mye mer moden",
    "en annen app",
    "de voksne trenger ikke",
    "alene hjemme",
    "bare vi to",
)


class Ears:
    """See `scorer.Scorer`."""

    name, version = "ears", "1"
    heads = frozenset(SCORED)
    languages = frozenset({"nb", "nn", "en"})

    def score(self, texts: Sequence[str]) -> list[Score]:
        return [self._one(text) for text in texts]

    def _one(self, text: str) -> Score:
        heads = dict.fromkeys(SCORED, 0.01)
        heard = [(text.find(words), words) for words in SMALL if words in text]
        if heard:
            heads["contact"] = 0.36
        spans = tuple(Span(at, at + len(words), 1.0) for at, words in heard)
        return Score(heads, {"contact": spans} if spans else {})


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forum.settings")
    scorer.load = lambda *_, **__: Ears()  # type: ignore[assignment]
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
