"""How much the longest tests ask. Usually as much as finds a mistake soon; with FULL=1, which is
`make chaos`, all of it, on both topologies."""

from __future__ import annotations

import os
from typing import TypeVar

Amount = TypeVar("Amount")

FULL = os.environ.get("FULL") == "1"


def volume(usual: Amount, full: Amount) -> Amount:
    return full if FULL else usual


KINDS = ["sqlite", "cluster"]
# Where both would tell the same story twice.
ONE_KIND = volume(["cluster"], KINDS)
SMALL_KIND = volume(["sqlite"], KINDS)
