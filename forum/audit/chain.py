"""How a row is marked. Pure, but for the key."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC

from forum import env
from forum.audit.models import Act

FIRST = bytes(32)


def _key() -> bytes:
    return hashlib.blake2b(env.AUDIT_KEY.encode(), digest_size=32, person=b"audit").digest()


def _mac(*parts: object) -> bytes:
    written = json.dumps(parts, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hmac.new(_key(), written.encode(), hashlib.sha256).digest()


def mark(act: Act, *, seq: int | None = None) -> bytes:
    """The mark of this row: over everything in it, the row before, and its place."""
    return _mac(
        "act",
        act.seq if seq is None else seq,
        act.at.astimezone(UTC).isoformat(timespec="microseconds"),
        *(str(one or "") for one in (act.person, act.membership, act.role, act.group)),
        act.what,
        act.subject_kind,
        act.subject,
        act.facts,
        bytes(act.before).hex(),
    )


def seal(seq: int, last: bytes) -> bytes:
    """The seal of the head."""
    return _mac("head", seq, bytes(last).hex())
