"""What no phone would ever send. Whoever sends it gets an error with a code or a close code; the
server keeps its countenance (its log is looked through in the end), and the others notice nothing.
"""

from __future__ import annotations

import asyncio
import json
import struct
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

import pytest

from consumers.wire.frame import MAX_FRAME_BYTES
from forum.errors import Code
from tests.consumers.phones import Phone
from tests.faults import town
from tests.faults.line import BINARY, CUT, TEXT, Line, frame
from tests.servers import Site

# Close codes of the standard that say what was wrong with the frames.
PROTOCOL_ERROR, INVALID_DATA, TOO_BIG = 1002, 1007, 1009
FLOODED = 4429
CODES = {code.value for code in Code}


@pytest.fixture(scope="module")
def quarter(site: Site) -> town.Quarter:
    return town.found(site, groups=1, rooms=1, youths=90)[0]


@pytest.fixture(scope="module")
def tokens(quarter: town.Quarter) -> Iterator[str]:
    return iter(quarter.youths)


@dataclass
class Stranger:
    """A socket that sends whatever it likes, and what it heard."""

    line: Line
    heard: list[dict[str, Any]]

    @classmethod
    async def come(cls, url: str, token: str, *, greet: bool = True) -> Stranger:
        heard: list[dict[str, Any]] = []
        made = cls(await Line.open(url, token, lambda text: heard.append(json.loads(text))), heard)
        if greet:
            made.say(type="hello", re=0, language="nb")
            await made.hears(lambda news: news["type"] == "places")
        return made

    def say(self, **command: Any) -> bytes:
        text = json.dumps(command).encode()
        self.line.send(text)
        return text

    async def hears(self, happy: Any, seconds: float = 10) -> dict[str, Any]:
        async with asyncio.timeout(seconds):
            while True:
                for news in self.heard:
                    if happy(news):
                        return news
                assert self.line.open_still, f"ended with {self.line.code}"
                await asyncio.sleep(0.01)

    async def told(self) -> dict[str, Any]:
        refusal = await self.hears(lambda news: news["type"] == "error")
        assert refusal["code"] in CODES
        return refusal


@dataclass
class Scene:
    """A stranger, and a bystander who talks before and after."""

    site: Site
    room: str
    stranger: Stranger
    author: Phone
    reader: Phone
    tokens: Iterator[str]


@pytest.fixture
async def scene(site: Site, quarter: town.Quarter, tokens: Iterator[str]) -> AsyncIterator[Scene]:
    room = quarter.rooms[0]
    async with AsyncExitStack() as stack:
        phones = []
        # Nobody here writes faster than a hand.
        for n, token in enumerate((next(tokens), quarter.judge)):
            phone = await Phone.open(site.urls[-n % len(site.urls)], token)
            stack.push_async_callback(phone.close)
            await phone.hello()
            await phone.follow(room)
            phones.append(phone)
        stranger = await Stranger.come(site.urls[0], next(tokens))
        stack.callback(stranger.line.cut)
        yield Scene(site, room, stranger, *phones, tokens)
        # The bystanders' talk goes on, in the same process too.
        nonce = await phones[0].say(room, "vi lagde middag sammen")
        await phones[1].sees(nonce)


async def test_fifty_megabytes_in_one_frame_end_the_socket(scene: Scene) -> None:
    line = scene.stranger.line
    line.write(struct.pack("!BBQ", 0x81, 0xFF, 50_000_000) + b"\0\0\0\0")
    for _ in range(500):
        if not line.open_still:
            break
        line.write(b"x" * 100_000)
        await asyncio.sleep(0)
    # Whoever goes on writing into a socket that was closed may lose the close frame to the reset.
    assert await line.ended() in (TOO_BIG, CUT)


async def test_a_head_that_promises_fifty_megabytes_ends_the_socket_at_once(scene: Scene) -> None:
    scene.stranger.line.write(struct.pack("!BBQ", 0x81, 0xFF, 50_000_000) + b"\0\0\0\0")
    assert await scene.stranger.line.ended() == TOO_BIG


async def test_a_message_in_endless_pieces_ends_the_socket(scene: Scene) -> None:
    line, piece = scene.stranger.line, b"x" * 1000
    line.write(frame(piece, final=False))
    for _ in range(200):
        if not line.open_still:
            break
        line.write(frame(piece, opcode=0, final=False))
        await asyncio.sleep(0)
    assert await line.ended() == TOO_BIG


async def test_a_message_in_pieces_within_the_limit_is_read(scene: Scene) -> None:
    text = json.dumps({"type": "follow", "re": 5, "room": scene.room, "after": None}).encode()
    scene.stranger.line.write(frame(text[:10], final=False) + frame(text[10:], opcode=0))
    assert (await scene.stranger.hears(lambda news: news.get("re") == 5))["type"] == "page"


async def test_a_binary_frame_is_refused(scene: Scene) -> None:
    scene.stranger.line.write(frame(bytes(range(256)), opcode=BINARY))
    assert (await scene.stranger.told())["code"] == Code.FRAME_BINARY


@pytest.mark.parametrize("opening", ["[", '{"a":', '{"type":"submit","re":1,"text":['])
async def test_json_as_deep_as_a_frame_may_be_is_refused(scene: Scene, opening: str) -> None:
    depth = (MAX_FRAME_BYTES - 100) // len(opening)
    scene.stranger.line.send((opening * depth).encode())
    assert (await scene.stranger.told())["code"] == Code.FRAME_MALFORMED
    scene.stranger.heard.clear()
    # Deeper still, and too large: what matters is that it is never parsed.
    scene.stranger.line.send(b"[" * 60_000)
    assert (await scene.stranger.told())["code"] == Code.FRAME_TOO_LARGE


async def test_a_hundred_thousand_brackets_end_the_socket(scene: Scene) -> None:
    scene.stranger.line.send(b"[" * 100_000)
    assert await scene.stranger.line.ended() == TOO_BIG


@pytest.mark.parametrize("text", [b'{"type":"\xff\xfe"}', b"\xc0\xaf", b"\xed\xa0\x80"])
async def test_text_that_is_no_utf8_ends_the_socket(scene: Scene, text: bytes) -> None:
    scene.stranger.line.send(text)
    assert await scene.stranger.line.ended() == INVALID_DATA


@pytest.mark.parametrize(
    "raw",
    [
        frame(b'{"type":"hello"}', masked=False),
        frame(b"?", opcode=3),
        frame(b"?", opcode=7),
        frame(b"?", opcode=11),
        frame(b"?", opcode=15),
        b"\xf1\x81\0\0\0\0x",  # reserved bits
        frame(b"x" * 200, opcode=9),  # a ping larger than pings may be
        frame(b"x", opcode=9, final=False),  # a ping in pieces
        frame(b"x", opcode=0),  # the rest of nothing
        frame(b"x", final=False) + frame(b"y", opcode=TEXT),  # a second beginning
    ],
)
async def test_a_frame_against_the_standard_ends_the_socket(scene: Scene, raw: bytes) -> None:
    scene.stranger.line.write(raw)
    assert await scene.stranger.line.ended() == PROTOCOL_ERROR


@pytest.mark.parametrize("payload", [b"\x00", b"\x03\xed", b"\x03\xe8\xff", b"x" * 126])
async def test_a_goodbye_against_the_standard_is_an_end_all_the_same(
    scene: Scene, payload: bytes
) -> None:
    scene.stranger.line.write(frame(payload, opcode=8))
    assert await scene.stranger.line.ended() in (PROTOCOL_ERROR, INVALID_DATA, CUT)


async def test_a_thousand_frames_a_second_are_told_and_then_ended(scene: Scene) -> None:
    line, sent = scene.stranger.line, 0
    text = json.dumps({"type": "earlier", "re": 9, "room": scene.room, "before": 1}).encode()
    until = asyncio.get_running_loop().time() + 20
    while line.open_still and asyncio.get_running_loop().time() < until:
        for _ in range(10):
            line.send(text)
        sent += 10
        await asyncio.sleep(0.01)
    assert await line.ended() == FLOODED
    assert any(news.get("code") == Code.FLOODING for news in scene.stranger.heard)
    answered = sum(news["type"] == "page" for news in scene.stranger.heard)
    assert 0 < answered < sent / 2


async def test_the_very_same_bytes_again_change_nothing(scene: Scene) -> None:
    """C1: an old submit replayed, by its author and by somebody else."""
    nonce = str(uuid.uuid4())
    old = scene.stranger.say(type="submit", re=3, room=scene.room, nonce=nonce, text="en gang")
    first = await scene.stranger.hears(lambda news: news.get("re") == 3)
    await scene.reader.sees(nonce)
    before = await scene.reader.follow(scene.room)
    for _ in range(20):
        scene.stranger.line.send(old)
    await scene.stranger.hears(lambda _: len(_answers(scene.stranger, 3)) == 21)
    assert all(answer == first for answer in _answers(scene.stranger, 3))
    after = await scene.reader.follow(scene.room)
    assert after["head"] == before["head"]


async def test_a_moderators_old_frames_are_worth_nothing_the_second_time(
    scene: Scene, quarter: town.Quarter
) -> None:
    """E3 B1: a decision replayed by its moderator, and by a youth who overheard it."""
    text = f"Du er en jævla idiot, ingen vil ha deg her {uuid.uuid4().hex[:3]}"
    scene.stranger.say(type="submit", re=4, room=scene.room, nonce=str(uuid.uuid4()), text=text)
    judge = await Stranger.come(scene.site.urls[-1], quarter.judge)

    def case(news: dict[str, Any]) -> list[dict[str, Any]]:
        rows = news["cases"] if news["type"] == "desk" else []
        return [row for row in rows if row["text"] == text]

    row = case(await judge.hears(lambda news: bool(case(news))))[0]
    judge.say(type="claim_case", re=5, case=row["id"])
    file = await judge.hears(lambda news: news.get("re") == 5)
    old = judge.say(
        type="decide_case",
        re=6,
        case=row["id"],
        version=file["case"]["version"],
        action="publish",
        reason="fine",
    )
    assert (await judge.hears(lambda news: news.get("re") == 6))["type"] == "done"
    judge.line.send(old)
    await judge.hears(lambda _: len(_answers(judge, 6)) == 2)
    assert _answers(judge, 6)[1]["code"] == Code.CASE_DECIDED
    scene.stranger.line.send(old)
    refusal = await scene.stranger.hears(lambda news: news.get("re") == 6)
    assert refusal["code"] == Code.CASE_NOT_FOUND
    judge.line.cut()


def _answers(stranger: Stranger, number: int) -> list[dict[str, Any]]:
    return [news for news in stranger.heard if news.get("re") == number]


async def test_everything_before_hello_is_refused_and_the_socket_waits_for_it(
    scene: Scene,
) -> None:
    early = await Stranger.come(scene.site.urls[0], next(scene.tokens), greet=False)
    commands: list[dict[str, Any]] = [
        {"type": "follow", "room": scene.room, "after": None},
        {"type": "submit", "room": scene.room, "nonce": str(uuid.uuid4()), "text": "hei"},
        {"type": "read", "room": scene.room, "seq": 1},
        {"type": "renew_phrase"},
    ]
    for number, command in enumerate(commands, 1):
        early.say(re=number, **command)
        refusal = await early.hears(lambda news, number=number: news.get("re") == number)
        assert refusal["code"] == Code.HELLO_FIRST
    early.say(type="hello", re=9, language="nb")
    assert (await early.hears(lambda news: news.get("re") == 9))["type"] == "welcome"
    early.line.cut()
