"""Detoxify as `python -m moderation.training export-detoxify` writes it: int8 ONNX, without torch.

A folder of three files. `detoxify.json` names the classes and the model they came from, and the
hash of the other two; `detoxify.onnx` turns tokens into chances; `tokenizer.json` turns text into
tokens, cut to what the model has places for. A quarter of the size of the checkpoint, four times
as quick, and its process never loads torch.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from moderation.screening.scorer import ScorerUnavailable

ABOUT, MODEL, TOKENIZER = "detoxify.json", "detoxify.onnx", "tokenizer.json"


class Exported:
    """What `detoxify.Detoxify` is to its scorer: `class_names`, and `predict`."""

    def __init__(self, session: Any, tokenizer: Any, class_names: Sequence[str]) -> None:
        self.class_names = list(class_names)
        self._session, self._tokenizer = session, tokenizer

    def predict(self, texts: Sequence[str]) -> dict[str, list[float]]:
        """Class -> a chance for each text. The texts are padded to the longest of them."""
        read = self._tokenizer.encode_batch(list(texts))
        chances = self._session.run(
            None,
            {
                "input_ids": np.array([one.ids for one in read], np.int64),
                "attention_mask": np.array([one.attention_mask for one in read], np.int64),
            },
        )[0]
        return {name: chances[:, n].tolist() for n, name in enumerate(self.class_names)}


def load(folder: Path, sha256: str | None) -> tuple[Exported, str]:
    """The exported model and its version. `sha256` is the pinned hash of `detoxify.json`, which
    holds those of the others. Raises `ScorerUnavailable`, naming the file that is missing, damaged
    or another, or the package that is."""
    try:
        onnxruntime = import_module("onnxruntime")
        tokenizers = import_module("tokenizers")
    except ImportError as error:
        raise ScorerUnavailable(
            "detoxify: the extra is not installed (see CONTRIBUTING.md, Detoxify)"
        ) from error
    if not sha256:
        raise ScorerUnavailable(f"detoxify: an exported model needs the sha256 of its {ABOUT}")
    about = json.loads(_verified(folder / ABOUT, sha256))
    blobs = {name: _verified(folder / name, about["files"][name]) for name in (MODEL, TOKENIZER)}
    try:
        tokenizer = tokenizers.Tokenizer.from_str(blobs[TOKENIZER].decode())
        return open_session(onnxruntime, blobs[MODEL], tokenizer, about["classes"]), str(
            about["version"]
        )
    except Exception as error:
        # The hashes are right, so this is a runtime that cannot read what an export wrote.
        raise ScorerUnavailable(f"detoxify: cannot load {folder.name}: {error}") from error


def open_session(
    onnxruntime: Any, model: bytes, tokenizer: Any, class_names: Sequence[str]
) -> Exported:
    """`model` is an ONNX file's content."""
    options = onnxruntime.SessionOptions()
    # One thread: a worker that took all cores would slow down whoever serves beside it.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    return Exported(session, tokenizer, class_names)


def manifest(folder: Path, *, version: str, class_names: Sequence[str]) -> Mapping[str, Any]:
    """What `detoxify.json` says of the files in this folder."""
    return {
        "version": version,
        "classes": list(class_names),
        "files": {
            name: hashlib.sha256((folder / name).read_bytes()).hexdigest()
            for name in (MODEL, TOKENIZER)
        },
    }


def _verified(path: Path, sha256: str) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ScorerUnavailable(
            f"detoxify: {path.name} cannot be read: {error.strerror}"
        ) from error
    if hashlib.sha256(content).hexdigest() != sha256.lower():
        raise ScorerUnavailable(f"detoxify: {path.name} has another sha256 than expected")
    return content
