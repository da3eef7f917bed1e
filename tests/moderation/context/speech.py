"""People who speak in numbers: a scorer that hears how heavy a message is, and a helper that says
something and has it screened."""

from __future__ import annotations

import asyncio
import re
import threading
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from queue import SimpleQueue
from typing import Any

import pytest

from consumers.jobs import screen
from forum.memberships.models import Membership
from forum.messages import actions as messages
from forum.messages.models import Message
from forum.rooms.models import Room
from moderation.screening import actions, phases
from moderation.screening.scorer import Score, Span

HEADS = {"tegn": "contact", "tungt": "self_directed", "krise": "crisis_suicide", "sint": "insult"}


class Numbers:
    """Hears "tegn 35" as contact .35, "tungt 50" as self_directed .5 and so on."""

    name, version = "numbers", "1"
    heads = frozenset(HEADS.values())
    languages = frozenset({"nb", "nn", "en"})

    def score(self, texts: Sequence[str]) -> list[Score]:
        return [self._one(text) for text in texts]

    def _one(self, text: str) -> Score:
        heads = dict.fromkeys(sorted(self.heads), 0.01)
        carrying = {}
        for found in re.finditer(r"\b(tegn|tungt|krise|sint) (\d\d)\b", text):
            head = HEADS[found.group(1)]
            heads[head] = int(found.group(2)) / 100
            carrying[head] = (Span(*found.span(), 1.0),)
        return Score(heads, carrying)


def say(by: Membership, room: Room, text: str, to: Message | None = None) -> Message:
    """Pending, as the socket would store it; an answer to `to`."""
    by.refresh_from_db()
    room = Room.objects.select_related("group").get(pk=room.pk)
    nonce = uuid.uuid4()
    return messages.submit(by, room, nonce=nonce, text=text, reply_to=to.pk if to else None)


def screen_all(worker: uuid.UUID | None = None) -> int:
    """One batch, as the job does it."""
    worker = worker or uuid.uuid4()
    taken = actions.take(worker)
    outcomes = phases.screen([draft for _, draft in taken], Numbers())
    pending = [message for message, _ in taken]
    return actions.settle_all(list(zip(pending, outcomes, strict=True)), worker)


def run_job(monkeypatch: pytest.MonkeyPatch) -> None:
    """One round of the screening job itself, with what it raises. Its loop runs in a thread beside;
    its hops come back to this one, to which the test's transaction belongs."""
    hops: SimpleQueue[tuple[Callable[[], Any], Future[Any]] | None] = SimpleQueue()

    async def hop(work: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        answer: Future[Any] = Future()
        hops.put((lambda: work(*args, **kwargs), answer))
        return await asyncio.wrap_future(answer)

    failed: list[Exception] = []

    def loop() -> None:
        try:
            asyncio.run(screen.work())
        except Exception as error:
            failed.append(error)
        finally:
            hops.put(None)

    monkeypatch.setattr(screen, "hop", hop)
    beside = threading.Thread(target=loop)
    beside.start()
    while (one := hops.get()) is not None:
        work, answer = one
        try:
            answer.set_result(work())
        except Exception as error:
            answer.set_exception(error)
    beside.join()
    if failed:
        raise failed[0]
