"""`python -m moderation.training train|evaluate --data DIR`."""

from __future__ import annotations

import argparse
from pathlib import Path

from moderation.screening.embedded import MODEL
from moderation.training.evaluate import table
from moderation.training.train import train


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m moderation.training", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    training = verbs.add_parser("train", help="train the embedded model and write it")
    training.add_argument("--data", type=Path, required=True, help="folder of the public sets")
    training.add_argument("--out", type=Path, default=MODEL, help="folder the model is written to")
    evaluating = verbs.add_parser("evaluate", help="measure the model and print one table")
    evaluating.add_argument("--data", type=Path, required=True, help="folder of the public sets")
    evaluating.add_argument("--model", type=Path, default=MODEL, help="folder of the model")
    asked = parser.parse_args()
    if asked.verb == "train":
        train(asked.data, asked.out, say=print)
    else:
        print(table(asked.data, asked.model))


if __name__ == "__main__":
    main()
