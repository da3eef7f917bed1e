"""Ringing. The only domain file that knows channel layers."""

from __future__ import annotations

import asyncio

import structlog
from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction

from forum.doorbell.bells import CHANGES, counted
from forum.doorbell.models import Bell

log = structlog.get_logger(__name__)

_loop: asyncio.AbstractEventLoop | None = None


def ring(*bells: str) -> None:
    """Ring these once the transaction around this call has committed."""
    Bell.objects.bulk_create([Bell(name=bell) for bell in bells if not counted(bell)])
    transaction.on_commit(lambda: _send(bells), robust=True)


def ring_on(loop: asyncio.AbstractEventLoop) -> None:
    """Bells of this process are sent by `loop` from now on, and nobody waits for them: a database
    thread that waited for a loop which is stopping would never end."""
    global _loop
    _loop = loop


def _send(bells: tuple[str, ...]) -> None:
    if _loop is None:
        async_to_sync(_send_all)(bells)
    elif _loop.is_running():
        asyncio.run_coroutine_threadsafe(_send_all(bells), _loop)


async def _send_all(bells: tuple[str, ...]) -> None:
    layer = get_channel_layer()
    try:
        async with asyncio.timeout(1):
            for bell in bells:
                channel = bell if counted(bell) else CHANGES
                await layer.group_send(channel, {"type": "bell", "bell": bell})
    except Exception:
        # Redis is gone: what was committed stays true, and the ticks will find it.
        log.warning("bell_lost", bells=len(bells))
