"""Logs that cannot tell on anybody.

Our own events are named and carry numbers and codes only. Everything else (Django, Daphne,
asyncio) is cut down to its constant first line: their arguments hold paths, addresses and values.
An exception keeps its type and where it happened, never its message, which may quote a row.
"""

from __future__ import annotations

import logging
import sys
import traceback
from typing import Any

import structlog

from forum import env

OURS = ("forum", "moderation", "consumers")


def _frames(error: BaseException) -> list[str]:
    return [
        f"{frame.filename.rsplit('/', 2)[-1]}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)[-12:]
    ]


def without_content(_: Any, __: str, event: dict[str, Any]) -> dict[str, Any]:
    """A structlog processor: no arguments of foreign records, no exception messages."""
    record: logging.LogRecord | None = event.get("_record")
    if record is not None and record.name.split(".")[0] not in OURS:
        event["event"] = str(record.msg).split("\n", 1)[0][:200]
    info = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    error = info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        event["error"] = type(error).__name__
        event["where"] = _frames(error)
    return event


_shared: list[Any] = [
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]

structlog.configure(
    processors=[*_shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": _shared,
            "processors": [
                without_content,
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
            ],
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        **{name: {"level": env.LOG_LEVEL} for name in OURS},
        # Django attaches handlers of its own; ours is the only one that scrubs.
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        # While Redis is away it speaks of an error each second. We say it ourselves, as what it
        # is: `bell_lost`, and "degraded" at /readyz.
        "channels_redis": {"level": "CRITICAL"},
        # A refused or unknown path is not news, and its line would be only noise.
        "django.request": {"level": "ERROR"},
    },
}
