"""A scorer that hangs, crashes or talks nonsense never stops the talk for longer than the group's
patience, and never lets a message pass as clean."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from forum.rooms.models import Unscored
from moderation.screening.verdict import NOT_SCORED
from tests import servers
from tests.consumers.phones import Frame, Phone, entry_of
from tests.faults import town
from tests.faults.broken_scorer import CRASHES, HANGS, NONSENSE, NOTHING, TOO_FEW, WELL
from tests.servers import Site
from tests.volume import KINDS

PATIENCE = 3.0
TOLD_SECONDS = PATIENCE + 3
WELL_SECONDS = 30
BROKEN_MANAGE = Path(__file__).parent / "broken_scorer.py"
_numbers = itertools.count(1)


@dataclass
class Ward:
    """A site with a scorer in a mood, and one group of each policy."""

    site: Site
    mood: Path
    held: town.Quarter
    shown: town.Quarter

    def turn(self, mood: str) -> None:
        """In one step, so that nobody reads half a word."""
        fresh = self.mood.with_suffix(".new")
        fresh.write_text(mood)
        fresh.rename(self.mood)


@pytest.fixture(scope="module", params=KINDS)
def ward(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Ward]:
    mood = tmp_path_factory.mktemp("scorer") / "mood"
    mood.write_text(WELL)
    with servers.site(
        request.param, manage_py=BROKEN_MANAGE, FAULTS_SCORER=str(mood), FELLESROM_PACE="1000"
    ) as site:
        groups = {
            policy: town.found(
                site, groups=1, rooms=1, youths=2, patience=PATIENCE, unscored=policy.value
            )[0]
            for policy in (Unscored.HOLD, Unscored.PUBLISH_AND_QUEUE)
        }
        yield Ward(site, mood, groups[Unscored.HOLD], groups[Unscored.PUBLISH_AND_QUEUE])


class Table:
    """An author, a reader and a moderator of one group."""

    def __init__(self, room: str, phones: list[Phone]) -> None:
        self.room, (self.author, self.reader, self.judge) = room, phones

    @classmethod
    async def laid(cls, site: Site, quarter: town.Quarter, stack: AsyncExitStack) -> Table:
        phones = []
        for n, token in enumerate([*quarter.youths, quarter.judge]):
            phone = await Phone.open(site.urls[n % len(site.urls)], token)
            stack.push_async_callback(phone.close)
            await phone.hello()
            await phone.follow(quarter.rooms[0])
            phones.append(phone)
        return cls(quarter.rooms[0], phones)

    async def case_about(self, text: str) -> Frame:
        def row(frame: Frame) -> Frame:
            rows = frame["cases"] if frame["type"] == "desk" else []
            return next((row for row in rows if row["text"] == text), {})

        frame = await self.judge.until(lambda frame: bool(row(frame)), TOLD_SECONDS)
        return row(frame)

    async def flows(self) -> None:
        """New messages are scored and seen again."""
        nonce = await self.author.say(self.room, f"nå går det bra igjen {next(_numbers)}")
        await self.reader.sees(nonce, TOLD_SECONDS)


async def until_it_scores(table: Table) -> None:
    """Until a message is published in the group that would else hold it."""
    async with asyncio.timeout(WELL_SECONDS):
        while True:
            try:
                return await table.flows()
            except TimeoutError:
                continue


@pytest.mark.parametrize("mood", [HANGS, CRASHES, NONSENSE, TOO_FEW, NOTHING])
async def test_what_nobody_could_score_is_held_or_shown_as_the_group_wished_and_never_clean(
    ward: Ward, mood: str
) -> None:
    """E11"""
    async with AsyncExitStack() as stack:
        held = await Table.laid(ward.site, ward.held, stack)
        shown = await Table.laid(ward.site, ward.shown, stack)
        await held.flows()

        ward.turn(mood)
        text = f"i dag leste jeg en fin bok {next(_numbers)}"
        kept = await held.author.say(held.room, text)
        open_ = await shown.author.say(shown.room, text)

        def told(frame: Frame) -> bool:
            return frame["type"] == "mine" and any(
                (own["nonce"], own["state"], own["held_for"]) == (kept, "held", "unscored")
                for own in frame["messages"]
            )

        await held.author.until(told, TOLD_SECONDS)
        await shown.reader.sees(open_, TOLD_SECONDS)
        for table in (held, shown):
            case = await table.case_about(text)
            assert case["reasons"] == [NOT_SCORED]
        assert not any(entry_of(frame, kept) for frame in held.reader.heard)

        ward.turn(WELL)
        await until_it_scores(held)
        await until_it_scores(shown)
