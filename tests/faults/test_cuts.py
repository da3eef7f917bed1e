"""Lines that are cut at random moments lose nothing, double nothing and change no order."""

from __future__ import annotations

import asyncio
import time
from collections import Counter

import pytest

from tests import servers
from tests.faults.checker import judge
from tests.faults.crowd import Crowd
from tests.faults.town import found
from tests.volume import KINDS, volume

GROUPS, ROOMS, YOUTHS = 4, 5, 25  # 100 people in 20 rooms
MESSAGES = volume(2_000, 10_000)
CUT_EVERY = volume(0.02, 0.1)  # seconds, on average, somewhere in the crowd


@pytest.mark.timeout(600)
@pytest.mark.parametrize("kind", KINDS)
async def test_a_hundred_people_in_tunnels_lose_and_double_nothing(kind: str) -> None:
    """C1 C2: thousands of messages in 20 rooms, while lines are cut at any moment."""
    with servers.site(kind, FELLESROM_PACE="1000") as site:
        crowd = Crowd(site.urls, found(site, groups=GROUPS, rooms=ROOMS, youths=YOUTHS), seed=1)
        each, began = MESSAGES // len(crowd.members), time.monotonic()
        async with crowd.alive():
            cutting = asyncio.create_task(crowd.cut_lines(CUT_EVERY))
            await asyncio.gather(
                *(m.talk(each, lambda: 0, window=4, unseen=20) for m in crowd.members)
            )
            cutting.cancel()
            verdict = await judge(site, crowd)
        print(f"{kind}: {time.monotonic() - began:.0f} s, own work {time.process_time():.0f} s")
        print(Counter(code for member in crowd.members for code in member.codes))
        for what in ("skipped", "repeated", "gaps_noticed", "stalls"):
            print(what, sum(getattr(member, what) for member in crowd.members))
        assert not verdict.problems, verdict.problems[:20]
        assert verdict.acknowledged == MESSAGES
        assert sum(member.connected for member in crowd.members) > 2 * len(crowd.members)
        # `entries` promises no gap after what was sent before.
        assert not any(member.skipped for member in crowd.members)
