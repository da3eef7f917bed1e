"""From a Detoxify checkpoint to int8 ONNX, and how far the three then agree.

What is exported must say what the checkpoint says, or it is no second opinion but another one. So
the same lines go through torch, through ONNX at full precision and through int8, and an export
that strays gets no `detoxify.json`, without which nothing serves it.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from moderation.screening import exported, thresholds
from moderation.screening.detoxify import HEADS, Canary, DetoxifyScorer
from moderation.training import battery

# Measured on the multilingual size: 4e-6 at most at full precision; int8 .007 on average, .11 at
# most.
FULL_AT_MOST = 1e-4
INT8_MEAN_AT_MOST = 0.02
_BATCH = 16
_OPSET = 17
_INPUTS = ("input_ids", "attention_mask")
_OUTPUT = "chances"

Chances = npt.NDArray[np.float64]  # lines x classes


class Strays(Exception):
    """The exported model says something else than the checkpoint; told in words."""


def export(
    out: Path,
    *,
    checkpoint: str | None,
    sha256: str | None,
    say: Callable[[str], None],
    texts: Sequence[str] | None = None,
    canaries: Sequence[Canary] | None = None,
) -> str:
    """Writes the folder `out` and says the report; returns the hash to pin. The checkpoint is
    loaded as for serving. `texts`: what they are compared on, else the battery. Raises
    `ScorerUnavailable` as loading does, and `Strays`."""
    source = DetoxifyScorer.load(checkpoint=checkpoint, sha256=sha256, canaries=canaries)
    lines = list(texts) if texts is not None else list(_battery_lines())
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "full.onnx"
        _write_full(source.model, full)
        _write_int8(full, out / exported.MODEL)
        _write_tokenizer(source.model.tokenizer, out / exported.TOKENIZER)
        names = list(source.model.class_names)
        models = [source.model, *(_open(out, file, names) for file in (full, out / exported.MODEL))]
        plain, at_full, at_int8 = (_chances(model, lines) for model in models)
    for line in report(names, plain, {"full": at_full, "int8": at_int8}):
        say(line)
    _agree(plain, at_full, at_int8)
    about = exported.manifest(out, version=f"{source.version}-int8", class_names=names)
    told = json.dumps(about, indent=1) + "\n"
    (out / exported.ABOUT).write_text(told, "utf-8")
    pin = hashlib.sha256(told.encode()).hexdigest()
    DetoxifyScorer.load(checkpoint=str(out), sha256=pin, canaries=canaries)
    return pin


def report(names: Sequence[str], plain: Chances, others: Mapping[str, Chances]) -> Iterator[str]:
    """A line per class: by how much each strays from torch, and how often it stays on the same side
    of the limit."""
    limits = thresholds.load()
    yield (
        f"{len(plain)} lines"
        + " " * 14
        + "".join(f"{kind + ': mean':>14}{'max':>10}{'same side':>11}" for kind in others)
    )
    for n, name in enumerate(names):
        limit = limits.of(HEADS[name], "en")
        told = f"{name:<24}"
        for chances in others.values():
            apart = np.abs(chances[:, n] - plain[:, n])
            same = np.mean((chances[:, n] >= limit) == (plain[:, n] >= limit))
            told += f"{apart.mean():>14.6f}{apart.max():>10.6f}{same:>11.1%}"
        yield told


def _agree(plain: Chances, at_full: Chances, at_int8: Chances) -> None:
    full, int8 = np.abs(at_full - plain).max(), np.abs(at_int8 - plain).mean()
    if not full <= FULL_AT_MOST:
        raise Strays(f"at full precision up to {full:.6f} from torch, not {FULL_AT_MOST} at most")
    if not int8 <= INT8_MEAN_AT_MOST:
        raise Strays(f"int8 is {int8:.4f} from torch on average, not {INT8_MEAN_AT_MOST} at most")


def _battery_lines() -> Iterator[str]:
    for categories in battery.load().lines.values():
        for texts in categories.values():
            yield from texts


def _chances(model: Any, texts: Sequence[str]) -> Chances:
    batches = [texts[start : start + _BATCH] for start in range(0, len(texts), _BATCH)]
    told = [model.predict(list(batch)) for batch in batches]
    return np.concatenate(
        [np.array([np.atleast_1d(said[name]) for name in model.class_names]).T for said in told]
    )


def _open(out: Path, file: Path, names: Sequence[str]) -> exported.Exported:
    tokenizers, onnxruntime = import_module("tokenizers"), import_module("onnxruntime")
    tokenizer = tokenizers.Tokenizer.from_file(str(out / exported.TOKENIZER))
    return exported.open_session(onnxruntime, file.read_bytes(), tokenizer, names)


def _write_full(model: Any, path: Path) -> None:
    torch = import_module("torch")

    class Chances(torch.nn.Module):  # type: ignore[misc, name-defined]
        def __init__(self) -> None:
            super().__init__()
            self.inner = model.model

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            said = self.inner(input_ids=input_ids, attention_mask=attention_mask)
            return torch.sigmoid(said[0])

    # Two texts of unlike length: what is traced must not take either number for a constant.
    read = model.tokenizer(["hello", "thank you for your help"], padding=True, return_tensors="pt")
    with warnings.catch_warnings(), torch.no_grad():
        # The older exporter, which quantising reads best; torch is pinned to the letter.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Chances().eval(),
            tuple(read[name] for name in _INPUTS),
            str(path),
            input_names=list(_INPUTS),
            output_names=[_OUTPUT],
            dynamic_axes={name: {0: "texts", 1: "tokens"} for name in _INPUTS}
            | {_OUTPUT: {0: "texts"}},
            opset_version=_OPSET,
            dynamo=False,
        )


def _write_int8(full: Path, path: Path) -> None:
    quantization = import_module("onnxruntime.quantization")
    quantization.quantize_dynamic(
        full, path, weight_type=quantization.QuantType.QInt8, per_channel=True
    )


def _write_tokenizer(tokenizer: Any, path: Path) -> None:
    """With how to cut and to pad, so that serving needs to know neither."""
    inner = tokenizer.backend_tokenizer
    inner.enable_truncation(max_length=tokenizer.model_max_length)
    inner.enable_padding(pad_id=tokenizer.pad_token_id, pad_token=tokenizer.pad_token)
    inner.save(str(path))
