"""Judges a crowd's talk when it is over: what was acknowledged is there, once, in one order, the
same for everybody, and as the database has it.

Stored but not acknowledged is allowed: a phone that heard nothing sends again, with its nonce.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field

from tests.faults.crowd import Crowd, Member
from tests.faults.town import Truth, truth
from tests.servers import Site

SETTLE_SECONDS = 60


@dataclass
class Judgement:
    """What was found. `problems` is empty when all is well."""

    acknowledged: int = 0
    lost: int = 0
    doubled: int = 0
    gaps: int = 0
    out_of_order: int = 0
    problems: list[str] = field(default_factory=list)

    def blame(self, what: str) -> None:
        self.problems.append(what)


async def judge(site: Site, crowd: Crowd) -> Judgement:
    """Waits until everything has settled, and compares. The crowd has stopped talking but still
    listens."""
    verdict, held = Judgement(), truth(site)
    try:
        await crowd.until(
            lambda: not any(member.outbox for member in crowd.members),
            "empty outboxes",
            SETTLE_SECONDS,
        )
        held = await _settled(site)
        await crowd.until(
            lambda: all(
                len(member.held[room]) >= held.heads[room]
                for member in crowd.members
                for room in member.rooms
            ),
            "everybody to hold everything",
            SETTLE_SECONDS,
        )
    except AssertionError as late:
        verdict.blame(str(late))
    _stored(verdict, crowd, held)
    for member in crowd.members:
        _held(verdict, member, held)
        _in_order(verdict, member, held)
    _texts(verdict, crowd)
    return verdict


async def _settled(site: Site) -> Truth:
    """The database once no message waits for its screening."""
    until = asyncio.get_running_loop().time() + SETTLE_SECONDS
    while True:
        held = await asyncio.to_thread(truth, site)
        if not held.pending:
            return held
        late = asyncio.get_running_loop().time() > until
        assert not late, f"{held.pending} messages still wait for their screening"
        await asyncio.sleep(1)


def _stored(verdict: Judgement, crowd: Crowd, held: Truth) -> None:
    """Every acknowledged message stands in its room's timeline exactly once, and no number is
    missing there."""
    stored = Counter(nonce for nonce, *_ in held.messages)
    states = {nonce: state for nonce, _, _, state in held.messages}
    places = {room: Counter(n for _, n in line) for room, line in held.timelines.items()}
    for member in crowd.members:
        for nonce, sent in member.sent.items():
            shown = places[sent.room][nonce]
            if sent.acknowledged:
                verdict.acknowledged += 1
                if not shown:
                    verdict.lost += 1
                    verdict.blame(f"acknowledged, and {states.get(nonce, 'not stored')}: {nonce}")
            if shown > 1 or stored[nonce] > 1:
                verdict.doubled += 1
                verdict.blame(f"there {shown} times, stored {stored[nonce]} times: {nonce}")
    for room, line in held.timelines.items():
        if [seq for seq, _ in line] != list(range(1, held.heads[room] + 1)):
            verdict.gaps += 1
            verdict.blame(f"the timeline of {room} is not 1 to {held.heads[room]}")


def _held(verdict: Judgement, member: Member, held: Truth) -> None:
    """A phone holds what the database holds, in the same order."""
    verdict.problems.extend(member.wrong)
    for room in member.rooms:
        true, mine = [name for _, name in held.timelines[room]], member.held[room]
        if mine == true:
            continue
        said = Counter(name for name in mine if "-" in name)
        lost = len(set(true) - set(mine))
        doubled = sum(times - 1 for times in said.values())
        verdict.lost += lost
        verdict.doubled += doubled
        verdict.blame(
            f"a phone differs in {room}: {len(mine)} of {len(true)}, {lost} lost, {doubled} doubled"
        )


def _in_order(verdict: Judgement, member: Member, held: Truth) -> None:
    """What an author wrote after an earlier message of theirs was acknowledged comes after it."""
    for room in member.rooms:
        earliest_later = float("inf")
        for seq, nonce in reversed(held.timelines[room]):
            sent = member.sent.get(nonce)
            if sent is None:
                continue
            if earliest_later < sent.first_sent:
                verdict.out_of_order += 1
                verdict.blame(f"{room} {seq}: before what its author had written earlier")
            if sent.acknowledged:
                earliest_later = min(earliest_later, sent.acknowledged)


def _texts(verdict: Judgement, crowd: Crowd) -> None:
    """Everybody read what was written."""
    for member in crowd.members:
        for nonce, sent in member.sent.items():
            if crowd.texts.get(nonce, sent.text) != sent.text:
                verdict.blame(f"other words than were written: {nonce}")
