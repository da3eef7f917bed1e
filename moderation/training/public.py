"""The public sets whose licences let trained weights ship, read into examples.

Each set has its own idea of what its label means; this is the one place that says what it means
here. Sets marked *measure only* in the data folder's README are never read by this file.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

from moderation.screening import heads
from moderation.training.example import Example, conduct

# The sets read here, by file name: the model card lists them.
FILES = (
    "davidson.csv",
    "toxic_spans_train.csv",
    "dkhate_train.csv",
    "dkhate_train_mt_nb.csv",
    "dkhate_train_mt_nn.csv",
    "germeval_train.csv",
    "germeval_test.csv",
    "hatemojibuild_train.csv",
    "madlibs_77k.csv",
    "counselchat_questions.csv",
    "profanity_en.csv",
    "ldnoobw_da.txt",
    "ldnoobw_en.txt",
    "ldnoobw_no.txt",
    "ldnoobw_sv.txt",
)

_MADLIBS_ONE_IN = 12
_MENTION = re.compile(r"@\w+|@USER")
_NOISE = re.compile(r"&#\d+;|&amp;|\bRT\b|https?://\S+|\bURL\b")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_SENTENCES = re.compile(r"\S[^.!?]*[.!?]*")


def examples(folder: Path) -> Iterator[Example]:
    """All examples of all sets, in the order of `FILES`. Raises `OSError` for a missing file."""
    yield from _davidson(folder)
    yield from _toxic_spans(folder)
    for name, weight in (
        ("dkhate_train", 1.4),
        ("dkhate_train_mt_nb", 2.0),
        ("dkhate_train_mt_nn", 2.0),
    ):
        yield from _dkhate(folder, name, weight)
    for name in ("germeval_train", "germeval_test"):
        yield from _germeval(folder, name)
    yield from _hatemoji(folder)
    yield from _madlibs(folder)
    yield from _counselchat(folder)
    yield from _profanity(folder)
    for tongue in ("da", "en", "no", "sv"):
        for line in (folder / f"ldnoobw_{tongue}.txt").read_text("utf-8").splitlines():
            yield Example(line, {"obscene": True}, 0.3, "ldnoobw", f"ldnoobw {line}")


def _rows(folder: Path, name: str, unit: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """The rows of a set, each with its `Example.unit`."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file)):
            yield f"{unit or name} {number}", row


def _clean(text: str) -> str:
    """Names of accounts and links out: the first are people, the second teach nothing."""
    return " ".join(_MENTION.sub(" ", _NOISE.sub(" ", text)).split())


def _labelled(rude: bool) -> dict[str, bool]:
    """A post labelled rude or not; when not, it holds no head of conduct."""
    return {"toxicity": True} if rude else conduct((), unknown=("contact",))


def _davidson(folder: Path) -> Iterator[Example]:
    for unit, row in _rows(folder, "davidson"):
        text = _clean(row["text"])
        if row["cls"] == "0":
            yield Example(text, {"toxicity": True, "identity_attack": True}, 0.7, "davidson", unit)
        elif row["cls"] == "1":
            # Mostly rap and banter with swear words: rude by the label, weak as evidence.
            yield Example(text, {"toxicity": True, "threat": False}, 0.25, "davidson", unit)
        else:
            yield Example(text, _labelled(False) | _no_care(), 0.7, "davidson", unit)


def _toxic_spans(folder: Path) -> Iterator[Example]:
    """Rude comments with the rude letters marked: a sentence with none of them is the same pen
    being civil, which keeps a model from taking length and newspaper prose for rudeness."""
    for unit, row in _rows(folder, "toxic_spans_train"):
        if row["label"] == "1":
            yield Example(row["text"], {"toxicity": True}, 0.5, "toxic_spans", unit)
        marked = {int(place) for place in re.findall(r"\d+", row["spans"])}
        if not marked:
            continue
        for sentence in _SENTENCES.finditer(row["text"]):
            rude = any(place in marked for place in range(*sentence.span()))
            yield Example(sentence.group(), _labelled(rude), 1.0, "toxic_spans", unit)


def _dkhate(folder: Path, name: str, weight: float) -> Iterator[Example]:
    for unit, row in _rows(folder, name, unit="dkhate"):
        rude = row["label"] == "1"
        labels = _labelled(rude) | ({} if rude else _no_care())
        yield Example(_clean(row["text"]), labels, weight * (1.5 if rude else 1.0), name, unit)


def _germeval(folder: Path, name: str) -> Iterator[Example]:
    """German is near enough that its hate teaches Danish and Norwegian."""
    for unit, row in _rows(folder, name):
        text = _clean(row["text"].replace("|LBR|", " "))
        yield Example(text, _labelled(row["label"] == "1"), 0.3, "germeval", unit)


def _hatemoji(folder: Path) -> Iterator[Example]:
    for unit, row in _rows(folder, "hatemojibuild_train"):
        hateful = row["label"] == "1"
        labels = {"toxicity": hateful, "identity_attack": hateful, **_no_care()}
        if row["type"] == "threateninglanguage":
            labels["threat"] = True
        elif not hateful:
            labels = _labelled(False) | _no_care()
        yield Example(row["text"], labels, 0.7, "hatemoji", unit)


def _madlibs(folder: Path) -> Iterator[Example]:
    for unit, row in _rows(folder, "madlibs_77k"):
        if crc32(row["text"].encode()) % _MADLIBS_ONE_IN == 0:
            rude = row["label"] == "1"
            yield Example(row["text"], _labelled(rude) | _no_care(), 0.75, "madlibs", unit)


def _counselchat(folder: Path) -> Iterator[Example]:
    """People asking a counsellor: pain, never conduct. In pieces as short as chat."""
    for unit, row in _rows(folder, "counselchat_questions"):
        sentences = _SENTENCE.split(" ".join(row["text"].split()))
        for i in range(0, len(sentences), 2):
            text = " ".join(sentences[i : i + 2])
            yield Example(text, conduct(()), 0.5, "counselchat", unit)


def _profanity(folder: Path) -> Iterator[Example]:
    """Single terms. Only those about bodies and sex are obscene here: people swear at their day."""
    for unit, row in _rows(folder, "profanity_en"):
        if row["category_1"].startswith("racial"):
            labels = {"identity_attack": True, "toxicity": True}
            yield Example(row["text"], labels, 0.3, "profanity", unit)
        elif row["category_1"].startswith("sexual") and float(row["severity_rating"]) >= 2:
            yield Example(row["text"], {"obscene": True}, 0.3, "profanity", unit)


def _no_care() -> dict[str, bool]:
    return dict.fromkeys(heads.CARE, False)
