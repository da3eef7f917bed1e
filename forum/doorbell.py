"""The doorbell: "look again", after commit, without a word of content.

A bell only wakes; whoever hears it reads the database. So a lost bell costs a moment (loops tick,
sockets have a heartbeat) and Redis never holds anything private. This is the only domain file
that knows channel layers.
"""

from __future__ import annotations

import asyncio
from uuid import UUID

import structlog
from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction

log = structlog.get_logger(__name__)

SCREENING = "screening"

_loop: asyncio.AbstractEventLoop | None = None


def room(room_id: UUID) -> str:
    """New entries in this room's timeline."""
    return f"room.{room_id}"


def group(group_id: UUID) -> str:
    """The group's picture changed: rooms, sessions, people."""
    return f"group.{group_id}"


def person(person_id: UUID) -> str:
    """Something only this person sees changed: own messages, memberships, logins."""
    return f"person.{person_id}"


def desk(group_id: UUID) -> str:
    """The group's queue of cases changed."""
    return f"desk.{group_id}"


def ring(*bells: str) -> None:
    """Ring these once the transaction around this call has committed."""
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
                await layer.group_send(bell, {"type": "bell", "bell": bell})
    except Exception:
        # Redis is gone: what was committed stays true, and the ticks will find it.
        log.warning("bell_lost", bells=len(bells))
