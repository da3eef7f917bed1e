"""Whatever is said over a socket, by whomever: each frame gets exactly one answer, every answer
is of the protocol, and the server stays what it was."""

from __future__ import annotations

import asyncio
import itertools
from collections import Counter, defaultdict
from typing import Any, ClassVar

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from consumers.wire import commands, events
from forum.errors import Code
from tests import servers
from tests.faults import town
from tests.faults.grammar import COMMANDS, Said, said
from tests.faults.line import BINARY, TEXT, Line, frame
from tests.servers import Site
from tests.volume import KINDS, volume

FRAMES = {"sqlite": volume(1_500, 15_000), "cluster": volume(800, 5_000)}
BATCH = 40
SETTINGS = settings(
    max_examples=volume(2, 5),
    stateful_step_count=20,
    deadline=None,
    # The server remembers: what failed once cannot be tried again with less.
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
    database=None,
)
UNREADABLE = {Code.FRAME_MALFORMED, Code.FRAME_TOO_LARGE, Code.FRAME_BINARY}
CODES = {code.value for code in Code}
INVALID_DATA = 1007
_decode = msgspec.json.Decoder(events.AnyEvent).decode


def test_the_grammar_knows_every_command() -> None:
    known = {kind.__struct_config__.tag for kind in commands.AnyCommand.__args__}
    assert known == COMMANDS.keys()


class Liar:
    """One socket, and an account of what was asked and answered."""

    def __init__(self, site: Site, token: str, pool: dict[str, list[str]]) -> None:
        self._site, self._token, self.pool = site, token, pool
        self._line: Line | None = None
        self._answers: list[Any] = []
        self._numbers = itertools.count(1)
        self.codes: Counter[str] = Counter()

    async def line(self) -> Line:
        if self._line is None or not self._line.open_still:
            self._line = await Line.open(self._site.urls[0], self._token, self._hear)
            await self._ask([b'{"type":"hello","re":0,"language":"nb"}'], {0})
        return self._line

    def _hear(self, text: bytes) -> None:
        # Raises for whatever is not of the protocol; the answer is then missing, and that is told.
        news = _decode(text)
        if isinstance(news, events.Desk):
            self.pool["case"] = [str(row.id) for row in news.cases] or self.pool["case"]
        elif isinstance(news, events.Places):
            sessions = [str(one.id) for group in news.groups for one in group.sessions]
            self.pool["session"] = sessions or self.pool["session"]
        elif isinstance(news, events.Welcome):
            self.pool["epoch"] = [news.epoch]
        elif isinstance(news, events.Accepted):
            self.pool["nonce"].append(str(news.nonce))
            self.pool["message"].append(str(news.message))
        elif isinstance(news, events.Assessment):
            sheets = [str(one.id) for one in news.sheets]
            self.pool["assessment"] = sheets or self.pool["assessment"]
        if hasattr(news, "re"):
            self._answers.append(news)

    async def say(self, batch: Batch) -> int:
        """Sends them all, and waits until each has its one answer."""
        await self.line()
        numbers = [next(self._numbers) for _ in batch]
        texts = [
            one.text(n, self.pool).encode("utf-8", "surrogatepass")
            for one, n in zip(batch, numbers, strict=True)
        ]
        await self._ask(texts, set(numbers))
        return len(batch)

    async def _ask(self, texts: list[bytes], numbers: set[int]) -> None:
        line = self._line
        assert line is not None
        self._answers.clear()
        for text in texts:
            line.send(text)
        until = asyncio.get_running_loop().time() + 20
        while len(self._answers) < len(texts) and asyncio.get_running_loop().time() < until:
            assert line.open_still, (line.code, texts)
            await asyncio.sleep(0.001)
        assert len(self._answers) == len(texts), (self._answers, texts)
        given = [news.re for news in self._answers if news.re in numbers]
        assert len(given) == len(set(given)), (given, texts)
        for news in self._answers:
            if isinstance(news, events.Error):
                self.codes[news.code] += 1
                assert news.code in CODES
                assert news.code != Code.UNAVAILABLE, texts
                if news.re is None:
                    assert news.code in UNREADABLE, texts

    async def say_bytes(self, payload: bytes, opcode: int) -> None:
        """Any bytes: one answer, or an end because they are no text."""
        line = await self.line()
        self._answers.clear()
        line.write(frame(payload, opcode=opcode))
        until = asyncio.get_running_loop().time() + 20
        while not self._answers and line.open_still:
            assert asyncio.get_running_loop().time() < until, payload
            await asyncio.sleep(0.001)
        assert self._answers or line.code == INVALID_DATA, (line.code, payload)

    def cut(self) -> None:
        if self._line is not None:
            self._line.cut()


class Batch(list[Said]):
    """Frames that are sent at once. Hypothesis need not write them all out at every step."""

    def __repr__(self) -> str:
        return f"{len(self)} frames"


def batches(size: int) -> st.SearchStrategy[Batch]:
    return st.lists(said, min_size=size, max_size=size).map(Batch)


class Talk(RuleBasedStateMachine):
    """A youth, a facilitator and a moderator of one group, and two youths of another."""

    site: ClassVar[Site]
    quarters: ClassVar[list[town.Quarter]]
    pool: ClassVar[dict[str, list[str]]]
    rounds: ClassVar[itertools.count[int]]
    frames: ClassVar[int]
    codes: ClassVar[Counter[str]]

    def __init__(self) -> None:
        super().__init__()
        home, elsewhere = self.quarters
        youth = home.youths[next(self.rounds) % len(home.youths)]
        self.runner = asyncio.Runner()
        tokens = [youth, youth, home.leader, home.judge, elsewhere.youths[0]]
        self.people = [Liar(self.site, token, self.pool) for token in tokens]

    @rule(who=st.integers(0, 4), batch=batches(BATCH))
    def somebody_says(self, who: int, batch: Batch) -> None:
        type(self).frames += self.runner.run(self.people[who].say(batch))

    @rule(batch=batches(BATCH // 4))
    def all_say_the_same_at_once(self, batch: Batch) -> None:
        async def together() -> int:
            return sum(await asyncio.gather(*(one.say(batch) for one in self.people)))

        type(self).frames += self.runner.run(together())

    @rule(who=st.integers(0, 4), payload=st.binary(max_size=200), text=st.booleans())
    def somebody_sends_bytes(self, who: int, payload: bytes, text: bool) -> None:
        self.runner.run(self.people[who].say_bytes(payload, TEXT if text else BINARY))
        type(self).frames += 1

    @rule(who=st.integers(0, 4))
    def somebody_comes_back(self, who: int) -> None:
        self.people[who].cut()

    def teardown(self) -> None:
        for liar in self.people:
            liar.cut()
            type(self).codes += liar.codes
        self.runner.run(asyncio.sleep(0))
        self.runner.close()


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@pytest.mark.timeout(400)
@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_said_each_frame_gets_one_answer_and_the_server_stays(kind: str) -> None:
    """B1 E11: thousands of frames, by a youth, a facilitator and a moderator."""
    with servers.site(kind, FELLESROM_PACE="1000") as site:
        quarters = town.found(site, groups=2, rooms=3, youths=40)
        home, elsewhere = quarters
        pool: dict[str, list[str]] = defaultdict(list)
        pool["room"] = [*home.rooms * 3, *elsewhere.rooms]
        pool["group"] = [home.id, home.id, home.id, elsewhere.id]
        pool["elsewhere"] = [*elsewhere.rooms, elsewhere.id]

        class TalkHere(Talk):
            frames, rounds = 0, itertools.count()
            codes: ClassVar[Counter[str]] = Counter()

        TalkHere.site, TalkHere.quarters, TalkHere.pool = site, quarters, pool
        while TalkHere.frames < FRAMES[kind]:
            run_state_machine_as_test(TalkHere, settings=SETTINGS)
        print(f"{kind}: {TalkHere.frames} frames, {TalkHere.codes}")
        # Nothing that was said upset the screening either.
        assert not [line for line in site.complaints().splitlines() if "not_scored_yet" in line]
        assert not [line for line in site.complaints().splitlines() if "job_failed" in line]
        asyncio.run(_still_itself(site, elsewhere))


async def _still_itself(site: Site, quarter: town.Quarter) -> None:
    heard: list[bytes] = []
    liar = Liar(site, quarter.youths[1], defaultdict(list))
    line = await Line.open(site.urls[-1], quarter.youths[2], heard.append)
    line.send(b'{"type":"hello","re":1,"language":"nb"}')
    follow = {"type": "follow", "re": 2, "room": quarter.rooms[0], "after": None}
    line.send(msgspec.json.encode(follow))
    nonce = "11111111-1111-4111-8111-111111111111"
    submit = {"type": "submit", "room": quarter.rooms[0], "nonce": nonce, "text": "Ja!"}
    await liar.say([Said(tuple(submit.items()), "", 0)])
    assert not liar.codes
    async with asyncio.timeout(20):
        while not any(nonce.encode() in text for text in heard):
            assert line.open_still, line.code
            await asyncio.sleep(0.05)
    line.cut()
    liar.cut()
