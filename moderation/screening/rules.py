"""Words and shapes that need no model: crisis said outright, personal data, moving elsewhere.

A rule can be read, argued about and tested by anybody; the rules are data in `rules/*.toml`, each
with examples it must find and counter-examples it must not, which the tests run. A trained head
finds what is said in other words; a rule makes sure of what is said plainly.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from forum.help import lines
from moderation.screening import heads
from moderation.screening.normalise import Normal, normalise
from moderation.screening.required import Sieve
from moderation.screening.scorer import Span

_FOLDER = Path(__file__).with_name("rules")
# Characters: an excuse a word away from the hit still explains it ("slår meg alltid i fifa").
NEAR = 9
# Characters read at each end of a text that is longer than two of these.
_END = 2_000
_MACRO = re.compile(r"<([A-Z_]+)>")


class RuleHit(NamedTuple):
    """A rule that spoke. `spans` are the stretches it matched in the original text."""

    rule: str
    head: str
    score: float
    spans: tuple[Span, ...]
    version: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as compiled. `written`: it reads the text as written, else as folded."""

    id: str
    head: str
    score: float
    version: str
    written: bool
    patterns: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]
    allowed_digits: frozenset[str]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


def find(text: str) -> list[RuleHit]:
    """Every rule that speaks in this text, in the order of the files. Never raises. A text beyond
    what a message may have is read at both ends."""
    if len(text) <= 2 * _END:
        return _find(text, load(), _sieve().lit)
    ends = [(0, text[:_END]), (len(text) - _END, text[-_END:])]
    found: dict[str, RuleHit] = {}
    for offset, end in ends:
        for hit in find(end):
            spans = tuple(Span(s.start + offset, s.end + offset, s.weight) for s in hit.spans)
            before = found[hit.rule].spans if hit.rule in found else ()
            found[hit.rule] = hit._replace(spans=before + spans)
    return [found[rule.id] for rule in load() if rule.id in found]


def find_unsieved(text: str) -> list[RuleHit]:
    """As `find`, with every pattern tried: what the sieve is held against."""
    return _find(text, load(), lambda _: -1)


def _find(text: str, rules: Sequence[Rule], lit: Callable[[str], int]) -> list[RuleHit]:
    normal = normalise(text)
    written = Normal(text, None, None)
    # Most messages fold to themselves in lower case, which is all that the sieve looks at.
    lit_folded = lit(normal.text)
    lit_written = lit_folded if normal.text == text.lower() else lit(text)
    hits = []
    masks = iter(_sieve().masks)
    for rule in rules:
        seen = lit_written if rule.written else lit_folded
        # All masks of the rule are taken off the row, whichever of its patterns is tried.
        tried = [
            pattern
            for pattern, mask in zip(rule.patterns, islice(masks, len(rule.patterns)), strict=True)
            if seen & mask == mask
        ]
        spans = _spans(rule, tried, written if rule.written else normal) if tried else ()
        if spans:
            hits.append(RuleHit(rule.id, rule.head, rule.score, spans, rule.version))
    return hits


@cache
def _sieve() -> Sieve:
    return Sieve([pattern for rule in load() for pattern in rule.patterns])


def _spans(rule: Rule, tried: Sequence[re.Pattern[str]], read: Normal) -> tuple[Span, ...]:
    found = [m.span() for pattern in tried for m in pattern.finditer(read.text)]
    if not found:
        return ()
    excused = [m.span() for pattern in rule.unless for m in pattern.finditer(read.text)]
    kept = sorted(
        {
            (start, end)
            for start, end in found
            if start < end
            and not any(start <= until + NEAR and since <= end + NEAR for since, until in excused)
            and not _allowed(read.text[start:end], rule.allowed_digits)
        }
    )
    return tuple(Span(*read.original(start, end), rule.score) for start, end in _apart(kept))


def _apart(spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The same stretches with overlapping ones joined."""
    start, end = -1, -1
    for since, until in spans:
        if since < end:
            end = max(end, until)
            continue
        if end > 0:
            yield start, end
        start, end = since, until
    if end > 0:
        yield start, end


def _allowed(found: str, digits: frozenset[str]) -> bool:
    return bool(digits) and "".join(c for c in found if c.isdecimal()) in digits


@cache
def _helplines() -> frozenset[str]:
    """The digits of every helpline, with and without the country's."""
    shown = ("".join(c for c in line.phone or "" if c.isdecimal()) for line in lines.every())
    return frozenset(code + digits for digits in shown if digits for code in ("", "47", "0047"))


@cache
def load() -> tuple[Rule, ...]:
    """All rules. Raises `ValueError`, naming the file and the rule, for a wrong one."""
    return tuple(rule for path in sorted(_FOLDER.glob("*.toml")) for rule in _in_file(path))


def _in_file(path: Path) -> list[Rule]:
    try:
        return parse(path.read_text("utf-8"))
    except (ValueError, KeyError) as error:
        raise ValueError(f"{path.name}: {error}") from error


def parse(text: str) -> list[Rule]:
    """The rules of one file. Raises `ValueError` as `load` does."""
    data = tomllib.loads(text)
    macros = data.get("macros", {})
    return [
        _rule(entry, data["version"], macros, data.get("excuses", {})) for entry in data["rule"]
    ]


def _rule(
    entry: Mapping[str, Any],
    version: str,
    macros: Mapping[str, str],
    excuses: Mapping[str, list[str]],
) -> Rule:
    name = str(entry["id"])
    if entry["head"] not in (*heads.SCORED, heads.PERSONAL_DATA):
        raise ValueError(f"rule {name}: unknown head {entry['head']}")
    unless = [*entry.get("unless", ()), *excuses.get(entry["head"], ())]
    try:
        return Rule(
            id=name,
            head=entry["head"],
            score=float(entry["score"]),
            version=str(version),
            written=bool(entry.get("written", False)),
            patterns=tuple(_compile(p, macros, entry) for p in entry["patterns"]),
            unless=tuple(_compile(p, macros, entry) for p in unless),
            allowed_digits=_helplines() if entry.get("helplines") else frozenset(),
            examples=tuple(entry["examples"]),
            counter_examples=tuple(entry["counter_examples"]),
        )
    except re.error as error:
        raise ValueError(f"rule {name}: {error}") from error


def _compile(pattern: str, macros: Mapping[str, str], entry: Mapping[str, Any]) -> re.Pattern[str]:
    def macro(found: re.Match[str]) -> str:
        if found.group(1) not in macros:
            raise ValueError(f"rule {entry['id']}: unknown macro {found.group()}")
        return f"(?:{macros[found.group(1)]})"

    while _MACRO.search(pattern):
        pattern = _MACRO.sub(macro, pattern)
    return re.compile(pattern, 0 if entry.get("case", False) else re.IGNORECASE)
