"""Many groups, rooms and people at once, for the crowd to live in: one look into the site."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from tests.servers import Site

# Run inside the site by `manage.py shell`: prints one JSON line. Patience is long, so that a
# harmless message is published however long its screening was down.
FOUND = """
import json
from datetime import timedelta
from django.db import transaction
from forum.people.devices import open_device
from forum.rooms.actions import create_topic
from tests import house

facts = json.loads(%(facts)r)
patience = timedelta(seconds=facts.pop("patience"))
made = []
with transaction.atomic():
    for g in range(%(groups)d):
        group = house.group(f"Gruppe {g}", patience=patience, **facts)
        leader = house.staff(group, f"Finn {g}", house.Role.FACILITATOR)
        mia, max_ = (house.staff(group, name, house.Role.MODERATOR) for name in ("Mia", "Max"))
        rooms = [create_topic(leader, title=f"Bord {r}") for r in range(%(rooms)d)]
        youths = [house.youth(group, f"Rolig skog {n}") for n in range(%(youths)d)]
        made.append({
            "id": str(group.pk),
            "rooms": [str(room.pk) for room in rooms],
            "youths": [open_device(youth.person) for youth in youths],
            "leader": open_device(leader.person),
            "judge": open_device(mia.person),
            "second_judge": open_device(max_.person),
        })
print(json.dumps(made))
"""

# The whole truth, to hold against what the clients saw.
TRUTH = """
import json
from forum.messages.models import Message
from forum.rooms.models import Room
from forum.timeline.models import Entry
# The messages first: whatever is published by now stands in the timeline that is read after them.
messages = [[str(n), str(a), str(r), s]
            for n, a, r, s in Message.objects.values_list("nonce", "author", "room", "state")]
rooms = {str(pk): {"head": head, "entries": []}
         for pk, head in Room.objects.values_list("pk", "head")}
rows = Entry.objects.order_by("room", "seq").values_list("room", "seq", "kind", "message__nonce")
for room, seq, kind, nonce in rows:
    rooms[str(room)]["entries"].append([seq, str(nonce) if kind == "message" else kind])
print(json.dumps({"rooms": rooms, "messages": messages}))
"""


@dataclass
class Quarter:
    """One group: its rooms, and the logins' tokens of its people."""

    id: str
    rooms: list[str]
    youths: list[str] = field(repr=False)
    leader: str = field(repr=False)
    judge: str = field(repr=False)
    second_judge: str = field(repr=False)


@dataclass(frozen=True)
class Truth:
    """The database: each room's head and timeline (sequence, nonce), and every message's state."""

    heads: dict[str, int]
    timelines: dict[str, list[tuple[int, str]]]
    messages: list[tuple[str, str, str, str]]  # nonce, author, room, state

    @property
    def pending(self) -> int:
        return sum(state == "pending" for *_, state in self.messages)


def look(site: Site, script: str) -> Any:
    """What this script, run inside the site, printed as JSON."""
    printed = site.manage("shell", "--no-imports", "-c", script)
    return json.loads(printed.strip().splitlines()[-1])


def found(
    site: Site, *, groups: int, rooms: int, youths: int, patience: float = 900, **facts: Any
) -> list[Quarter]:
    """Makes so many groups, with so many rooms and youths each."""
    numbers = {"groups": groups, "rooms": rooms, "youths": youths}
    script = FOUND % {**numbers, "facts": json.dumps({"patience": patience, **facts})}
    return [Quarter(**quarter) for quarter in look(site, script)]


def truth(site: Site) -> Truth:
    """What the database holds now."""
    told = look(site, TRUTH)
    return Truth(
        heads={room: facts["head"] for room, facts in told["rooms"].items()},
        timelines={
            room: [(seq, nonce) for seq, nonce in facts["entries"]]
            for room, facts in told["rooms"].items()
        },
        messages=[tuple(row) for row in told["messages"]],
    )
