"""The protocol as a page to read, made from the same types as the schema."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterable
from typing import Any, get_args

import msgspec

from consumers.wire import commands, events
from consumers.wire.closing import Closing
from consumers.wire.frame import MAX_FRAME_BYTES, Part
from forum.errors import Code
from forum.words import say

HEAD = f"""\
# The socket

Made by `manage.py protocol` from `consumers/wire`; do not edit. The same as JSON Schema:
[protocol.schema.json](../frontend/src/wire/protocol.schema.json).

One WebSocket, `/ws`, with the login's cookie and an `Origin` of our own. Every frame is one JSON
object in a text frame of at most {MAX_FRAME_BYTES} bytes, told apart by `type`. Unknown fields are
refused.

1. The client says `hello`. The answer is `welcome`, then come the snapshots: `places`, `mine`, for
   those who judge `desk`, and for those who tune `limits`. A snapshot is a whole small picture,
   sent again when it has changed.
2. It opens a room with `follow`. From then on `entries` come live, gap-free by `seq`. A phone that
   comes back names what it holds in `hello`, and gets exactly what it missed.
3. `submit` is answered `accepted` once the message is durable. It is scored before anyone sees it;
   then it stands in `entries`, or its fate in `mine`. Unanswered, the client says the same again
   with the same `nonce`.
4. `heartbeat` carries the newest `seq` of each room. Whoever is behind has a gap, and fills it.
5. Whatever is refused gets an `error` with a code, and the socket stays open. What ends a socket
   has a close code.
"""


def document() -> str:
    """The whole page, in Markdown."""
    return "\n".join(
        [
            HEAD,
            "## What a client may say\n",
            *map(_frame, get_args(commands.AnyCommand)),
            "## What a client hears\n",
            *map(_frame, get_args(events.AnyEvent)),
            "## Parts of frames\n",
            *map(_part, _parts()),
            "## Error codes\n",
            *_table(
                ("code", "in words (English)"),
                ((f"`{code.value}`", say(f"errors.{code.value}", "en")) for code in Code),
            ),
            "\n## Close codes\n",
            *_table(
                ("code", "name", "means"),
                ((str(why.value), f"`{why.name.lower()}`", why.means) for why in Closing),
            ),
            "\nBeside these: 1009 for a frame beyond all bounds, 1007 for text that is not UTF-8,",
            "and 1002 for bytes that are not WebSocket.",
            "",
        ]
    )


def _frame(kind: type[msgspec.Struct]) -> str:
    return _section(f"`{kind.__struct_config__.tag}`", kind)


def _part(kind: type[msgspec.Struct]) -> str:
    return _section(kind.__name__, kind)


def _section(title: str, kind: type[msgspec.Struct]) -> str:
    rows = [
        (
            f"`{field.encode_name}`",
            f"`{_annotation(kind, field.name)}`",
            "" if field.required else f"`{json.dumps(_default(field))}`",
        )
        for field in msgspec.structs.fields(kind)
    ]
    table = _table(("field", "type", "unless given"), rows) if rows else []
    return "\n".join([f"### {title}\n", inspect.cleandoc(kind.__doc__ or ""), "", *table, ""])


def _annotation(kind: type[msgspec.Struct], name: str) -> str:
    """The type as it stands in the source, without what only the decoder needs."""
    base = next(base for base in kind.__mro__ if name in base.__annotations__)
    written = " ".join(str(base.__annotations__[name]).split())
    plain = re.sub(r"Annotated\[(.+), Meta\((.*?)\)\]$", r"\1 (\2)", written)
    return plain.replace("|", "\\|")


def _default(field: Any) -> Any:
    return field.default if field.default is not msgspec.NODEFAULT else field.default_factory()


def _parts() -> Iterable[type[msgspec.Struct]]:
    for kind in vars(events).values():
        if isinstance(kind, type) and issubclass(kind, Part) and kind is not Part:
            yield kind


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    lines = [head, tuple("---" for _ in head), *rows]
    return [f"| {' | '.join(line)} |" for line in lines]
