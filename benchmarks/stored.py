"""Rooms with a long past: the rows that talking makes, without the talking."""

from __future__ import annotations

from tests.faults.town import look
from tests.servers import Site

# Run inside the site.
FILL = """
import json
from django.db import connection
from django.utils import timezone
from forum.memberships.models import Membership
from forum.rooms.models import Room

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
    cursor.execute("VACUUM ANALYZE" if postgres else "ANALYZE")
Room.objects.filter(pk=room.pk).update(head=%(size)d)
print(json.dumps(True))
"""


def fill(site: Site, room: str, size: int) -> None:
    """So many published messages in this room, which was empty."""
    look(site, FILL % {"room": room, "size": size})
