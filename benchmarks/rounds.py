"""Rounds: everything that is compared is measured once in each, one right after the other."""

from __future__ import annotations

import gc
from collections.abc import Callable, Coroutine, Mapping, Sequence
from statistics import median
from typing import Any, TypeVar

from benchmarks.talk import Outcome
from benchmarks.targets import Make, Target
from benchmarks.wire import run

Found = TypeVar("Found")


def measured(
    makes: Mapping[str, Make],
    rounds: int,
    measure: Callable[[str, Target], Coroutine[Any, Any, Found]],
    show: Callable[[Found], str] = str,
) -> dict[str, list[Found]]:
    """For each name what `measure` found in each round."""
    found: dict[str, list[Found]] = {name: [] for name in makes}
    for turn in range(rounds):
        for name, make in makes.items():
            gc.collect()
            with make() as target:
                found[name].append(run(measure(name, target)))
            print(f"  {turn + 1}/{rounds} {name}: {show(found[name][-1])}", flush=True)
    return found


def brief(one: Outcome) -> str:
    return (
        f"{one.rate:,.0f}/s, p50 {one.p50 * 1000:.0f} p99 {one.p99 * 1000:.0f} ms, "
        f"{one.cpu_each:.0f} us each, lost {one.lost}, load {one.load:.0%} of "
        f"{one.beside:.0%}, others {one.others:.0%}"
    )


def noise(outcomes: Sequence[Outcome]) -> str:
    """How much the figures are to be trusted."""
    others = [one.others * 100 for one in outcomes]
    return (
        f"Of the server's core, others took {median(others):.0f} % "
        f"(at most {max(others):.0f} %) while this was measured."
    )
