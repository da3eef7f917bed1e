"""`python -m moderation.training train|evaluate|ablate --data DIR`, and
`python -m moderation.training export-detoxify --out DIR`."""

from __future__ import annotations

import argparse
import os
import sys
from functools import partial
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forum.settings")
django.setup()  # the verdict that is measured is the service's own

from moderation.screening.embedded import MODEL  # noqa: E402
from moderation.screening.scorer import ScorerUnavailable  # noqa: E402
from moderation.training.ablate import table  # noqa: E402
from moderation.training.evaluate import evaluate  # noqa: E402
from moderation.training.export import Strays, export  # noqa: E402
from moderation.training.train import train  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m moderation.training", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    training = verbs.add_parser("train", help="train the embedded model and write it")
    training.add_argument("--data", type=Path, required=True, help="folder of the public sets")
    training.add_argument("--out", type=Path, default=MODEL, help="folder the model is written to")
    evaluating = verbs.add_parser("evaluate", help="measure the model and print one table")
    evaluating.add_argument("--data", type=Path, required=True, help="folder of the public sets")
    evaluating.add_argument("--model", type=Path, default=MODEL, help="folder of the model")
    ablating = verbs.add_parser("ablate", help="measure what each ingredient is worth")
    ablating.add_argument("--data", type=Path, required=True, help="folder of the public sets")
    exporting = verbs.add_parser("export-detoxify", help="write Detoxify as int8 ONNX")
    exporting.add_argument("--out", type=Path, required=True, help="folder to write")
    exporting.add_argument("--checkpoint", help="a local checkpoint; else it is fetched")
    exporting.add_argument("--sha256", help="the checkpoint's pinned hash")
    exporting.add_argument(
        "--lines", type=Path, help="what they are compared on, a text a line; else the battery"
    )
    asked = parser.parse_args()
    say = partial(print, flush=True)
    if asked.verb == "train":
        train(asked.data, asked.out, say=say)
    elif asked.verb == "ablate":
        table(asked.data, say=say)
    elif asked.verb == "export-detoxify":
        try:
            pin = export(
                asked.out,
                checkpoint=asked.checkpoint,
                sha256=asked.sha256,
                say=say,
                texts=asked.lines and asked.lines.read_text("utf-8").splitlines(),
            )
        except (ScorerUnavailable, Strays) as error:
            sys.exit(f"not exported: {error}")
        say(f"FELLESROM_DETOXIFY_CHECKPOINT={asked.out.absolute()}")
        say(f"FELLESROM_DETOXIFY_SHA256={pin}")
    elif worse := evaluate(asked.data, asked.model, say=say):
        sys.exit("\n".join(["worse than the floors:", *worse]))


if __name__ == "__main__":
    main()
