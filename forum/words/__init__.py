"""Every word a person reads, one JSON file per language and area, for both sides of the wire.

`errors` serves everybody, `pages` the server's pages, `app` the youth app, `staff` the desk. The
front end imports the same files. `tests/rules` proves that all languages hold the same keys and
the same placeholders.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

LANGUAGES = ("nb", "nn", "en")
DEFAULT = "nb"


@cache
def catalogue(language: str) -> dict[str, str]:
    """All keys of one language."""
    merged: dict[str, str] = {}
    for path in sorted((Path(__file__).parent / language).glob("*.json")):
        merged |= json.loads(path.read_text(encoding="utf-8"))
    return merged


def say(key: str, language: str, /, **params: object) -> str:
    """The words for `key`. Raises KeyError for an unknown key: a missing word is a bug."""
    text = catalogue(language)[key]
    for name, value in params.items():
        text = text.replace("{" + name + "}", str(value))
    return text
