"""Ringing: heard at once in this process, and in the others through the channel layer, if there are
others. The only domain file that knows channel layers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from uuid import uuid4

import structlog
from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction

from forum.doorbell.bells import CHANGES, counted
from forum.doorbell.models import Bell

log = structlog.get_logger(__name__)

# Which process rang: it has heard its own bells already.
HERE = uuid4().hex

_ears: tuple[asyncio.AbstractEventLoop, Callable[[str], None]] | None = None
_telling: set[asyncio.Task[None]] = set()


def ring(*bells: str) -> None:
    """Ring these once the transaction around this call has committed."""
    Bell.objects.bulk_create([Bell(name=bell) for bell in bells if not counted(bell)])
    transaction.on_commit(lambda: _send(bells), robust=True)


def ring_on(loop: asyncio.AbstractEventLoop, hear: Callable[[str], None]) -> None:
    """Bells of this process are heard and sent on `loop` from now on, and nobody waits for them: a
    database thread that waited for a loop which is stopping would never end."""
    global _ears
    _ears = loop, hear


def _send(bells: tuple[str, ...]) -> None:
    if _ears is None:
        async_to_sync(_tell_others)(bells)
    elif _ears[0].is_running():
        _ears[0].call_soon_threadsafe(_tell, bells, _ears[1])


def _tell(bells: tuple[str, ...], hear: Callable[[str], None]) -> None:
    for bell in bells:
        hear(bell)
    if get_channel_layer() is not None:
        task = asyncio.create_task(_tell_others(bells))
        _telling.add(task)
        task.add_done_callback(_telling.discard)


async def _tell_others(bells: tuple[str, ...]) -> None:
    layer = get_channel_layer()
    if layer is None:
        return
    try:
        async with asyncio.timeout(1):
            for bell in bells:
                channel = bell if counted(bell) else CHANGES
                await layer.group_send(channel, {"type": "bell", "bell": bell, "by": HERE})
    except Exception:
        # Redis is gone: what was committed stays true, and the ticks will find it.
        log.warning("bell_lost", bells=len(bells))
