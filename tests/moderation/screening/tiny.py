"""Tiny Detoxify checkpoints of random weights, in its own format, built through its own package."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

CLASSES = [
    "toxicity",
    "severe_toxicity",
    "obscene",
    "identity_attack",
    "insult",
    "threat",
    "sexual_explicit",
]
WORDS = ["you", "are", "a", "thank", "for", "your", "help", "idiot", "fucking", "hello", "friend"]
OUTPUTS = 16
PLACES = 40


@dataclass(frozen=True)
class Tiny:
    """A checkpoint file and its hash."""

    path: Path
    sha256: str


def write(path: Path, content: Any) -> Tiny:
    import_module("torch").save(content, path)
    return Tiny(path, hashlib.sha256(path.read_bytes()).hexdigest())


def content(folder: Path, family: str, **larger: int) -> dict[str, Any]:
    """What a checkpoint of this family ("bert" or "xlm-roberta") holds; its configuration and
    tokenizer are written to `folder`, which stands in for the hub. `larger`: other sizes, for one
    that is not tiny."""
    transformers, torch = import_module("transformers"), import_module("torch")
    folder.mkdir(exist_ok=True)
    sizes = {
        "hidden_size": 16,
        "num_hidden_layers": 1,
        "num_attention_heads": 2,
        "intermediate_size": 16,
        "max_position_embeddings": PLACES,
        "num_labels": OUTPUTS,
    } | larger
    if family == "bert":
        names = ("BertForSequenceClassification", "BertTokenizer")
        vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS]
        (folder / "vocab.txt").write_text("\n".join(vocabulary), "utf-8")
        tokenizer = transformers.BertTokenizer(str(folder / "vocab.txt"))
        config = transformers.BertConfig(vocab_size=len(vocabulary), **sizes)
    else:
        names = ("XLMRobertaForSequenceClassification", "XLMRobertaTokenizer")
        special = ["<s>", "<pad>", "</s>", "<unk>"]
        pieces = [*special, *(f"▁{word}" for word in WORDS), "▁", *"abcdefghijklmnopqrstuvwxyz"]
        vocabulary = [*pieces, "<mask>"]
        tokenizer = transformers.XLMRobertaTokenizer(
            vocab=[(piece, -float(n)) for n, piece in enumerate(vocabulary)]
        )
        config = transformers.XLMRobertaConfig(vocab_size=len(vocabulary), pad_token_id=1, **sizes)
    torch.manual_seed(7)
    model = getattr(transformers, names[0])(config)
    config.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return {
        "config": {
            "arch": {
                "type": family,
                "args": {
                    "num_classes": OUTPUTS,
                    "model_type": str(folder),
                    "model_name": names[0],
                    "tokenizer_name": names[1],
                },
            },
            "dataset": {"args": {"classes": CLASSES}},
        },
        "state_dict": model.state_dict(),
    }
