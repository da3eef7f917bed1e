"""From where on a score is a finding: data with a version, so that a change can be traced.

`thresholds.toml` is the default. What people have accepted for the installation or for one group
(`moderation.limits`) is laid over it, and the version names each layer.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from moderation.screening import heads

_FILE = Path(__file__).with_name("thresholds.toml")
_NEVER = 2.0


@dataclass(frozen=True, slots=True)
class Thresholds:
    """One version of the limits: language or "any" -> head -> 0..1. `model`: the version of the
    embedded model they were chosen for; under another they would mean something else."""

    version: str
    limits: Mapping[str, Mapping[str, float]]
    model: str

    def of(self, head: str, language: str) -> float:
        """This head's limit in this language; one that no score reaches when it has none."""
        anywhere = self.limits["any"].get(head, _NEVER)
        return self.limits.get(language, {}).get(head, anywhere)

    def over(self, limits: Mapping[str, Mapping[str, float]], version: str) -> Thresholds:
        """These limits with others laid on top: language -> head -> 0..1."""
        laid = {
            language: {**self.limits.get(language, {}), **limits.get(language, {})}
            for language in {*self.limits, *limits}
        }
        return Thresholds(f"{self.version}+{version}", laid, self.model)


@cache
def load() -> Thresholds:
    """The limits in force. Raises `ValueError` for an unknown head or a limit outside 0..1."""
    return parse(_FILE.read_text("utf-8"))


def parse(text: str) -> Thresholds:
    """Limits from TOML. Raises `ValueError` as `load` does."""
    data = tomllib.loads(text)
    try:
        version, model = str(data.pop("version")), str(data.pop("model"))
    except KeyError as error:
        raise ValueError(f"thresholds: {error} is missing") from error
    check(data)
    return Thresholds(version, data, model)


def check(limits: Mapping[str, Mapping[str, float]]) -> None:
    """Raises `ValueError` as `load` does."""
    for language, by_head in limits.items():
        for head, limit in by_head.items():
            if head not in heads.SCORED or not 0 <= limit <= 1:
                raise ValueError(f"thresholds: [{language}] {head} = {limit}")
