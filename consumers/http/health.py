"""Whether this process lives, and whether it can do its work. Without content."""

from __future__ import annotations

import asyncio

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

from forum import env

PATIENCE = 2.0  # seconds


def livez(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


def readyz(request: HttpRequest) -> JsonResponse:
    """`ready`, `degraded` (Redis is gone: slower, nothing lost), or `down` with 503 (no database,
    or one that still has to be migrated)."""
    try:
        executor = MigrationExecutor(connection)
        up = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Exception:
        up = False
    if not up:
        return JsonResponse({"status": "down"}, status=503)
    return JsonResponse({"status": "ready" if _bell_rings() else "degraded"})


def _bell_rings() -> bool:
    if not env.REDIS_URL:
        return True
    try:
        async_to_sync(_ring)()
    except Exception:
        return False
    return True


async def _ring() -> None:
    # Its socket has no timeout of its own: a Redis that hangs must not hang this answer.
    sending = get_channel_layer().group_send("readyz", {"type": "bell", "bell": "readyz"})
    await asyncio.wait_for(sending, PATIENCE)
