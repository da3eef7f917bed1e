"""Rules about the code that a reader would otherwise have to trust."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("forum", "moderation", "consumers")
SOURCES = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
# Files whose public functions change something.
WRITERS = [
    path
    for path in SOURCES
    if path.name in ("actions.py", "invites.py", "pending.py", "devices.py", "recovery.py")
]
READS = {"known", "known_all", "settleable", "usable", "word_list", "find", "draft", "clean_title"}


def module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


@pytest.mark.parametrize("path", WRITERS, ids=module)
def test_every_writer_says_who_may_call_it(path: Path) -> None:
    """B1: @requires(permission) or @system_only stands on each."""
    loaded = importlib.import_module(module(path))
    for name, function in inspect.getmembers(loaded, inspect.isfunction):
        if function.__module__ != loaded.__name__ or name.startswith("_") or name in READS:
            continue
        declared = hasattr(function, "requires") or hasattr(function, "system_only")
        assert declared, f"{module(path)}.{name} does not say who may call it"


def test_no_signals_and_no_save_overrides() -> None:
    for path in SOURCES:
        text = path.read_text(encoding="utf-8")
        assert "django.db.models.signals" not in text, path
        assert "django.dispatch" not in text, path
        assert not re.search(r"def save\(", text), path


def test_log_lines_have_a_constant_name_and_only_numbers_and_codes() -> None:
    """G3: no logger call is given text, alias, address or token."""
    forbidden = re.compile(r"text|alias|words|note|token|phrase|nonce|address|agent|where$")
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "log"
            ):
                assert isinstance(node.args[0], ast.Constant), f"{path}:{node.lineno}"
                assert len(node.args) == 1, f"{path}:{node.lineno}"
                for keyword in node.keywords:
                    assert keyword.arg and not forbidden.search(keyword.arg), (
                        f"{path}:{node.lineno}"
                    )


def test_nothing_is_named_after_nothing() -> None:
    for path in SOURCES:
        assert path.stem not in {"utils", "helpers", "common", "manager", "service", "base"}, path


def test_every_module_says_why_it_exists() -> None:
    plain = {"__init__.py", "apps.py"}
    for path in SOURCES:
        if "migrations" in path.parts or path.name in plain:
            continue
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), path
