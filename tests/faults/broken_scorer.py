"""manage.py with a scorer that hangs, crashes or talks nonsense, as the file named in
FAULTS_SCORER says at the moment. Production code has no switch for this, so it is put in from
outside, before the command runs."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from moderation.screening import scorer
from moderation.screening.scorer import Score

MOOD = Path(os.environ.get("FAULTS_SCORER", ""))
WELL = "well"
HANGS, CRASHES, NONSENSE = "hangs", "crashes", "nonsense"
TOO_FEW, NOTHING = "too few", "nothing"


class Fickle:
    """The real scorer, in a mood."""

    def __init__(self, real: scorer.Scorer) -> None:
        self._real = real
        self.name, self.version = real.name, real.version
        self.heads, self.languages = real.heads, real.languages

    def score(self, texts: Sequence[str]) -> Any:
        mood = MOOD.read_text()
        if mood == HANGS:
            # For good: it does not come back when the next call is answered again.
            while True:
                time.sleep(0.1)
        if mood == CRASHES:
            raise MemoryError
        if mood == NONSENSE:
            return [Score({head: float("nan") for head in self.heads}, {}) for _ in texts]
        if mood == TOO_FEW:
            return self._real.score(texts)[1:]
        if mood == NOTHING:
            return None
        return self._real.score(texts)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forum.settings")
    load = scorer.load
    scorer.load = lambda *chosen, **more: Fickle(load(*chosen, **more))  # type: ignore[assignment,arg-type,return-value]
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
