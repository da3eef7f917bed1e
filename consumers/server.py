"""Daphne with our hub and, if wanted, our background loops on its own event loop.

The loops share Daphne's loop on purpose: rung from a foreign thread, the in-process channel layer
would wake a socket only half a second later.
"""

from __future__ import annotations

import asyncio
import errno
import socket
from typing import Any

# Before anything imports Twisted's reactor: Daphne installs the asyncio one.
from daphne.server import Server  # isort: skip
from django.core.management.base import CommandError
from twisted.internet import defer, reactor

from consumers.asgi import application
from consumers.jobs.all import run_all
from consumers.wire.frame import MAX_FRAME_BYTES
from consumers.ws.hub import the_hub
from consumers.ws.link import restart_all

# A little above our own limit, so that a frame just over it gets a code instead of a cut.
SOCKET_LIMIT = 4 * MAX_FRAME_BYTES
FAREWELL_SECONDS = 0.5

_tasks: list[asyncio.Task[None]] = []


def check_port(host: str, port: int) -> None:
    """Refuses early, in plain words, when the port is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise CommandError(f"Cannot listen on {host}:{port}: {error.strerror}.") from error
            raise CommandError(
                f"Port {port} is taken by another program. Stop that one, or choose another "
                f"port: PORT={port + 1} make run"
            ) from error


def run(*, host: str, port: int, loops: bool) -> None:
    """Serves until SIGTERM or Ctrl-C."""

    def start() -> None:
        # A socket that breaks the rules is told the code before it is cut; so is one with the
        # origin "null", which this call would else turn away before we see it.
        server.ws_factory.setProtocolOptions(failByDrop=False, allowNullOrigin=True)
        loop = asyncio.get_event_loop()
        hub = the_hub()
        _tasks.append(loop.create_task(hub.run()))
        if loops:
            _tasks.append(loop.create_task(run_all(hub)))
        # Before Daphne cancels the sockets' applications. (Twisted's stub has the arguments in
        # another order than Twisted.)
        trigger: Any = reactor.addSystemEventTrigger
        trigger("before", "shutdown", lambda: defer.Deferred.fromFuture(loop.create_task(_stop())))

    server = Server(
        application,
        endpoints=[f"tcp:port={port}:interface={host}"],
        websocket_max_message_size=SOCKET_LIMIT,
        websocket_max_frame_size=SOCKET_LIMIT,
        application_close_timeout=2,
        ready_callable=start,
        server_name="fellesrom",
    )
    server.run()


async def _stop() -> None:
    for task in _tasks:
        task.cancel()
    await restart_all()
    # The close frames are on their way only once the reactor has turned a few times more.
    await asyncio.sleep(FAREWELL_SECONDS)
