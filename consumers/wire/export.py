"""The protocol as JSON Schema, from which the front end's TypeScript is generated."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from consumers.wire.closing import Closing
from consumers.wire.commands import AnyCommand
from consumers.wire.events import AnyEvent
from consumers.wire.frame import MAX_FRAME_BYTES
from forum.errors import Code


def _plain(node: Any) -> Any:
    """Without the `title` keys, which the TypeScript generator would turn into numbered aliases."""
    if isinstance(node, dict):
        return {k: _plain(v) for k, v in node.items() if not (k == "title" and isinstance(v, str))}
    if isinstance(node, list):
        return [_plain(item) for item in node]
    return node


def schema() -> str:
    """One JSON Schema of `Command`, `Event`, `ErrorCode`, `CloseCode` and all their parts."""
    (command, event), parts = msgspec.json.schema_components(
        [AnyCommand, AnyEvent], ref_template="#/definitions/{name}"
    )
    definitions: dict[str, Any] = {
        "Command": _plain(command),
        "Event": _plain(event),
        "ErrorCode": {"enum": [code.value for code in Code]},
        "CloseCode": {
            "enum": [code.value for code in Closing],
            "description": ", ".join(f"{code.value} {code.name.lower()}" for code in Closing),
        },
        **{name: _plain(part) for name, part in sorted(parts.items())},
    }
    document = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "description": f"Fellesrom's socket, /ws. A frame is at most {MAX_FRAME_BYTES} bytes.",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            name: {"$ref": f"#/definitions/{name}"}
            for name in ("Command", "Event", "ErrorCode", "CloseCode")
        },
        "required": ["Command", "Event", "ErrorCode", "CloseCode"],
        "definitions": definitions,
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
