"""What a message costs to judge: the embedded scorer, all phases of screening, and a model of
Detoxify's size beside them, each in a process of its own on one core.

`python -m benchmarks.scoring WHAT` is that process; it prints its figures as JSON.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from statistics import median, quantiles
from uuid import UUID

from benchmarks.asked import Asked
from benchmarks.machine import SERVER_CORE, on_core
from benchmarks.table import Goal, fmt, ratios, report

MESSAGES = 4_000
SLOW_MESSAGES = 64  # of the large models
LONG_LETTERS = 2_000
TOKENS = 32
AT_ONCE = 16
NOTE = (
    "Memory: what loading and scoring add to the bare process; not told of int8, whose process "
    "exported it just before. The texts of 2,000 characters are one line said over and over: "
    "slowest are those that are nothing but crisis, where every rule has to look."
)
# Of Detoxify's multilingual model, but for its vocabulary, which costs memory and no time.
SIZES = {
    "hidden_size": 768,
    "num_hidden_layers": 12,
    "num_attention_heads": 12,
    "intermediate_size": 3072,
    "max_position_embeddings": 512,
}
WHATS = {
    "embedded": "embedded scorer, with what carried it",
    "screen": "all phases: rules, language, scorer, verdict",
    "long": "the same, texts of 2,000 characters",
    "int8": "Detoxify's size, ONNX int8, in 16s",
    "torch": "Detoxify's size, torch, in 16s",
}


def scoring(asked: Asked) -> str:
    """What a message costs to judge, on one core"""
    found: dict[str, list[dict[str, float]]] = {what: [] for what in WHATS}
    for _ in range(asked.rounds):
        for what, told in found.items():
            told.append(_measured(what, quick=asked.quick))
            print(f"  {what}: {told[-1]}", flush=True)
    rows = []
    for what, name in WHATS.items():
        each = {key: [one[key] for one in found[what]] for key in found[what][0]}
        cost = ratios(each["p50"], [one["p50"] for one in found["embedded"]])
        rows.append(
            [
                name,
                *(fmt(each[key], 2) for key in ("p50", "p95", "p99")),
                fmt([1000 / mean for mean in each["mean"]]),
                fmt(each["load"], 2),
                fmt(each["memory"]),
                fmt(cost, 1),
            ]
        )
    head = ["", "p50 ms", "p95 ms", "p99 ms", "messages/s", "load s", "memory MB", "x embedded"]
    of = {key: [one[key] for one in found["embedded"]] for key in ("p95", "load", "memory")}
    goals = [
        Goal("embedded, p95", of["p95"], 0.5, at_most=True, digits=2, unit=" ms"),
        Goal("embedded, load", of["load"], 0.3, at_most=True, digits=2, unit=" s"),
        Goal("embedded, memory", of["memory"], 60, at_most=True, digits=0, unit=" MB"),
        Goal(
            "2,000 characters through all phases, p99",
            [one["p99"] for one in found["long"]],
            5,
            at_most=True,
            unit=" ms",
        ),
        Goal(
            "a model of Detoxify's size as int8, p95 of a message",
            [one["p95"] for one in found["int8"]],
            35,
            at_most=True,
            unit=" ms",
        ),
    ]
    return report(head, rows, goals, NOTE)


def _measured(what: str, *, quick: bool) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.scoring", what, *(["quick"] if quick else [])]
    with on_core(SERVER_CORE):
        told = subprocess.run(
            command, check=True, capture_output=True, text=True, cwd=Path(__file__).parents[1]
        )
    figures: dict[str, float] = json.loads(told.stdout.splitlines()[-1])
    return figures


def _held() -> float:
    """Megabytes that this process holds."""
    status = Path("/proc/self/status").read_text()
    return int(re.findall(r"VmRSS:\s+(\d+)", status)[0]) / 1024


def _lines(count: int) -> list[str]:
    from moderation.training import corpus

    texts = [text for _, _, _, text in corpus.lines()]
    return list(islice(texts[:: max(1, len(texts) // count)], count))


def _embedded() -> Callable[[str], object]:
    from moderation.screening.embedded import Embedded

    scorer = Embedded.load()
    return lambda text: scorer.score([text])


def _screen() -> Callable[[str], object]:
    from forum.rooms.models import Mode, Unscored
    from moderation.screening import phases
    from moderation.screening.embedded import Embedded
    from moderation.screening.verdict import Policy

    scorer = Embedded.load()
    policy = Policy(Mode.HOLD_IF_FLAGGED, Unscored.HOLD)

    def judge(text: str) -> object:
        draft = phases.Draft(UUID(int=0), text, "nb", policy, staff=False, newcomer=False)
        return phases.screen([draft], scorer)

    return judge


def _large(what: str) -> tuple[float, float, list[float]]:
    """A model of Detoxify's size with random weights: seconds and megabytes of loading it, and
    milliseconds a message, in batches. Exported first, where it is to run as int8."""
    import torch

    from moderation.screening.detoxify import DetoxifyScorer
    from moderation.training.export import export
    from tests.moderation.screening import tiny

    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as at:
        folder = Path(at)
        made = tiny.write(folder / "large.ckpt", tiny.content(folder / "arch", "bert", **SIZES))
        path, pin = made.path, made.sha256
        if what == "int8":
            path = folder / "out"
            pin = export(
                path,
                checkpoint=str(made.path),
                sha256=made.sha256,
                say=lambda line: None,
                texts=["you are a friend"] * AT_ONCE,
                canaries=(),
            )
        before, began = _held(), time.perf_counter()
        model = DetoxifyScorer.load(checkpoint=str(path), sha256=pin, canaries=()).model
        loaded = time.perf_counter() - began
        texts = [" ".join(["hello"] * (TOKENS - 2))] * AT_ONCE
        model.predict(texts)
        times = []
        for _ in range(SLOW_MESSAGES // AT_ONCE):
            start = time.perf_counter()
            model.predict(texts)
            times += [(time.perf_counter() - start) * 1000 / AT_ONCE] * AT_ONCE
        return loaded, _held() - before, times


def _small(what: str, texts: list[str]) -> tuple[float, float, list[float]]:
    """The same of what lives in the repository, a message at a time."""
    before, began = _held(), time.perf_counter()
    judge = _embedded() if what == "embedded" else _screen()
    loaded = time.perf_counter() - began
    for text in texts[:50]:
        judge(text)
    times = []
    for text in texts:
        start = time.perf_counter()
        judge(text)
        times.append((time.perf_counter() - start) * 1000)
    return loaded, _held() - before, times


def main() -> None:
    what, quick = sys.argv[1], sys.argv[2:] == ["quick"]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forum.settings")
    import django

    django.setup()
    texts = _lines(100 if quick else MESSAGES)
    if what == "long":
        texts = [(text + " ") * (LONG_LETTERS // (len(text) + 1)) for text in texts[:1000]]
    large = what in ("int8", "torch")
    loaded, memory, times = _large(what) if large else _small(what, texts)
    cuts = quantiles(times, n=100)
    print(
        json.dumps(
            {
                "p50": median(times),
                "p95": cuts[94],
                "p99": cuts[98],
                "mean": sum(times) / len(times),
                "load": loaded,
                "memory": memory,
            }
        )
    )


if __name__ == "__main__":
    main()
