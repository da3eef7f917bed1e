"""One table of how good the model is, in figures that can disappoint, each with its doubt.

What a model learnt from says nothing. So: lines nobody learnt from (the battery, the functions,
the sets marked *measure only*); and what was learnt is measured by models that were fitted without
it, a quarter at a time, whole families of the corpus and whole rows of the public sets.
`floors.toml` holds what must not get worse.
"""

from __future__ import annotations

import csv
import subprocess
import sys
import tempfile
import time
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from moderation.screening import heads, language, rules, thresholds
from moderation.screening.embedded import Embedded
from moderation.screening.scorer import Score
from moderation.screening.verdict import DISTRESS, EXPLAINED_BY_DISTRESS
from moderation.training import battery, corpus, functions, public, spans, split, train
from moderation.training.example import Example
from moderation.training.measure import Figure, auc, calibration_error, f1, mean, share

FLOORS = Path(__file__).with_name("floors.toml")
_SPEED_LINES = 1_500
_CRISIS = frozenset(heads.CARE) - DISTRESS
_TONGUES = {
    "dkhate_train": "Danish",
    "dkhate_train_mt_nb": "Danish put into Bokmål",
    "dkhate_train_mt_nn": "Danish put into Nynorsk",
    "davidson": "English social",
    "toxic_spans": "English comments",
}


@dataclass(frozen=True)
class Row:
    """`less`: smaller is better. `unit` is what the value is multiplied and followed by."""

    name: str
    figure: Figure
    less: bool = False
    unit: str = ""

    def worse(self, floor: float) -> bool:
        return self.figure.value > floor if self.less else self.figure.value < floor

    def shown(self) -> str:
        """The value with its interval and how many lines it comes from."""
        f = self.figure
        if self.unit == "%":
            told = f"{f.value:7.1%}  [{f.low:.1%}, {f.high:.1%}]"
        elif self.unit:
            return f"{f.value:7.2f} {self.unit}"
        else:
            told = f"{f.value:7.3f}  [{f.low:.3f}, {f.high:.3f}]"
        return f"{told}  of {f.n}"


def evaluate(data: Path, model: Path, *, say: Callable[[str], None]) -> list[str]:
    """Says the table, row by row, and returns what is worse than its floor, in words. Raises
    `OSError` for a missing set, `ScorerUnavailable` for a bad model."""
    started = time.perf_counter()
    scorer = Embedded.load(model)
    loaded = time.perf_counter() - started
    say(f"model {scorer.version}, limits {thresholds.load().version}")
    floors = tomllib.loads(FLOORS.read_text("utf-8"))["floors"]
    worse = []
    for rows in (
        _battery(scorer),
        _functions(scorer),
        _never_seen(scorer, data),
        _cost(scorer, model, loaded),
        _unseen(data),
    ):
        for row in rows:
            floor = floors.get(row.name)
            mark = "" if floor is None else f"   ({'at most' if row.less else 'at least'} {floor})"
            say(f"{row.name:<58}{row.shown()}{mark}")
            if floor is not None and row.worse(floor):
                worse.append(f"{row.name}: {row.figure.value:.4f}, floor {floor}")
    return worse


def _battery(scorer: Embedded) -> Iterator[Row]:
    for (tongue, category), outcome in battery.run(scorer, battery.load()).items():
        harmless = category in (*battery.HARMLESS, "idiom")
        told = share(round(outcome.share * outcome.lines), outcome.lines)
        yield Row(
            f"battery {tongue} {category} {'flagged' if harmless else 'found'}", told, harmless, "%"
        )


def _functions(scorer: Embedded) -> Iterator[Row]:
    """As in HateCheck: right answers by shape, and how unlike groups are treated."""
    said: dict[str, list[tuple[functions.Line, bool]]] = defaultdict(list)
    for line in functions.lines():
        spoken = bool(_found(scorer.score([line.text])[0], line.text, line.language).conduct)
        said[line.language].append((line, spoken))
    for tongue, answers in said.items():
        by_function: dict[str, list[bool]] = defaultdict(list)
        wronged: dict[str, list[bool]] = defaultdict(list)
        for line, spoken in answers:
            by_function[line.function].append(spoken == line.hateful)
            if line.target and not line.hateful:
                wronged[line.target].append(spoken)
        for name, right in by_function.items():
            yield Row(f"functions {tongue} {name}, right", share(sum(right), len(right)), unit="%")
        macro = mean([sum(right) / len(right) for right in by_function.values()])
        yield Row(f"functions {tongue}, macro over all", macro, unit="%")
        sides = {
            hateful: [spoken == line.hateful for line, spoken in answers if line.hateful is hateful]
            for hateful in (True, False)
        }
        balanced = sum(sum(side) / len(side) for side in sides.values()) / 2
        yield Row(
            f"functions {tongue}, balanced accuracy",
            Figure(balanced, balanced, balanced, len(answers)),
        )
        for target, flags in wronged.items():
            yield Row(
                f"functions {tongue} {target}, flagged though harmless",
                share(sum(flags), len(flags)),
                True,
                "%",
            )
        shares = [sum(flags) / len(flags) for flags in wronged.values()]
        gap = max(shares) - min(shares)
        yield Row(
            f"functions {tongue}, widest gap between groups",
            Figure(gap, gap, gap, len(shares)),
            True,
            "%",
        )


def _never_seen(scorer: Embedded, data: Path) -> Iterator[Row]:
    for name in ("wiki_tox_test", "cat_gc", "hatemojicheck"):
        lines = list(_csv(data / f"{name}.csv"))
        said = np.array([s.heads["toxicity"] for s in scorer.score([r["text"] for r in lines])])
        truth = np.array([r["label"] == "1" for r in lines])
        limit = thresholds.load().of("toxicity", "en")
        yield Row(f"never seen {name}, toxicity AUC", auc(truth, said))
        yield Row(f"never seen {name}, toxicity F1", f1(truth, said >= limit))
    for name, tongue in (("ud_nb", "nb"), ("ud_nn", "nn"), ("cat_gn", "en")):
        texts = [r["text"] for r in _csv(data / f"{name}.csv")]
        found = [
            _found(s, text, tongue) for s, text in zip(scorer.score(texts), texts, strict=True)
        ]
        for what in ("conduct", "crisis", "privacy"):
            flagged = sum(bool(getattr(one, what)) for one in found)
            yield Row(f"never seen {name}, {what} flagged", share(flagged, len(texts)), True, "%")
        if tongue != "en":
            guessed = sum(language.guess(text, lean="en") == tongue for text in texts)
            yield Row(f"never seen {name}, language known", share(guessed, len(texts)), unit="%")


def _cost(scorer: Embedded, model: Path, loaded: float) -> Iterator[Row]:
    texts = [text for _, _, _, text in corpus.lines()][:_SPEED_LINES]
    scorer.score(texts)
    times = []
    for text in texts:
        before = time.perf_counter()
        scorer.score([text])
        times.append((time.perf_counter() - before) * 1000)
    long = "hvorfor er alt så jævla vanskelig. " * 60
    before = time.perf_counter()
    scorer.score([long[:2000]])
    slowest = (time.perf_counter() - before) * 1000
    size = sum(file.stat().st_size for file in model.glob("embedded.*"))
    for name, value, unit in (
        ("a chat message, p50", float(np.percentile(times, 50)), "ms"),
        ("a chat message, p95", float(np.percentile(times, 95)), "ms"),
        ("2,000 characters", slowest, "ms"),
        ("size in the repository", size / 1e6, "MB"),
        ("load", loaded, "s"),
        ("memory beside Python", _memory(model), "MB"),
    ):
        yield Row(name, Figure(value, value, value, len(texts)), True, unit)


def _memory(model: Path) -> float:
    """What a process of its own needs for loading the model and scoring, beside Python itself."""
    code = (
        "import re, sys; from pathlib import Path;"
        "told = lambda: Path('/proc/self/status').read_text();"
        "held = lambda: int(re.search(r'VmRSS:\\s+(\\d+)', told())[1]);"
        "before = held();"
        "from moderation.screening.embedded import Embedded;"
        "Embedded.load(Path(sys.argv[1])).score(['hei']);"
        "print(held() - before)"
    )
    told = subprocess.run(
        [sys.executable, "-c", code, str(model)], check=True, capture_output=True, text=True
    )
    return int(told.stdout) / 1024


@dataclass(frozen=True)
class _Found:
    conduct: set[str]
    crisis: set[str]
    distress: set[str]
    privacy: bool


def _found(score: Score, text: str, tongue: str) -> _Found:
    """What would be found by model and rules, conduct as the verdict sees it: what distress
    explains is none."""
    limits = thresholds.load()
    over = {head for head, value in score.heads.items() if value >= limits.of(head, tongue)}
    over |= {hit.head for hit in rules.find(text)}
    distress = over & DISTRESS
    conduct = over & set(heads.CONDUCT)
    return _Found(
        conduct=conduct - EXPLAINED_BY_DISTRESS if distress else conduct,
        crisis=over & _CRISIS,
        distress=distress,
        privacy=heads.PERSONAL_DATA in over,
    )


def _unseen(data: Path) -> Iterator[Row]:
    """By four models that were each fitted without a quarter, which they are asked about."""
    learning = train.Learning([*public.examples(data), *corpus.examples()])
    folded = learning.folded()
    curves = train.calibrate(learning, learning.unseen(folded))
    folds = split.folds(learning.rows)
    scores: list[Score] = [Score({}, {})] * len(learning.rows)
    with tempfile.TemporaryDirectory() as folder:
        for fold, fitted in enumerate(folded):
            train.write(Path(folder), fitted, curves)
            scorer = Embedded.load(Path(folder))
            aside = np.nonzero(folds == fold)[0]
            for place, score in zip(
                aside, scorer.score([learning.rows[i].text for i in aside]), strict=True
            ):
                scores[place] = score
            if fold == 0:
                kept = [learning.rows[i].unit for i in aside]
                yield Row("unseen, spans, character-F1", spans.measured(scorer, data, set(kept)))
    yield from _unseen_corpus(learning.rows, scores)
    yield from _unseen_heads(learning, scores)
    for source, name in _TONGUES.items():
        at = [i for i, row in enumerate(learning.rows) if row.source == source]
        truth = np.array([learning.rows[i].labels["toxicity"] for i in at])
        said = np.array([scores[i].heads["toxicity"] for i in at])
        tongue = source[-2:] if "_mt_" in source else "en"
        yield Row(f"unseen {name}, toxicity AUC", auc(truth, said))
        limit = thresholds.load().of("toxicity", tongue)
        yield Row(f"unseen {name}, toxicity F1", f1(truth, said >= limit))
    chats = [i for i, row in enumerate(learning.rows) if row.source == "counselchat"]
    flagged = sum(bool(_found(scores[i], learning.rows[i].text, "en").conduct) for i in chats)
    yield Row(
        "unseen English support questions, conduct flagged", share(flagged, len(chats)), True, "%"
    )


def _unseen_corpus(rows: Sequence[Example], scores: Sequence[Score]) -> Iterator[Row]:
    """Lines of families that the model did not know, as written (not as typed)."""
    tongues = {(family, text): tongue for _, family, tongue, text in corpus.lines()}
    said: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for row, score in zip(rows, scores, strict=True):
        tongue = tongues.get((row.unit, row.text))
        if tongue is None:
            continue
        found = _found(score, row.text, tongue)
        if row.source.startswith("crisis"):
            said[row.source + " found", tongue].append(bool(found.crisis))
        elif row.source in corpus.HARMFUL:
            said[row.source + " found", tongue].append(bool(found.conduct))
        else:
            said[row.source + " flagged as conduct", tongue].append(bool(found.conduct))
            said[row.source + " flagged as crisis", tongue].append(bool(found.crisis))
    for (name, tongue), answers in sorted(said.items()):
        yield Row(
            f"unseen families {tongue} {name}",
            share(sum(answers), len(answers)),
            "flagged" in name,
            "%",
        )


def _unseen_heads(learning: train.Learning, scores: Sequence[Score]) -> Iterator[Row]:
    everything = np.arange(len(learning.rows))
    for head in heads.SCORED:
        known, holds, weights = learning.known(head, everything)
        said = np.array([scores[i].heads[head] for i in known])
        yield Row(f"unseen {head}, AUC", auc(holds, said))
        error = calibration_error(holds, said, weights)
        yield Row(
            f"unseen {head}, calibration error", Figure(error, error, error, len(known)), True
        )


def _csv(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
