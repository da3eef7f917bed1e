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
youths = Membership.objects.filter(group=room.group, role="participant")
author = youths.order_by("alias").first()
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


# Run inside the site, after FILL. Every message has had a case that is decided; then some new ones
# wait, of somebody who never had one.
JUDGE = """
import json
import uuid
from django.db import connection
from django.utils import timezone
from forum.memberships.models import Membership
from forum.messages.models import HeldFor, Message
from forum.messages.states import State
from forum.rooms.models import Room
from moderation.cases.actions import open_case
from moderation.screening.verdict import Queue

room = Room.objects.select_related("group").get(pk=%(room)r)
postgres = connection.vendor == "postgresql"
uid = "gen_random_uuid()" if postgres else "lower(hex(randomblob(16)))"
mia = Membership.objects.filter(group=room.group, role="moderator").first()
youths = Membership.objects.filter(group=room.group, role="participant").order_by("alias")
keys = [k if postgres else k.hex for k in (room.group_id, mia.pk, room.pk)]
now = timezone.now() if postgres else timezone.now().replace(tzinfo=None).isoformat(" ")
with connection.cursor() as cursor:
    cursor.execute(
        "INSERT INTO moderation_case (id, group_id, message_id, text, queue, severity, because, "
        "state, level, version, opened_at, due_at, decided_at, decided_by_id, action, reason, "
        f"appeal) SELECT {uid}, %%s, id, '', 'conduct', 2, '[]', 'decided', 0, 3, submitted_at, "
        "submitted_at, %%s, %%s, 'publish', '', '' FROM forum_message WHERE room_id = %%s",
        [keys[0], now, *keys[1:]])
    cursor.execute("VACUUM ANALYZE" if postgres else "ANALYZE")
for _ in range(%(open)d):
    message = Message.objects.create(
        room=room, author=youths.last(), nonce=uuid.uuid4(), text="du er dum", state=State.HELD,
        submitted_at=timezone.now(), held_for=HeldFor.CONDUCT)
    open_case(message, queue=Queue.CONDUCT, severity=2, because=[])
print(json.dumps(True))
"""


def judge(site: Site, room: str, waiting: int) -> None:
    """A decided case for each message of this room, and so many that wait."""
    look(site, JUDGE % {"room": room, "open": waiting})
