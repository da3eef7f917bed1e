"""The way from the event loop into the database, one hop for a whole piece of work.

SQLite: always the same thread, which keeps its one connection. PostgreSQL: any thread, with a
connection out of the pool. Both chosen by measurement, see ARCHITECTURE.md.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from channels.db import database_sync_to_async
from django.conf import settings

Args = ParamSpec("Args")
Out = TypeVar("Out")


async def hop(work: Callable[Args, Out], *args: Args.args, **kwargs: Args.kwargs) -> Out:
    """Runs `work` where the database may be used, and gives its result."""
    run = database_sync_to_async(work, thread_sensitive=not settings.ON_POSTGRES)
    result: Out = await run(*args, **kwargs)
    return result
