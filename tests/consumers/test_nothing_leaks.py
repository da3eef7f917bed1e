"""A planted sentence, alias, address and browser name go through the whole system: no log line and
no word to Redis holds any of them."""

from __future__ import annotations

import json
import threading
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator

import pytest
import redis

from tests.consumers.phones import Phone, cast
from tests.servers import Site

SENTENCE = "fløyelsmyke pingviner danser"
ALIAS = "Blinkende fjordkakao"
BROWSER = "Marsvinleser/7.0"
CODE = "KODEHEMMELIG"


@pytest.fixture
def overheard(site: Site) -> Iterator[list[str]]:
    """Everything that is said to Redis meanwhile."""
    said: list[str] = []
    if not site.redis_url:
        yield said
        return
    client = redis.Redis.from_url(site.redis_url)
    done = threading.Event()
    ready = threading.Event()

    def listen() -> None:
        with client.monitor() as monitor:
            ready.set()
            for command in monitor.listen():
                said.append(str(command["command"]))
                if done.is_set():
                    return

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    ready.wait(10)
    yield said
    done.set()
    redis.Redis.from_url(site.redis_url).ping()
    thread.join(10)


def visit(site: Site, path: str, body: bytes | None = None) -> None:
    request = urllib.request.Request(site.urls[0] + path, body, {"User-Agent": BROWSER})
    try:
        urllib.request.urlopen(request).close()
    except urllib.error.HTTPError as refusal:
        refusal.close()


async def test_nothing_anybody_wrote_is_in_a_log_or_in_redis(
    site: Site, overheard: list[str]
) -> None:
    """G3"""
    token = cast(site, ada=ALIAS)
    room = token["topic"]
    phone = await Phone.open(site.urls[0], token["ada"])
    await phone.hello()
    await phone.follow(room)
    await phone.sees(await phone.say(room, f"{SENTENCE} i dag"))
    await phone.say(room, f"Du er en jævla idiot, {SENTENCE}, ingen vil ha deg her")
    held = await phone.until(lambda f: f["type"] == "mine" and "held" in json.dumps(f))
    await phone.ask(type="withdraw", message=held["messages"][-1]["id"])
    await phone.ask(type="submit", room=room, nonce=str(uuid.uuid4()), text=SENTENCE * 200)
    await phone.socket.send('{"type": "' + SENTENCE)
    await phone.until(lambda f: f.get("code") == "frame_malformed")
    visit(site, f"/i/{CODE}")
    visit(site, f"/nowhere/{CODE}?q={CODE}")
    visit(site, "/back", b"phrase=" + SENTENCE.encode())
    visit(site, "/team/", b"username=hemmelig&password=hemmelig")
    await phone.close()

    logs = site.logs()
    for secret in (SENTENCE, ALIAS, BROWSER, CODE, token["ada"]):
        assert secret not in logs
        assert not [line for line in overheard if secret in line]
    assert "127.0.0.1" not in logs.replace("redis://127.0.0.1", "")
    if site.redis_url:
        assert overheard, "the bells were heard at all"
        assert all(
            command.split()[0] in {"PUBLISH", "SUBSCRIBE", "PING", "UNSUBSCRIBE"}
            for command in overheard
            if command.strip()
        )
