"""What all frames share, and the two doors: bytes to command, event to bytes."""

from __future__ import annotations

import msgspec

MAX_FRAME_BYTES = 16 * 1024


class Frame(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="type"):
    """One JSON object on the socket, told apart by `type`."""


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A piece of a frame that never travels alone."""


_encoder = msgspec.json.Encoder()


def encode(frame: Frame) -> bytes:
    """The frame as compact JSON."""
    return _encoder.encode(frame)
