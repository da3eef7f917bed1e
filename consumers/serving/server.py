"""Daphne with our hub and, if wanted, our background loops on its own event loop."""

from __future__ import annotations

import asyncio
import errno
import gc
import socket
import time
from functools import partial
from typing import Any

import structlog
from daphne.server import Server as Daphne
from django.core.management.base import CommandError
from twisted.internet import defer

from consumers.asgi import application
from consumers.jobs.all import run_all
from consumers.serving.inlet import Inlet
from consumers.serving.outlet import FAREWELL_SECONDS, DaphneOutlet
from consumers.wire.frame import MAX_FRAME_BYTES
from consumers.ws.hub import the_hub

# A little above our own limit, so that a frame just over it gets a code instead of a cut.
SOCKET_LIMIT = 4 * MAX_FRAME_BYTES
# So long a stop waits for sockets to hear why.
DRAIN_SECONDS = 3.0

log = structlog.get_logger(__name__)

_tasks: list[asyncio.Task[None]] = []


class Server(Daphne):  # type: ignore[misc]
    """Gives sockets a bounded inlet and, in the scope's extensions, their outlet; and can stop
    listening while it still talks."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._ports: list[Any] = []

    def listen_success(self, port: Any) -> None:
        self._ports.append(port)
        super().listen_success(port)

    def kill_all_applications(self) -> Any:
        """What Daphne does before it shuts down; it waits for what this gives."""
        return defer.Deferred.fromFuture(asyncio.ensure_future(self._drain()))

    async def _drain(self) -> None:
        """Takes nobody in any more, tells every socket to come back in a moment, and only then
        ends what still runs."""
        for port in self._ports:
            port.stopListening()
        for task in _tasks:
            task.cancel()
        hub = the_hub()
        hub.restart_all()
        # Cut before it has read the reason, a phone would see only a broken line.
        until = time.monotonic() + DRAIN_SECONDS
        while hub.has_links and time.monotonic() < until:
            await asyncio.sleep(0.05)
        running = [c.get("application_instance") for c in self.connections.values()]
        for task in filter(None, running):
            task.cancel()
        await asyncio.gather(*filter(None, running), return_exceptions=True)

    def create_application(self, protocol: Any, scope: dict[str, Any]) -> Any:
        if protocol not in self.connections:
            return None
        if scope["type"] == "websocket":
            queue: Any = Inlet(protocol.transport)
            scope["asgi"] = {"version": "3.0"}
            scope["extensions"] = {"fellesrom.outlet": DaphneOutlet(protocol)}
            running = asyncio.ensure_future(
                self.application(
                    scope=scope, receive=queue.get, send=partial(self.handle_reply, protocol)
                )
            )
            self.connections[protocol]["application_instance"] = running
        else:
            queue = super().create_application(protocol, scope)
            running = self.connections[protocol]["application_instance"]
        running.add_done_callback(partial(self._ended, protocol))
        return queue

    # --- in place of Daphne's walk over all connections each second ------------------------------

    def application_checker(self) -> None:
        """Nothing: who ends is reaped at once."""

    def _ended(self, protocol: Any, running: asyncio.Future[Any]) -> None:
        """The application is done: so is its connection when the other side has gone too."""
        connection = self.connections.get(protocol, {})
        connection.pop("application_instance", None)
        if "disconnected" in connection:
            self.connections.pop(protocol)
        if running.cancelled() or running.exception() is None:
            return
        log.error("application_failed", exc_info=running.exception())
        if "disconnected" not in connection:
            protocol.handle_exception(running.exception())

    def protocol_disconnected(self, protocol: Any) -> None:
        connection = self.connections.get(protocol)
        if connection is None or "disconnected" in connection:
            return  # Told twice, as when a socket is refused and then closes.
        super().protocol_disconnected(protocol)
        running = connection.get("application_instance")
        if running is None:
            self.connections.pop(protocol)
        else:
            asyncio.get_running_loop().call_later(self.application_close_timeout, running.cancel)


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

    def ended(task: asyncio.Task[None]) -> None:
        # Serving on without them would lose nothing and show nothing: whoever watches us starts
        # us anew.
        if not task.cancelled():
            log.error("loops_ended", exc_info=task.exception())
            server.stop()

    def start() -> None:
        server.ws_factory.setProtocolOptions(
            # A socket that breaks the rules is told the code before it is cut; so is one with the
            # origin "null", which would else be turned away before we see it.
            failByDrop=False,
            allowNullOrigin=True,
            closeHandshakeTimeout=FAREWELL_SECONDS,
        )
        loop = asyncio.get_event_loop()
        hub = the_hub()
        for work in [hub.run(), run_all(hub)] if loops else [hub.run()]:
            task = loop.create_task(work)
            task.add_done_callback(ended)
            _tasks.append(task)
        # What is loaded by now stays: a full collection that walks it stops every socket for as
        # long as it takes.
        gc.collect()
        gc.freeze()

    server = Server(
        application,
        endpoints=[f"tcp:port={port}:interface={host}:backlog=1024"],
        websocket_max_message_size=SOCKET_LIMIT,
        websocket_max_frame_size=SOCKET_LIMIT,
        application_close_timeout=2,
        ready_callable=start,
        server_name="fellesrom",
    )
    server.run()
