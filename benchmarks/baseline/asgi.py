"""The textbook's ASGI application."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.baseline.settings")

from django.core.asgi import get_asgi_application

pages = get_asgi_application()

from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from django.urls import path  # noqa: E402

from benchmarks.baseline.chat import Chat  # noqa: E402

application = ProtocolTypeRouter(
    {"http": pages, "websocket": URLRouter([path("chat/<slug:room>", Chat.as_asgi())])}
)
