"""Settings of the textbook chat. Its databases come from the environment."""

from __future__ import annotations

import os
from typing import Any

from environs import Env

SECRET_KEY = "only-for-benchmarks"
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = ["channels", "benchmarks.baseline"]
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ASGI_APPLICATION = "benchmarks.baseline.asgi.application"

_database: dict[str, Any] = dict(Env().dj_db_url("BASELINE_DATABASE_URL"))
DATABASES = {"default": _database | {"CONN_MAX_AGE": 600}}
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.core.RedisChannelLayer",
        "CONFIG": {
            "hosts": [
                {
                    "address": os.environ.get("BASELINE_REDIS_URL", ""),
                    "socket_timeout": None,
                    "max_connections": 10_000,
                }
            ]
        },
    }
}
