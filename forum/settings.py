"""Django's settings. Everything that may differ between installations comes from `forum.env`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from environs import Env

from forum import env

BASE = Path(__file__).parents[1]

SECRET_KEY = env.SECRET_KEY
DEBUG = False
# The last two for health checks from beside it.
ALLOWED_HOSTS = [*env.HOSTS, "localhost", "127.0.0.1"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.staticfiles",
    "channels",
    "django_vite",
    "csp",
    "forum",
    "moderation",
    "consumers",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "consumers.http.middleware.person",
    "consumers.http.middleware.language",
    "consumers.http.middleware.refusals",
]

ROOT_URLCONF = "consumers.http.urls"
ASGI_APPLICATION = "consumers.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE / "consumers" / "http" / "templates"],
        "OPTIONS": {
            "context_processors": ["consumers.http.context.everywhere"],
            "builtins": ["consumers.http.tags"],
        },
    }
]

# --- what is stored ---------------------------------------------------------------------------

ON_POSTGRES = env.DATABASE_URL.startswith(("postgres://", "postgresql://"))
_database: dict[str, Any]
if env.DATABASE_URL:
    _database = dict(Env().dj_db_url("FELLESROM_DATABASE_URL"))
else:
    env.VAR.mkdir(parents=True, exist_ok=True)
    _database = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(env.VAR / "fellesrom.sqlite3")}
if ON_POSTGRES:
    # Pages take a connection out of the pool for as long as a request; the threads of
    # `consumers.hop` keep theirs.
    _database |= {
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"pool": {"min_size": 2, "max_size": 24, "timeout": 5}},
    }
else:
    # One thread holds one connection for good. IMMEDIATE, so that two writers queue instead of
    # failing when both have read first.
    _database |= {
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        },
    }
DATABASES = {"default": _database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- the doorbell -------------------------------------------------------------------------------

# One process hears its own bells without a layer.
CHANNEL_LAYERS: dict[str, dict[str, Any]] = {}
if env.REDIS_URL:
    # Pub/sub costs one PUBLISH per bell. A blocking read must never time out by itself.
    CHANNEL_LAYERS["default"] = {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [{"address": env.REDIS_URL, "socket_timeout": None}]},
    }

# --- who may come in ----------------------------------------------------------------------------

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# The prefix binds the cookie to this host and to https; browsers refuse it on plain http.
DEVICE_COOKIE = "__Host-fr" if env.SECURE else "fr"
LANGUAGE_COOKIE_NAME = "fr-lang"
CSRF_COOKIE_NAME = "__Host-fr-csrf" if env.SECURE else "fr-csrf"
CSRF_COOKIE_SECURE = env.SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in env.HOSTS] if env.SECURE else []
CSRF_FAILURE_VIEW = "consumers.http.refusing.csrf_failed"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.SECURE else None
SECURE_HSTS_SECONDS = 31_536_000 if env.SECURE else 0
# Not "no-referrer": browsers then send "Origin: null" with our own forms.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- what is served -----------------------------------------------------------------------------

STATIC_URL = "/static/"
# Vite's output is served as it is, with the .gz files that `make setup` puts beside it.
STATIC_ROOT = BASE / "frontend" / "dist"
WHITENOISE_USE_FINDERS = False
WHITENOISE_AUTOREFRESH = False
WHITENOISE_IMMUTABLE_FILE_TEST = r"/assets/.+-[\w-]{8}\.\w+$"
DJANGO_VITE = {"default": {"manifest_path": BASE / "frontend" / "dist" / ".vite" / "manifest.json"}}

USE_TZ = True
TIME_ZONE = "Europe/Oslo"
USE_I18N = False
LANGUAGES_OFFERED = ("nb", "nn", "en")

# --- reaching staff -----------------------------------------------------------------------------

EMAIL_BACKEND = env.EMAIL["EMAIL_BACKEND"]
EMAIL_HOST = env.EMAIL["EMAIL_HOST"]
EMAIL_PORT = env.EMAIL["EMAIL_PORT"]
EMAIL_HOST_USER = env.EMAIL["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = env.EMAIL["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = env.EMAIL.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = env.EMAIL.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 5

# --- screening ----------------------------------------------------------------------------------

SCORER = env.SCORER
DETOXIFY_CHECKPOINT = env.DETOXIFY_CHECKPOINT
DETOXIFY_SHA256 = env.DETOXIFY_SHA256
SHADOW_MODEL = env.SHADOW_MODEL

SILENCED_SYSTEM_CHECKS: list[str] = []

from forum.logs import LOGGING  # noqa: E402, F401  (needs nothing above, read by Django)
