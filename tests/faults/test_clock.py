"""A clock that jumps by an hour, forwards and back, while people talk: the order is the
sequence's, not the clock's, and nothing that was lent out hangs for that hour."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from forum.errors import Code
from tests import servers
from tests.consumers.phones import Phone
from tests.faults import town
from tests.faults.checker import judge
from tests.faults.crowd import Crowd
from tests.servers import ROOT, Site
from tests.volume import ONE_KIND

HOUR = 3600
ODD_MANAGE = Path(__file__).parent / "odd_clock.py"
FLOW_SECONDS, BEAT_SECONDS = 15, 5
CLAIM_SECONDS = 5 * 60


@dataclass
class Clock:
    """A site, and how wrong its clock is."""

    site: Site
    kind: str
    file: Path

    def set(self, seconds: float) -> None:
        """In one step, so that nobody reads half a number."""
        fresh = self.file.with_suffix(".new")
        fresh.write_text(str(seconds))
        fresh.rename(self.file)


@pytest.fixture(params=ONE_KIND)
def clock(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Clock]:
    file = tmp_path / "clock"
    file.write_text("0")
    with servers.site(
        request.param, manage_py=ODD_MANAGE, FAULTS_CLOCK=str(file), FELLESROM_PACE="1000"
    ) as site:
        yield Clock(site, request.param, file)


def test_the_source_asks_one_clock() -> None:
    """Or the bent clock of these tests would prove nothing."""
    other = re.compile(r"datetime\.now\(|time\.time\(|utcnow\(|\bNow\(\)")
    asked = [
        path.name
        for room in ("forum", "moderation", "consumers")
        for path in (ROOT / room).rglob("*.py")
        if "training" not in path.parts and other.search(path.read_text(encoding="utf-8"))
    ]
    assert not asked


async def test_a_clock_that_jumps_changes_no_order_and_stops_no_talk(clock: Clock) -> None:
    """C2: an hour forwards, back, an hour behind, and right again."""
    quarters = town.found(clock.site, groups=2, rooms=2, youths=6, patience=3 * HOUR)
    crowd = Crowd(clock.site.urls, quarters, seed=1)
    watcher = await Phone.open(clock.site.urls[0], quarters[0].judge)
    await watcher.hello()
    async with crowd.alive():
        talking = [
            asyncio.create_task(
                m.talk(float("inf"), lambda m=m: m.rng.uniform(0, 0.6), window=4, unseen=8)
            )
            for m in crowd.members
        ]
        for wrong in (0, HOUR, 0, -HOUR, 0):
            clock.set(wrong)
            moment = time.monotonic()
            await crowd.until(
                lambda moment=moment: crowd.flows_since(moment), f"talk at {wrong} s", FLOW_SECONDS
            )
            print(f"clock wrong by {wrong} s: {time.monotonic() - moment:.1f} s")
            await _beats_at(watcher, wrong)
        if clock.kind == "cluster":
            # What a worker had leased when it died, and the clock went back meanwhile.
            clock.site.kill("work")
            clock.set(-HOUR)
            moment = time.monotonic()
            await asyncio.sleep(0.5)
            await asyncio.to_thread(clock.site.restart, "work")
            await crowd.until(
                lambda: crowd.flows_since(moment), "talk after both", 2 * FLOW_SECONDS
            )
            print(f"worker killed, clock put back: {time.monotonic() - moment:.1f} s")
        for task in talking:
            task.cancel()
        verdict = await judge(clock.site, crowd)
    await watcher.close()
    assert not verdict.problems, verdict.problems[:10]
    assert verdict.acknowledged > 100


async def _beats_at(watcher: Phone, wrong: float) -> None:
    """The heartbeat tells the server's time, soon after it changed."""
    watcher.heard.clear()

    def right(frame: dict[str, str]) -> bool:
        if frame["type"] != "heartbeat":
            return False
        told = datetime.fromisoformat(frame["now"]) - timedelta(seconds=wrong)
        return abs((told - datetime.now(UTC)).total_seconds()) < 10

    await watcher.until(right, BEAT_SECONDS)


async def test_a_case_claimed_before_the_clock_went_back_lapses_all_the_same(
    clock: Clock,
) -> None:
    """E3: after six minutes of the new time, not after an hour and five."""
    quarter = town.found(clock.site, groups=1, rooms=1, youths=1)[0]
    author, mia, max_ = [
        await Phone.open(clock.site.urls[0], token)
        for token in (quarter.youths[0], quarter.judge, quarter.second_judge)
    ]
    for phone in (author, mia, max_):
        await phone.hello()
    await author.say(quarter.rooms[0], "Du er en jævla idiot, ingen vil ha deg her")
    desk = await mia.until(lambda frame: frame["type"] == "desk" and len(frame["cases"]) > 0)
    case = desk["cases"][0]["id"]
    assert (await mia.ask(type="claim_case", case=case))["type"] == "casefile"
    assert (await max_.ask(type="claim_case", case=case))["code"] == Code.CASE_TAKEN

    clock.set(-HOUR + CLAIM_SECONDS + 60)
    await asyncio.sleep(6)  # the loop that lets claims lapse looks every five seconds
    assert (await max_.ask(type="claim_case", case=case))["type"] == "casefile"
    for phone in (author, mia, max_):
        await phone.close()
