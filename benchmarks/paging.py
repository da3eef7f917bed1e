"""Opening a room and paging back in it, with few and with very many messages stored."""

from __future__ import annotations

import asyncio
import time
from statistics import median

from benchmarks.table import fmt, table
from benchmarks.targets import Place, Target, ours, services
from benchmarks.wire import Line
from tests.faults.town import look

SIZES = (1_000, 100_000, 1_000_000)
ASKS = 100

# Run inside the site. The same rows as talking makes, without the talking.
FILL = """
import json
from django.db import connection
from django.utils import timezone
from forum.rooms.models import Room
from forum.memberships.models import Membership

room = Room.objects.get(pk=%(room)r)
author = Membership.objects.filter(group=room.group, role="participant").first()
postgres = connection.vendor == "postgresql"
if postgres:
    numbers = "SELECT n FROM generate_series(1, %(size)d) AS n"
    uid = "gen_random_uuid()"
else:
    numbers = ("WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c "
               "WHERE n < %(size)d) SELECT n FROM c")
    uid = "lower(hex(randomblob(16)))"
keys = {k: (v if postgres else v.hex) for k, v in {"r": room.pk, "a": author.pk}.items()}
now = timezone.now() if postgres else timezone.now().replace(tzinfo=None).isoformat(" ")
with connection.cursor() as cursor:
    cursor.execute(f"CREATE TEMPORARY TABLE stored AS SELECT n, {uid} AS id, {uid} AS nonce "
                   f"FROM ({numbers}) AS numbers")
    cursor.execute(
        "INSERT INTO forum_message (id, room_id, author_id, nonce, text, state, submitted_at, "
        "content_note, held_for, reason, words, rephrase, outcome_unread, attempts) "
        "SELECT id, %%s, %%s, nonce, 'en linje om dagen min, nummer ' || n, 'published', %%s, "
        "'', '', '', '', false, false, 1 FROM stored", [keys["r"], keys["a"], now])
    cursor.execute(
        "INSERT INTO forum_entry (room_id, seq, kind, message_id, at) "
        "SELECT %%s, n, 'message', id, %%s FROM stored", [keys["r"], now])
    cursor.execute("DROP TABLE stored")
    cursor.execute("ANALYZE")
Room.objects.filter(pk=room.pk).update(head=%(size)d)
print(json.dumps(True))
"""


def paging(rounds: int) -> str:
    """Opening a room and paging back, at 1,000, 100,000 and 1,000,000 stored messages."""
    rows = []
    with services() as beside:
        for name, with_services in (("PostgreSQL", beside), ("SQLite", None)):
            with ours(with_services, groups=len(SIZES), youths=2) as target:
                assert target.site
                for place, size in zip(target.places, SIZES, strict=True):
                    look(target.site, FILL % {"room": place.room, "size": size})
                found = [asyncio.run(_page(target)) for _ in range(rounds)]
            for at, what in enumerate(("opening", "half way back", "at the beginning")):
                times = [[one[size][at] * 1000 for one in found] for size in range(len(SIZES))]
                ratio = [big / small for small, big in zip(times[0], times[-1], strict=True)]
                rows.append([name, what, *(fmt(t, 1) for t in times), fmt(ratio, 2)])
                print(f"  {rows[-1]}", flush=True)
    head = ["", "", *(f"{size:,}: p50 ms" for size in SIZES), "largest / smallest"]
    return table(head, rows)


async def _page(target: Target) -> list[tuple[float, float, float]]:
    """For each room the median seconds of opening, paging half way back, and at the beginning;
    the rooms take turns."""
    lines = [await _enter(target, place) for place in target.places]
    asks: list[list[list[float]]] = [[[], [], []] for _ in lines]
    for _ in range(ASKS):
        for line, place, size, taken in zip(lines, target.places, SIZES, asks, strict=True):
            for at, question in enumerate(
                (
                    {"type": "follow", "after": None},
                    {"type": "earlier", "before": size // 2},
                    {"type": "earlier", "before": 60},
                )
            ):
                start = time.perf_counter()
                page = await line.ask(room=place.room, **question)
                taken[at].append(time.perf_counter() - start)
                assert len(page["entries"]) == 50, page
    for line in lines:
        line.cut()
    return [(median(a), median(b), median(c)) for a, b, c in asks]


async def _enter(target: Target, place: Place) -> Line:
    return await target.enter(place, 0, lambda payload: None)
