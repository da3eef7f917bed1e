"""What the composer warns of is what the server holds: one file, read in two languages."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from moderation.screening import heads, in_browser, rules
from tests.moderation.screening.personal_data import neutral, said

FRONTEND = Path(__file__).parents[3] / "frontend"
# The front end's own module, as the composer runs it; places counted in whole characters.
NODE = """
import { readFileSync } from 'node:fs';
import ts from 'typescript';
const source = readFileSync('src/features/talk/personal.ts', 'utf8');
const js = ts.transpile(source, { module: 'esnext', target: 'es2022' });
const { compile } = await import('data:text/javascript,' + encodeURIComponent(js));
const { rules, texts } = JSON.parse(readFileSync(0, 'utf8'));
const found = compile(rules);
const place = (text, at) => Array.from(text.slice(0, at)).length;
console.log(JSON.stringify(texts.map((text) =>
  found(text).map((p) => [p.rule, place(text, p.start), place(text, p.end)]))));
"""


def in_python(text: str) -> list[list[object]]:
    return [
        [hit.rule, span.start, span.end]
        for hit in rules.find(text)
        if hit.head == heads.PERSONAL_DATA
        for span in hit.spans
    ]


def test_both_find_the_same_stretches() -> None:
    """E17"""
    texts = [line for kind in ("structured", "obfuscated") for _, line in said(kind)] + neutral()
    for rule in rules.load():
        texts += [*rule.examples, *rule.counter_examples]
    texts += ["æøå @ŧest_ing 🇳🇴 9️⃣ 1\u2028snap: ola_n", "\U0001f600 ring 912 34 567 \U0001f600"]
    node = shutil.which("node")
    assert node
    ran = subprocess.run(
        [node, "--input-type=module", "-e", NODE],
        input=json.dumps({"rules": json.loads(in_browser.written()), "texts": texts}),
        cwd=FRONTEND,
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(ran.stdout)
    assert len(told) == len(texts) and any(told)
    for text, theirs in zip(texts, told, strict=True):
        assert theirs == in_python(text), text


@pytest.mark.parametrize("pattern", [r"(?i:a)", r"(?P<n>a)", r"\Aa", r"\Wb", r"(?>a)"])
def test_what_means_something_else_there_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="not in JavaScript"):
        in_browser.translate(pattern)
