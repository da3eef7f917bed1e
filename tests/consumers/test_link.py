"""The socket, as a phone meets it: real servers, both topologies."""

from __future__ import annotations

import asyncio
import contextlib
import json
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack

import pytest
import websockets

from forum.errors import Code
from tests.consumers.phones import Phone, cast, entry_of
from tests.servers import Site


@pytest.fixture(scope="module")
def people(site: Site) -> dict[str, str]:
    """Enough youths that no test meets another's, nor the pace of a hand another's set."""
    return cast(site, **{f"youth{n}": f"Rolig skog {n}" for n in range(60)})


@pytest.fixture(scope="module")
def strangers(people: dict[str, str]) -> Iterator[str]:
    return (token for name, token in people.items() if name.startswith("youth"))


class Table:
    """Opens phones on every process in turn, so that people in one room sit on different ones."""

    def __init__(
        self, site: Site, people: dict[str, str], strangers: Iterator[str], stack: AsyncExitStack
    ) -> None:
        self.site, self.people, self._stack, self._n = site, people, stack, 0
        self._cast = {name: people[name] for name in ("kari", "mona")}
        self._strangers = strangers

    def token(self, name: str) -> str:
        """The login of whoever plays this part in this test."""
        if name not in self._cast:
            self._cast[name] = next(self._strangers)
        return self._cast[name]

    async def phone(self, name: str, *, greet: bool = True, follow: bool = True) -> Phone:
        url = self.site.urls[self._n % len(self.site.urls)]
        self._n += 1
        phone = await Phone.open(url, self.token(name))
        self._stack.push_async_callback(phone.close)
        if greet:
            await phone.hello()
            if follow:
                await phone.follow(self.people["topic"])
        return phone


@pytest.fixture
async def table(
    site: Site, people: dict[str, str], strangers: Iterator[str]
) -> AsyncIterator[Table]:
    async with AsyncExitStack() as stack:
        yield Table(site, people, strangers, stack)


async def test_what_one_writes_the_other_sees(table: Table) -> None:
    """C2 E11 S3"""
    ada, bo = await table.phone("ada"), await table.phone("bo")
    nonce = await ada.say(table.people["topic"], "Hei, er det noen her?")
    entry = await bo.sees(nonce)
    assert entry["text"] == "Hei, er det noen her?"
    assert entry["author"]["alias"].startswith("Rolig skog")


async def test_the_same_client_id_again_gets_the_first_answer_again(table: Table) -> None:
    """C1"""
    ada = await table.phone("ada")
    room, nonce = table.people["topic"], str(uuid.uuid4())
    first = await ada.ask(type="submit", room=room, nonce=nonce, text="en gang")
    again = await ada.ask(type="submit", room=room, nonce=nonce, text="en gang")
    assert first["message"] == again["message"]
    other = await ada.ask(type="submit", room=room, nonce=nonce, text="en annen tekst")
    assert other["code"] == Code.NONCE_REUSED
    await ada.sees(nonce)
    page = await ada.follow(room)
    assert sum(entry.get("nonce") == nonce for entry in page["entries"]) == 1


async def test_after_a_cut_the_phone_gets_exactly_what_it_missed(table: Table) -> None:
    """C2: twenty messages while away, none twice, none out of order."""
    room = table.people["topic"]
    ada, bo = await table.phone("ada"), await table.phone("bo", follow=False)
    page = await bo.follow(room)
    held = page["entries"][-1]["seq"]
    await bo.close()
    nonces = []
    for number in range(8):
        nonces.append(await ada.say(room, f"mens Bo var borte, {number}"))
    await ada.sees(nonces[-1])
    back = await table.phone("bo", follow=False)
    missed = await back.follow(room, after=held)
    assert [entry["nonce"] for entry in missed["entries"] if entry["type"] == "message"] == nonces
    assert [entry["seq"] for entry in missed["entries"]] == list(range(held + 1, held + 9))


async def test_a_held_message_is_seen_by_its_author_and_the_desk_alone(table: Table) -> None:
    """E1 E3 E7 E22"""
    room = table.people["topic"]
    ada, bo, mona = [await table.phone(name) for name in ("ada", "bo", "mona")]
    nonce = await ada.say(room, "Du er en jævla idiot, ingen vil ha deg her")
    held = await ada.until(
        lambda f: f["type"] == "mine" and any(m["state"] == "held" for m in f["messages"]), 5
    )
    assert held["messages"][-1]["held_for"] == "conduct"
    desk = await mona.until(lambda f: f["type"] == "desk" and len(f["cases"]) > 0)
    case = desk["cases"][0]
    file = await mona.ask(type="claim_case", case=case["id"])
    assert any(segment["heads"] for segment in file["segments"])
    decided = await mona.ask(
        type="decide_case",
        case=case["id"],
        version=file["case"]["version"],
        action="remove",
        reason="attack",
        note="Dette sårer.",
    )
    assert decided["type"] == "done"
    told = await ada.until(
        lambda f: f["type"] == "mine" and any(m["state"] == "declined" for m in f["messages"])
    )
    assert told["messages"][-1]["words"] == "Dette sårer."
    fine = await ada.say(room, "unnskyld")
    await bo.sees(fine)
    assert not any(entry_of(frame, nonce) for frame in bo.heard)


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ("{", Code.FRAME_MALFORMED),
        ("[" * 9000, Code.FRAME_MALFORMED),
        ('{"type":"hello","re":1,"language":"nb","extra":true}', Code.FRAME_MALFORMED),
        (b"\x00\x01", Code.FRAME_BINARY),
        ("x" * 17_000, Code.FRAME_TOO_LARGE),
    ],
)
async def test_a_bad_frame_gets_a_code_and_the_socket_stays_open(
    table: Table, frame: str | bytes, code: Code
) -> None:
    bo = await table.phone("bo")
    await bo.socket.send(frame)
    refusal = await bo.until(lambda f: f["type"] == "error")
    assert refusal["code"] == code
    assert (await bo.hello())["type"] == "places"


async def test_a_frame_beyond_all_bounds_ends_the_socket_with_a_reason(table: Table) -> None:
    bo = await table.phone("bo")
    with contextlib.suppress(websockets.ConnectionClosed):
        await bo.socket.send("x" * 5_000_000)
    assert await bo.closed() == 1009


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ({"type": "submit", "text": "x" * 2001}, Code.TEXT_TOO_LONG),
        ({"type": "submit", "text": "  "}, Code.TEXT_EMPTY),
        ({"type": "submit", "text": "x", "reply_to": str(uuid.uuid4())}, Code.REPLY_GONE),
        ({"type": "submit", "text": "x", "room": str(uuid.uuid4())}, Code.ROOM_NOT_FOUND),
        ({"type": "follow", "after": None, "room": str(uuid.uuid4())}, Code.ROOM_NOT_FOUND),
        ({"type": "withdraw", "message": str(uuid.uuid4())}, Code.MESSAGE_NOT_FOUND),
    ],
)
async def test_a_refusal_has_a_stable_code(
    table: Table, command: dict[str, object], code: Code
) -> None:
    cara = await table.phone("cara")
    if command["type"] == "submit":
        command = {"room": table.people["topic"], "nonce": str(uuid.uuid4())} | command
    assert (await cara.ask(**command))["code"] == code


YOUTH_REFUSED = [
    ({"type": "plan_sessions", "theme": "Vår", "minutes": 60}, Code.NOT_ALLOWED),
    ({"type": "create_topic", "title": "Vårt"}, Code.NOT_ALLOWED),
    ({"type": "create_invites", "count": 1}, Code.NOT_ALLOWED),
    ({"type": "set_following", "contact": False, "distress": True}, Code.NOT_ALLOWED),
    ({"type": "set_mode", "mode": "publish_then_check", "first_held": 0}, Code.NOT_ALLOWED),
    ({"type": "set_member_mode", "member": str(uuid.uuid4()), "mode": None}, Code.NOT_ALLOWED),
    ({"type": "looked_after"}, Code.NOT_ALLOWED),
    ({"type": "start_session", "session": str(uuid.uuid4())}, Code.SESSION_NOT_FOUND),
    ({"type": "close_session", "session": str(uuid.uuid4())}, Code.SESSION_NOT_FOUND),
    *(
        ({"type": kind, "case": str(uuid.uuid4())} | more, Code.CASE_NOT_FOUND)
        for kind, more in (
            ("look_case", {}),
            ("claim_case", {}),
            ("release_case", {}),
            ("open_side_room", {}),
            ("read_assessment", {}),
            ("begin_assessment", {}),
            ("decide_case", {"version": 1, "action": "publish", "reason": "fine"}),
        )
    ),
]


@pytest.mark.parametrize(("command", "code"), YOUTH_REFUSED)
async def test_a_youth_can_do_nothing_that_is_for_staff(
    table: Table, command: dict[str, object], code: Code
) -> None:
    """B1"""
    cara = await table.phone("cara")
    if command["type"] in {
        *("plan_sessions", "create_topic", "create_invites"),
        *("set_following", "set_mode", "set_member_mode"),
    }:
        command = {"group": table.people["group"]} | command
    if command["type"] == "looked_after":
        command = {"room": table.people["topic"]} | command
    if command["type"] == "plan_sessions":
        command = {"first": "2030-01-01", "at": "19:00"} | command
    assert (await cara.ask(**command))["code"] == code


async def test_nothing_before_hello(table: Table) -> None:
    bo = await table.phone("bo", greet=False)
    assert (await bo.follow(table.people["topic"]))["code"] == Code.HELLO_FIRST


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null"])
async def test_a_socket_from_a_foreign_page_is_ended_with_its_reason(
    site: Site, people: dict[str, str], origin: str
) -> None:
    phone = await Phone.open(site.urls[0], people["kari"], origin=origin)
    assert await phone.closed() == 4403


async def test_a_socket_without_an_origin_is_ended_too(site: Site, people: dict[str, str]) -> None:
    address = site.urls[0].replace("http", "ws") + "/ws"
    headers = {"Cookie": f"fr={people['kari']}"}
    async with websockets.connect(address, additional_headers=headers) as socket:
        await socket.wait_closed()
        assert socket.close_code == 4403


async def test_a_socket_without_a_login_is_ended_with_its_reason(site: Site) -> None:
    phone = await Phone.open(site.urls[0], "no such token")
    assert await phone.closed() == 4401


async def test_ending_a_login_ends_its_socket(site: Site, people: dict[str, str]) -> None:
    """B3: within two seconds, in whichever process."""
    token = cast(site, dag="Varm vind" + uuid.uuid4().hex[:4])["dag"]
    phone = await Phone.open(site.urls[-1], token)
    await phone.hello()
    end = f"from forum.people.devices import end_device, known; end_device(known({token!r}))"
    await asyncio.to_thread(site.manage, "shell", "--no-imports", "-c", end)
    # On SQLite the bell of the command, another process, is not heard here: the tick finds it.
    assert await phone.closed(2) == 4401


async def test_a_thousand_frames_a_second_are_told_and_then_ended(table: Table) -> None:
    cara = await table.phone("cara")
    frame = json.dumps({"type": "earlier", "re": 9, "room": table.people["topic"], "before": 1})
    with pytest.raises(websockets.ConnectionClosed):
        for _ in range(3000):
            await cara.socket.send(frame)
        await cara.closed()
        await cara.socket.send(frame)
    assert cara.socket.close_code == 4429
    assert any(f.get("code") == Code.FLOODING for f in cara.heard)


async def test_everybody_gets_the_same_entry_and_bells_carry_no_text(table: Table) -> None:
    """C2 G3"""
    room = table.people["topic"]
    phones = [await table.phone(name) for name in ("ada", "bo", "mona", "kari")]
    nonce = await phones[0].say(room, "til alle sammen")
    entries = [await phone.sees(nonce) for phone in phones]
    assert all(entry == entries[0] for entry in entries)
