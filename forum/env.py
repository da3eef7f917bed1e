"""The environment, typed, with safe defaults: the one place that reads it.

Unset, everything falls to one process on SQLite for trying it out; what a public installation
must set is refused at start by `forum.checks` when it is missing.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

import dj_email_url
from environs import Env

_env = Env(prefix="FELLESROM_")

VAR: Path = _env.path("VAR", Path(__file__).parents[1] / "var").absolute()

DATABASE_URL: str = _env.str("DATABASE_URL", "")
REDIS_URL: str = _env.str("REDIS_URL", "")

# True behind https. Turns on secure cookies and HSTS, and makes `forum.checks` strict.
SECURE: bool = _env.bool("SECURE", False)
HOSTS: list[str] = _env.list("HOSTS", ["localhost", "127.0.0.1"])
# Where the service is reached from outside, for links in invitations; empty: the first of
# HOSTS, or this machine and PORT.
PORT: int = Env().int("PORT", 8000)
PUBLIC_URL: str = _env.str("PUBLIC_URL", "").rstrip("/") or (
    f"https://{HOSTS[0]}" if SECURE else f"http://localhost:{PORT}"
)

SCORER: str = _env.str("SCORER", "embedded")
DETOXIFY_CHECKPOINT: str = _env.str("DETOXIFY_CHECKPOINT", "")
DETOXIFY_SHA256: str = _env.str("DETOXIFY_SHA256", "")
# A model on trial, which decides nothing: a folder with an embedded model, or a kind of scorer.
SHADOW_MODEL: str = _env.str("SHADOW_MODEL", "")

# How much faster than a hand a client may write and send. Load tests raise it; nobody else should.
PACE: float = _env.float("PACE", 1.0)

LOG_LEVEL: str = _env.str("LOG_LEVEL", "INFO")


def public_url(path: str) -> str:
    """The address of a page as seen from outside."""
    return PUBLIC_URL + path


def _secret_key() -> tuple[str, bool]:
    """The key and whether it was given. An ungiven one is made once and kept beside the database,
    so that logins and recovery phrases survive a restart."""
    given: str = _env.str("SECRET_KEY", "")
    if given:
        return given, True
    kept = VAR / "secret-key"
    if not kept.exists():
        VAR.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(48))
    return kept.read_text().strip(), False


SECRET_KEY, SECRET_KEY_GIVEN = _secret_key()

# What seals that which could tell who somebody is; the first seals, all open. Kept apart from the
# database and its copies. Ungiven: derived from the secret key.
IDENTITY_KEYS: list[str] = _env.list("IDENTITY_KEYS", []) or [SECRET_KEY]

# What marks the record of what staff did. Whoever has it and the database can rewrite the record.
AUDIT_KEY: str = _env.str("AUDIT_KEY", "") or SECRET_KEY

# How to send e-mail to staff, such as submission://user:password@host:587 (console: to try it out);
# unset: not at all. And from whom.
EMAIL: dict[str, Any] = dj_email_url.parse(_env.str("EMAIL_URL", "") or "dummy:")
EMAIL_FROM: str = _env.str("EMAIL_FROM", "") or f"fellesrom@{HOSTS[0]}"
# The private key of web push, base64url; unset: made once and kept beside the database.
VAPID_KEY: str = _env.str("VAPID_KEY", "")

# Whether staff must have a second factor, or may. A public installation requires one.
SECOND_FACTOR: str = _env.str("SECOND_FACTOR", "") or ("required" if SECURE else "offered")
# An account elsewhere that lets staff in (Feide, Entra); no issuer: off.
OIDC_ISSUER: str = _env.str("OIDC_ISSUER", "")
OIDC_CLIENT_ID: str = _env.str("OIDC_CLIENT_ID", "")
OIDC_CLIENT_SECRET: str = _env.str("OIDC_CLIENT_SECRET", "")
