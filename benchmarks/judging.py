"""A moderator's hands on a full desk: 10,000 open cases, and 1,000,000 that are closed."""

from __future__ import annotations

from benchmarks.asked import Asked
from benchmarks.ground import ground
from benchmarks.people import Shape
from benchmarks.stored import fill, judge
from benchmarks.table import Goal, fmt, report
from benchmarks.targets import ours
from tests.faults.town import look

P95_MS = 50

# Run inside the site, after `judge`: more open cases, then each act by itself, many times.
ACT = """
import json, time, uuid
from django.db import connection
from django.utils import timezone
from consumers.wire.present_case import casefile
from consumers.wire.present_desk import desk, open_cases as listed
from forum.memberships.models import Membership
from forum.messages.models import Message
from forum.rooms.models import Room
from moderation.boards.queries import weeks
from moderation.cases import actions, queries
from moderation.cases.access import find
from moderation.cases.models import Case
from moderation.cases.outcomes import Action
from moderation.cases.queries import Filter

room = Room.objects.select_related("group").get(pk=%(room)r)
youths = list(Membership.objects.filter(group=room.group, role="participant").order_by("alias"))
now = timezone.now()
made = [Message(room=room, author=youths[n %% len(youths)], nonce=uuid.uuid4(), text="du er dum",
                state="held", submitted_at=now, held_for="conduct") for n in range(%(open)d)]
Message.objects.bulk_create(made, batch_size=2000)
Case.objects.bulk_create([
    Case(group=room.group, message=m, text=m.text, queue="care" if n %% 5 == 0 else "conduct",
         severity=1 + n %% 4, because=["insult"], opened_at=now, due_at=now)
    for n, m in enumerate(made)], batch_size=2000)
with connection.cursor() as cursor:
    cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
mia = Membership.objects.select_related("person").filter(
    group=room.group, role="moderator").order_by("alias").first()
person = mia.person
waiting = list(Case.objects.filter(group=room.group, state="waiting", severity__lt=3)
               .order_by("pk").values_list("pk", flat=True)[:%(acts)d])
taken = {}

def claim(n):
    member, case = find(person, waiting[n])
    taken[n] = actions.claim(member, case)

def decide(n):
    member, case = find(person, waiting[n])
    actions.decide(member, case, version=case.version,
                   judgement=actions.Judgement(Action.PUBLISH, "fine"))

ACTS = {
    "listing the queue": lambda n: desk(person),
    "listing one group's care cases": lambda n: listed(
        0, person, Filter(group=room.group_id, queue="care")),
    "listing mine": lambda n: listed(0, person, Filter(mine=True)),
    "claiming": claim,
    "opening the case page": lambda n: casefile(1, *find(person, waiting[n])),
    "deciding": decide,
    "the wait an author is told": lambda n: queries.expected_wait(room.group_id),
    "the board of twelve weeks": lambda n: weeks(room.group),
}
times = {}
for name, act in ACTS.items():
    own = times[name] = []
    for n in range(%(acts)d if name != "the board of twelve weeks" else max(3, %(acts)d // 20)):
        start = time.perf_counter()
        act(n)
        own.append((time.perf_counter() - start) * 1000)
print(json.dumps(times))
"""


def judging(asked: Asked) -> str:
    """Moderating with 10,000 open and 1,000,000 closed cases, on PostgreSQL"""
    closed, waiting = asked.pick((1_000_000, 10_000), (2_000, 100))
    acts = asked.pick(200, 10)
    with (
        ground(asked) as on,
        ours(on, Shape(groups=1, youths=50), processes=0, sqlite=False) as target,
    ):
        assert target.site
        [place] = target.places
        fill(target.site, place.room, closed)
        judge(target.site, place.room, 20)
        told = {"room": place.room, "open": waiting, "acts": acts}
        times: dict[str, list[float]] = look(target.site, ACT % told)
    rows, goals = [], []
    for name, own in times.items():
        own.sort()
        p95 = own[int(len(own) * 0.95)]
        rows.append([name, fmt([own[len(own) // 2]], 1), fmt([p95], 1), fmt([own[-1]], 1)])
        if "board" not in name:
            goals.append(Goal(f"{name}, p95", [p95], P95_MS, at_most=True, unit=" ms"))
    return report(["", "p50 ms", "p95 ms", "slowest ms"], rows, goals)
