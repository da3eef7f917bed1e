"""The ASGI application: Django's pages, and the one socket."""

from __future__ import annotations

import os
from typing import Any, cast

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forum.settings")

from django.core.asgi import get_asgi_application

pages = get_asgi_application()  # sets Django up: what follows needs its tables

from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from django.urls import path  # noqa: E402

from consumers.ws.link import link  # noqa: E402

application = ProtocolTypeRouter(
    {"http": pages, "websocket": URLRouter([path("ws", cast(Any, link))])}
)
