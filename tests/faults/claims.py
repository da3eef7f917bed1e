"""Fifty hands at one case, again and again: `python -m tests.faults.claims --rounds 1000`.

On a PostgreSQL of its own, with two processes of 25 moderators each: all fifty claim one case at
once, then fifty decide it at once, half of them as the holder. Each time exactly one claim and one
decision must win, every loser must be told why, and nothing may be lost: one decision, one place in
the room. Not part of the suite, which does five rounds of it; a thousand take some minutes.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests import servers

PROCESSES, HANDS = 2, 25


# --- a process of moderators ----------------------------------------------------------------------


def work() -> None:
    """Reads what to do as lines of JSON, does it with all hands at once, tells how each fared."""
    import django

    django.setup()
    from django.db import close_old_connections

    from forum.errors import DomainError
    from forum.people.models import Person
    from moderation.cases import actions
    from moderation.cases.access import find
    from moderation.cases.outcomes import Action

    def claim(person: str, case: str, version: int) -> str:
        member, found = find(Person.objects.get(pk=person), case)  # type: ignore[arg-type]
        actions.claim(member, found)
        return "won"

    def decide(person: str, case: str, version: int) -> str:
        member, found = find(Person.objects.get(pk=person), case)  # type: ignore[arg-type]
        judgement = actions.Judgement(Action.PUBLISH, "fine")
        actions.decide(member, found, version=version, judgement=judgement)
        return "won"

    hands = ThreadPoolExecutor(HANDS)
    for line in sys.stdin:
        asked = json.loads(line)
        start = threading.Barrier(len(asked["people"]))

        def one(person: str, asked: dict[str, Any] = asked, start: Any = start) -> str:
            start.wait()
            try:
                act = claim if asked["what"] == "claim" else decide
                return act(person, asked["case"], asked["version"])
            except DomainError as refusal:
                return refusal.code.value
            finally:
                close_old_connections()

        print(json.dumps(list(hands.map(one, asked["people"]))), flush=True)


class Process:
    """A process of moderators, from outside."""

    def __init__(self, env: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.claims", "--work"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=env,
            text=True,
        )

    def ask(self, **asked: Any) -> None:
        assert self._process.stdin
        print(json.dumps(asked), file=self._process.stdin, flush=True)

    def told(self) -> list[str]:
        assert self._process.stdout
        told: list[str] = json.loads(self._process.stdout.readline())
        return told

    def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()


# --- the proof ------------------------------------------------------------------------------------


def prove(rounds: int) -> None:
    """So many rounds. Ends with an error at the first wrong one."""
    with contextlib.closing(servers.Postgres(data=servers.migrated("cluster"))) as server:
        server.start()
        env = os.environ | {
            "DJANGO_SETTINGS_MODULE": "forum.settings",
            "FELLESROM_DATABASE_URL": f"{server.url}/{servers.DATABASE}",
        }
        subprocess.run(
            [sys.executable, "-m", "tests.faults.claims", "--prove", str(rounds)],
            env=env,
            check=True,
            cwd=servers.ROOT,
        )


def rounds_of(rounds: int) -> None:
    """With the database in place: makes cases, sets all hands on each, and counts."""
    import django

    django.setup()
    from django.db import transaction

    from forum.messages import actions as messages
    from forum.messages.models import HeldFor, Message
    from forum.messages.states import State
    from forum.permissions import Role
    from forum.timeline.models import Entry
    from moderation.cases.actions import open_case
    from moderation.cases.models import Case, CaseEvent, Decision
    from moderation.cases.states import CaseState
    from moderation.screening.verdict import Queue
    from tests import house

    home = house.build()
    hands = [house.staff(home.group, f"Mod {n}", Role.MODERATOR) for n in range(PROCESSES * HANDS)]
    people = [str(one.person_id) for one in hands]
    processes = [Process(dict(os.environ)) for _ in range(PROCESSES)]
    claims, decisions, seconds = Counter[str](), Counter[str](), []

    def all_at_once(what: str, who: list[str], case: Case) -> list[str]:
        for n, process in enumerate(processes):
            process.ask(
                what=what,
                case=str(case.pk),
                version=case.version,
                people=who[n * HANDS : (n + 1) * HANDS],
            )
        return [told for process in processes for told in process.told()]

    for number in range(rounds):
        with transaction.atomic():
            message = house.say(home.ada, home.topic, f"nummer {number}")
            messages.hold(message, why=HeldFor.CONDUCT)
            Message.objects.filter(pk=message.pk).update(submitted_at="2026-01-01T00:00:00Z")
            case = open_case(message, queue=Queue.CONDUCT, severity=2, because=["insult"])
        began = time.monotonic()
        told = all_at_once("claim", people, case)
        assert sorted(set(told)) == ["case_taken", "won"] and told.count("won") == 1, told
        claims.update(told)
        case.refresh_from_db()
        assert case.state == CaseState.CLAIMED and case.holder is not None
        assert str(case.holder.person_id) == people[told.index("won")]
        # Half of the hands are the holder's own, on many screens.
        holder = str(case.holder.person_id)
        told = all_at_once(
            "decide", [holder if n % 2 else one for n, one in enumerate(people)], case
        )
        seconds.append(time.monotonic() - began)
        decisions.update(told)
        assert told.count("won") == 1, told
        assert set(told) <= {"won", "case_decided", "case_not_yours"}, told
        assert Decision.objects.filter(case=case).count() == 1
        assert Entry.objects.filter(message=message).count() == 1
        assert Message.objects.get(pk=message.pk).state == State.PUBLISHED
        lines = list(CaseEvent.objects.filter(case=case).values_list("what", flat=True))
        assert (lines.count("claimed"), lines.count("publish")) == (1, 1), lines
    for process in processes:
        process.close()
    assert Case.objects.exclude(state=CaseState.DECIDED).count() == 0
    from forum.audit.verifying import Sound, verify

    assert isinstance(verify(), Sound)
    seconds.sort()
    print(
        f"{rounds} rounds, {PROCESSES} processes of {HANDS}: claims {dict(claims)}, decisions "
        f"{dict(decisions)}, 0 double, 0 lost; a round takes {seconds[len(seconds) // 2]:.2f} s "
        f"(median), in all {sum(seconds):.0f} s; the record is sound"
    )


def main() -> None:
    ask = argparse.ArgumentParser(prog="python -m tests.faults.claims")
    ask.add_argument("--rounds", type=int, default=1000)
    ask.add_argument("--prove", type=int, help=argparse.SUPPRESS)
    ask.add_argument("--work", action="store_true", help=argparse.SUPPRESS)
    given = ask.parse_args()
    if given.work:
        work()
    elif given.prove:
        rounds_of(given.prove)
    else:
        prove(given.rounds)


if __name__ == "__main__":
    main()
