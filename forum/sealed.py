"""Sealing what could tell who somebody is: AES-SIV (RFC 5297) with a key outside the database.

A copy of the database alone opens nothing. `about` names the column (and never the person): a
blob moved into another column does not open there. The first of FELLESROM_IDENTITY_KEYS seals,
each of them opens, so that keys can be changed one after the other.
"""

from __future__ import annotations

import hashlib
import secrets
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from forum import env

_NONCE = 16


class NotSealedHere(Exception):
    """No key of this installation opens it, or it was changed."""


@cache
def _boxes() -> tuple[AESSIV, ...]:
    return tuple(
        AESSIV(hashlib.blake2b(key.encode(), digest_size=64, person=b"sealed").digest())
        for key in env.IDENTITY_KEYS
    )


def seal(text: str, *, about: str) -> bytes:
    """The text, sealed; another blob each time."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + _boxes()[0].encrypt(text.encode(), [about.encode(), nonce])


def unseal(blob: bytes, *, about: str) -> str:
    """What was sealed. Raises `NotSealedHere`."""
    blob = bytes(blob)
    nonce, closed = blob[:_NONCE], blob[_NONCE:]
    for box in _boxes():
        try:
            return box.decrypt(closed, [about.encode(), nonce]).decode()
        except InvalidTag:
            continue
    raise NotSealedHere


def seal_same(data: bytes, *, about: str) -> list[bytes]:
    """The data, sealed so that the same gives the same: for what is looked up and never read.
    One blob for each key, the first being the one to store."""
    return [box.encrypt(data, [about.encode()]) for box in _boxes()]
