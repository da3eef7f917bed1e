"""Detoxify behind the port: the second opinion, and a scorer measured on English.

Runs the package's own checkpoint with torch, or what was exported of it without (`exported.py`).
The only file that touches torch, and only for a checkpoint. The package loads a pickle without
checking it and turns missing keys into random weights without a word, so nothing is served here
before the file's hash, every tensor and two sentences have been checked.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from io import BufferedReader
from pathlib import Path
from typing import Any

from moderation.screening import exported, language, thresholds
from moderation.screening.scorer import CARRYING_MAX, Score, ScorerUnavailable, Span

KIND = "multilingual"

# Detoxify's class -> our head. Two classes of one head: the graver counts.
HEADS: Mapping[str, str] = {
    "toxicity": "toxicity",
    "severe_toxicity": "toxicity",
    "obscene": "obscene",
    "identity_attack": "identity_attack",
    "insult": "insult",
    "threat": "threat",
    "sexual_explicit": "sexual",
}
_BATCH = 16
_PIECE_LETTERS = 900
_SEGMENTS_MAX = 8  # parts of a message left out in turn: what an explanation may cost
_CARRIES_FROM = 0.02


@dataclass(frozen=True, slots=True)
class Canary:
    """A sentence whose toxicity must lie within these bounds, or the weights are not the real
    ones."""

    text: str
    at_least: float
    at_most: float


CANARIES = (
    Canary("You are a fucking idiot", 0.8, 1.0),
    Canary("Thank you for your help", 0.0, 0.1),
)


class DetoxifyScorer:
    """See `scorer.Scorer`."""

    name = "detoxify"
    languages = frozenset({"en"})

    def __init__(self, model: Any, version: str) -> None:
        """`model` is a `detoxify.Detoxify` or an `Exported`. Raises `ScorerUnavailable` for classes
        that are not Detoxify's."""
        strange = set(model.class_names) - HEADS.keys()
        if strange or "toxicity" not in model.class_names:
            raise ScorerUnavailable(f"detoxify: unknown classes {sorted(strange)}")
        self.version = version
        self.heads = frozenset(HEADS[name] for name in model.class_names)
        self.model = model

    @classmethod
    def load(
        cls,
        *,
        checkpoint: str | None = None,
        sha256: str | None = None,
        canaries: Sequence[Canary] | None = None,
    ) -> DetoxifyScorer:
        """From a local checkpoint, or the folder of an exported one, whose `sha256` must be given;
        without one, `multilingual` is fetched by its package's address. A `config.json` with
        tokenizer files beside a local checkpoint is used instead of asking the hub for them.

        Raises `ScorerUnavailable`, naming what failed: the extra is missing, the hash is another,
        the file is damaged, a tensor did not arrive, a canary is out of bounds.
        """
        if checkpoint is not None and Path(checkpoint).is_dir():
            scorer = cls(*exported.load(Path(checkpoint), sha256))
        else:
            scorer = cls(*_from_checkpoint(checkpoint, sha256))
        scorer._sing(CANARIES if canaries is None else canaries)
        return scorer

    def score(self, texts: Sequence[str]) -> list[Score]:
        """See `Scorer.score`. Flagged heads are explained by leaving out one word at a time, and
        a few words at a time in long texts; not in languages where it has no say, for that costs
        far more than scoring."""
        return [
            Score(heads, self._carrying(text, heads) if self._has_a_say(text) else {})
            for text, heads in zip(texts, self._predict(texts), strict=True)
        ]

    def _has_a_say(self, text: str) -> bool:
        return language.guess(text, lean="en") in self.languages

    def _sing(self, canaries: Sequence[Canary]) -> None:
        heard = self._predict([canary.text for canary in canaries])
        for canary, heads in zip(canaries, heard, strict=True):
            if not canary.at_least <= heads["toxicity"] <= canary.at_most:
                raise ScorerUnavailable(
                    f"detoxify: a canary scores {heads['toxicity']:.3f}, not "
                    f"{canary.at_least}..{canary.at_most}: these are not the trained weights"
                )

    def _predict(self, texts: Sequence[str]) -> list[dict[str, float]]:
        """Heads per text; a long one is read in pieces and its gravest piece counts."""
        pieces = [(number, piece) for number, text in enumerate(texts) for piece in _pieces(text)]
        heads = [dict.fromkeys(sorted(self.heads), 0.0) for _ in texts]
        for start in range(0, len(pieces), _BATCH):
            batch = pieces[start : start + _BATCH]
            classes = self.model.predict([piece for _, piece in batch])
            for name, scores in classes.items():
                # The package answers a list of one with a bare number.
                listed = scores if isinstance(scores, list) else [scores]
                if len(listed) != len(batch) or not all(map(math.isfinite, listed)):
                    raise ScorerUnavailable("detoxify: scores of a wrong shape or not numbers")
                head = HEADS[name]
                for (number, _), value in zip(batch, listed, strict=True):
                    heads[number][head] = max(heads[number][head], float(value))
        return heads

    def _carrying(self, text: str, heads: Mapping[str, float]) -> dict[str, tuple[Span, ...]]:
        limits = thresholds.load()
        flagged = [head for head in sorted(heads) if heads[head] >= limits.of(head, "any")]
        places = _segments(text) if flagged else []
        if not places:
            return {}
        without = self._predict([text[:start] + " " + text[end:] for start, end in places])
        carrying = {}
        for head in flagged:
            drops = [round(heads[head] - left[head], 4) for left in without]
            order = sorted(range(len(places)), key=lambda i: (-drops[i], i))[:CARRYING_MAX]
            spans = tuple(Span(*places[i], drops[i]) for i in order if drops[i] >= _CARRIES_FROM)
            if spans:
                carrying[head] = spans
        return carrying


def _from_checkpoint(checkpoint: str | None, sha256: str | None) -> tuple[Any, str]:
    """A whole `detoxify.Detoxify`, and its version."""
    try:
        torch = import_module("torch")
        package = import_module("detoxify.detoxify")
    except ImportError as error:
        raise ScorerUnavailable(
            "detoxify: the extra is not installed (see CONTRIBUTING.md, Detoxify)"
        ) from error
    if checkpoint is not None and not sha256:
        raise ScorerUnavailable("detoxify: a local checkpoint needs its sha256")
    try:
        path = Path(checkpoint) if checkpoint is not None else _fetched(torch, package)
        with path.open("rb") as file:
            digest = _verified(file, path, sha256)
            loaded = torch.load(file, map_location="cpu", weights_only=True)
        model = _assemble(package, loaded, path.parent)
    except ScorerUnavailable:
        raise
    except Exception as error:
        # Whatever torch, transformers or the network threw: none of it may serve.
        raise ScorerUnavailable(f"detoxify: cannot load: {error}") from error
    _compare(torch, model, loaded["state_dict"])
    return model, f"{KIND if checkpoint is None else path.stem}-{digest[:8]}"


def _fetched(torch: Any, package: Any) -> Path:
    """The package's own file in torch's cache, fetched if it is not there."""
    url = package.MODEL_URLS[KIND]
    path = Path(str(torch.hub.get_dir())) / "checkpoints" / str(url).rsplit("/", 1)[1]
    if not path.exists():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            torch.hub.download_url_to_file(url, str(path), progress=False)
        except OSError as error:
            raise ScorerUnavailable(
                f"detoxify: {path.name} could not be fetched ({type(error).__name__}). Put it into"
                f" {path.parent} by hand, or set FELLESROM_SCORER=embedded to go on without"
            ) from error
    return path


def _verified(file: BufferedReader, path: Path, sha256: str | None) -> str:
    """The file's hash, once it is the pinned one; without a pin, the one its name promises."""
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    promised = re.search(r"-([0-9a-f]{8,64})\.", path.name)
    expected = sha256.lower() if sha256 else promised.group(1) if promised else None
    if expected is None or not digest.startswith(expected) or (sha256 and digest != expected):
        raise ScorerUnavailable(f"detoxify: {path.name} has another sha256 than expected")
    return digest


def _assemble(package: Any, loaded: Mapping[str, Any], folder: Path) -> Any:
    """A `Detoxify` around a checkpoint that is already read: its constructor would read the file
    again, as a pickle."""
    architecture = dict(loaded["config"]["arch"]["args"])
    if (folder / "config.json").exists():
        architecture["model_type"] = str(folder)
    model, tokenizer = package.get_model_and_tokenizer(
        **architecture, state_dict=dict(loaded["state_dict"])
    )
    tokenizer.model_max_length = min(tokenizer.model_max_length, _reach(model.config))
    detoxify = package.Detoxify.__new__(package.Detoxify)
    detoxify.model, detoxify.tokenizer, detoxify.device = model, tokenizer, "cpu"
    renamed = {
        "toxic": "toxicity",
        "identity_hate": "identity_attack",
        "severe_toxic": "severe_toxicity",
    }
    classes = loaded["config"]["dataset"]["args"]["classes"]
    detoxify.class_names = [renamed.get(name, name) for name in classes]
    return detoxify


def _reach(config: Any) -> int:
    """How many tokens the model has places for; the Roberta family keeps the first ones free."""
    kept = config.pad_token_id + 1 if "roberta" in config.model_type else 0
    return int(config.max_position_embeddings) - kept


def _compare(torch: Any, model: Any, stored: Mapping[str, Any]) -> None:
    """Every tensor the model computes with must be the file's, bit for bit."""
    for name, tensor in model.model.state_dict().items():
        given = stored.get(name)
        if given is None or given.shape != tensor.shape or not torch.equal(given, tensor):
            raise ScorerUnavailable(f"detoxify: {name} did not arrive from the checkpoint")


def _pieces(text: str) -> Iterator[str]:
    """The text in pieces the model has places for, cut at spaces where there are any."""
    start = 0
    while len(text) - start > _PIECE_LETTERS:
        cut = text.rfind(" ", start + _PIECE_LETTERS // 2, start + _PIECE_LETTERS)
        end = cut if cut > start else start + _PIECE_LETTERS
        yield text[start:end]
        start = end
    yield text[start:]


def _segments(text: str) -> list[tuple[int, int]]:
    """The words of a text as (start, end); of a long one, runs of neighbouring words."""
    words = [found.span() for found in re.finditer(r"\w+(?:['’]\w+)*", text)]
    size = -(-len(words) // _SEGMENTS_MAX) or 1
    runs = [words[i : i + size] for i in range(0, len(words), size)]
    return [(run[0][0], run[-1][1]) for run in runs]
