"""The key by which push services know this installation: made once, kept beside the secret key."""

from __future__ import annotations

import base64
import contextlib
import os
from functools import cache

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from forum import env


@cache
def _key() -> ec.EllipticCurvePrivateKey:
    if env.VAPID_KEY:
        raw = base64.urlsafe_b64decode(env.VAPID_KEY + "==")
        return ec.derive_private_key(int.from_bytes(raw), ec.SECP256R1())
    kept = env.VAR / "vapid.pem"
    if not kept.exists():
        env.VAR.mkdir(parents=True, exist_ok=True)
        fresh = ec.generate_private_key(ec.SECP256R1())
        # Whole or not at all: another process may look at this moment.
        fresh_file = kept.with_suffix(f".{os.getpid()}")
        fresh_file.touch(mode=0o600)
        fresh_file.write_bytes(
            fresh.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        )
        with contextlib.suppress(FileExistsError):
            os.link(fresh_file, kept)
        fresh_file.unlink()
    loaded = load_pem_private_key(kept.read_bytes(), None)
    assert isinstance(loaded, ec.EllipticCurvePrivateKey)
    return loaded


def private_key() -> str:
    """As pywebpush takes it: the raw number, base64url."""
    number = _key().private_numbers().private_value
    return base64.urlsafe_b64encode(number.to_bytes(32)).decode().rstrip("=")


def public_key() -> str:
    """As a browser takes it: the uncompressed point, base64url."""
    point = _key().public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).decode().rstrip("=")
