"""Refuses to start on unsafe combinations of settings, with words that say what to change."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from forum import env


@register()
def safe_combination(**_: Any) -> list[CheckMessage]:
    """A public installation has its own key, and several processes have a bell between them."""
    found: list[CheckMessage] = []
    if env.SECURE and not env.SECRET_KEY_GIVEN:
        found.append(
            Error("FELLESROM_SECURE needs a FELLESROM_SECRET_KEY of your own.", id="fellesrom.E001")
        )
    if env.SECRET_KEY_GIVEN and len(env.SECRET_KEY) < 32:
        found.append(
            Error("FELLESROM_SECRET_KEY must be 32 characters or more.", id="fellesrom.E002")
        )
    if env.REDIS_URL and not settings.ON_POSTGRES:
        found.append(
            Error(
                "FELLESROM_REDIS_URL joins several processes, and SQLite takes only one: "
                "set FELLESROM_DATABASE_URL to a PostgreSQL database too.",
                id="fellesrom.E003",
            )
        )
    if env.SCORER not in ("embedded", "detoxify", "both"):
        found.append(
            Error("FELLESROM_SCORER is one of embedded, detoxify, both.", id="fellesrom.E004")
        )
    if any(len(key) < 32 for key in env.IDENTITY_KEYS):
        found.append(
            Error(
                "Each of FELLESROM_IDENTITY_KEYS must be 32 characters or more.",
                id="fellesrom.E005",
            )
        )
    if env.SECOND_FACTOR not in ("required", "offered") or (
        env.SECURE and env.SECOND_FACTOR != "required"
    ):
        found.append(
            Error(
                "FELLESROM_SECOND_FACTOR is required or offered, and behind https required.",
                id="fellesrom.E006",
            )
        )
    return found
