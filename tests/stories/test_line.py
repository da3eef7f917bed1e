"""What a phone shows, and keeps, when the line is bad, and how it reads a room without an end."""

from __future__ import annotations

import json
import re
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from tests.servers import Site
from tests.stories.browsers import SCREENSHOTS, Person, arrive
from tests.stories.relay import Relay, relay
from tests.stories.steps import Demo, join, log, shell, word, write
from tests.volume import volume

pytestmark = pytest.mark.timeout(300)

TOPIC = "Skole og venner"
FAR = volume(98_800, 97_500)  # of 100,000 messages
once = pytest.mark.parametrize("site", ["sqlite"], indirect=True)


@pytest.fixture
def line(site: Site) -> Iterator[Relay]:
    with relay(site.urls[0]) as running:
        yield running


@pytest.fixture
def folder(site: Site) -> Path:
    made = SCREENSHOTS / ("cluster" if site.redis_url else "sqlite")
    made.mkdir(parents=True, exist_ok=True)
    return made


@dataclass
class Two:
    """Ada behind the bad line, Bo behind a good one, both in the topic."""

    ada: Person
    bo: Person


@pytest.fixture
async def two(
    site: Site, demo: Demo, browser: Browser, line: Relay, folder: Path
) -> AsyncIterator[Two]:
    ada = await arrive(browser, "Ada", line.url, folder, phone=True)
    bo = await arrive(browser, "Bo", site.urls[-1], folder, phone=True)
    for person in (ada, bo):
        await join(person, invite(site))
        await enter(person)
    yield Two(ada, bo)
    await ada.close()
    await bo.close()


def invite(site: Site) -> str:
    return shell(
        site,
        """
from forum.memberships.invites import new_invite
from forum.rooms.models import Group
print(new_invite(Group.objects.first())[0])
""",
    ).splitlines()[-1]


async def enter(person: Person, room: str = TOPIC) -> None:
    await person.page.get_by_role("button", name=re.compile(room)).click()
    await expect(person.page.get_by_label(word("app.composer.label"))).to_be_visible()


def cut(person: Person) -> Locator:
    """What the composer says of the line."""
    return person.page.locator("form.composer").get_by_text(word("app.composer.cut"))


def missing(person: Person) -> Locator:
    return person.page.get_by_text(word("app.line.missing"))


def said(person: Person, text: str) -> Locator:
    return log(person).get_by_text(text, exact=True)


async def spoken(person: Person, beginning: str) -> list[str]:
    return await log(person).get_by_text(re.compile(f"^{beginning} ")).all_inner_texts()


def frames(page: Page) -> list[tuple[str, dict[str, object]]]:
    """Collects what goes over the sockets opened from now on: ("out" or "in", frame)."""
    heard: list[tuple[str, dict[str, object]]] = []

    def watch(socket: object) -> None:
        socket.on("framesent", lambda text: heard.append(("out", json.loads(text))))  # type: ignore[attr-defined]
        socket.on("framereceived", lambda text: heard.append(("in", json.loads(text))))  # type: ignore[attr-defined]

    page.on("websocket", watch)
    return heard


async def test_a_line_goes_dead_without_a_word(two: Two, line: Relay) -> None:
    """C2 C3 C9: said within five seconds, and on return everything is there once."""
    ada, bo = two.ada, two.bo
    await write(bo, "Linje 0")
    await expect(said(ada, "Linje 0")).to_be_visible()
    await expect(cut(ada)).to_have_count(0)

    # A short tunnel: the same line comes round, and nothing is begun anew.
    heard = frames(ada.page)
    line.silence()
    began = time.monotonic()
    await cut(ada).wait_for(timeout=8000)
    assert time.monotonic() - began < 5.0
    await expect(missing(ada)).to_be_visible()
    await write(bo, "Linje 1")
    await expect(said(bo, "Linje 1")).to_be_visible()
    await ada.look("50-no-connection")
    line.come_back()
    await expect(said(ada, "Linje 1")).to_be_visible()
    await expect(cut(ada)).to_have_count(0)
    await expect(missing(ada)).to_have_count(0)

    # A long one: the old line is given up, and the phone has another address afterwards.
    line.silence()
    await expect(cut(ada)).to_be_visible(timeout=8000)
    await write(ada, "Skrevet i tunnelen")
    await expect(ada.page.get_by_text(word("app.own.waiting_line"))).to_be_visible()
    await ada.look("51-waits-for-the-line")
    for number in range(2, 6):
        await write(bo, f"Linje {number}")
        await expect(said(bo, f"Linje {number}")).to_be_visible()
    await ada.page.wait_for_timeout(7000)
    await expect(cut(ada)).to_be_visible()
    await expect(missing(ada)).to_be_visible()
    heard.clear()
    line.come_back(anew=True)
    await ada.page.evaluate("dispatchEvent(new Event('online'))")
    await expect(said(ada, "Linje 5")).to_be_visible()
    await expect(cut(ada)).to_have_count(0)
    await expect(missing(ada)).to_have_count(0)
    await expect(said(bo, "Skrevet i tunnelen")).to_have_count(1)
    await expect(said(ada, "Skrevet i tunnelen")).to_have_count(1)
    await ada.page.wait_for_timeout(1000)
    assert await spoken(ada, "Linje") == [f"Linje {number}" for number in range(6)]
    assert await ada.page.get_by_text("Skrevet i tunnelen").count() == 1
    hellos = [frame for way, frame in heard if frame["type"] == "hello"]
    assert hellos
    assert hellos[-1]["cursors"]
    assert [frame for way, frame in heard if frame["type"] == "resumed"]
    assert not [frame for way, frame in heard if frame["type"] == "follow"]


@once
async def test_a_closed_tab_loses_no_text(two: Two, line: Relay) -> None:
    """C3: written without a line, the tab closed; opened again, it is sent, and once."""
    ada, bo = two.ada, two.bo
    line.refuse_sockets(True)
    await expect(cut(ada)).to_be_visible(timeout=5000)
    await write(ada, "Skrevet før fanen ble lukket")
    await expect(ada.page.get_by_text(word("app.own.waiting_line"))).to_be_visible()
    kept = await ada.page.evaluate(
        """async () => {
          const open = indexedDB.open('fellesrom');
          const db = await new Promise((done) => (open.onsuccess = () => done(open.result)));
          const all = db.transaction('outbox').objectStore('outbox').getAll();
          await new Promise((done) => (all.onsuccess = done));
          db.close();
          return all.result.map((box) => new TextDecoder().decode(box.data));
        }"""
    )
    assert len(kept) == 1
    assert "Skrevet" not in kept[0]
    await ada.page.close()
    ada.page = await ada.context.new_page()
    await ada.goto("/")
    await expect(ada.page.get_by_text(word("app.home.kept"))).to_be_visible()
    await ada.look("52-kept-while-connecting")
    line.refuse_sockets(False)
    await expect(said(bo, "Skrevet før fanen ble lukket")).to_be_visible(timeout=30_000)
    await enter(ada)
    await expect(said(ada, "Skrevet før fanen ble lukket")).to_be_visible()
    await ada.page.wait_for_timeout(1500)
    for person in (ada, bo):
        assert await person.page.get_by_text("Skrevet før fanen ble lukket").count() == 1


async def enter_if_needed(person: Person) -> None:
    composer = person.page.get_by_label(word("app.composer.label"))
    topic = person.page.get_by_role("button", name=re.compile(TOPIC))
    await expect(composer.or_(topic).first).to_be_visible()
    if not await composer.is_visible():
        await topic.click()
    await expect(composer).to_be_visible()


@once
async def test_an_old_text_is_asked_about(two: Two, line: Relay) -> None:
    """C3: after fifteen minutes one is asked; after fourteen one is not."""
    ada, bo = two.ada, two.bo
    await ada.page.clock.install()
    await ada.page.reload()
    await enter_if_needed(ada)
    line.refuse_sockets(True)
    await expect(ada.page.locator("[data-line=seeking]")).to_be_attached()
    await write(ada, "Skrevet først")
    await write(ada, "Angret")
    await ada.page.clock.fast_forward("02:00")
    await expect(cut(ada)).to_be_visible()
    await write(ada, "Skrevet to minutter etter")
    await expect(ada.page.get_by_text(word("app.own.waiting_line"))).to_have_count(3)
    await ada.page.clock.fast_forward("13:30")
    line.refuse_sockets(False)
    await ada.page.clock.fast_forward("00:25")
    asks = ada.page.locator("[data-state=asks]")
    await expect(asks).to_have_count(2)
    await expect(asks.get_by_text("Skrevet først", exact=True)).to_be_visible()
    await expect(said(bo, "Skrevet to minutter etter")).to_be_visible()
    await ada.look("53-asks-before-sending")
    await expect(said(bo, "Skrevet først")).to_have_count(0)
    await asks.nth(1).get_by_role("button", name=word("app.own.throw_away")).click()
    await expect(asks).to_have_count(1)
    await ada.page.get_by_role("button", name=word("app.own.send_now")).click()
    await expect(said(bo, "Skrevet først")).to_have_count(1)
    await expect(said(ada, "Skrevet først")).to_have_count(1)
    await expect(asks).to_have_count(0)
    for person in (ada, bo):
        await expect(person.page.get_by_text("Angret")).to_have_count(0)


@once
async def test_two_tabs_send_once(two: Two, line: Relay) -> None:
    """C3: both tabs know the text; it is stored once and stays in neither outbox."""
    ada, bo = two.ada, two.bo
    line.refuse_sockets(True)
    await expect(cut(ada)).to_be_visible(timeout=5000)
    await write(ada, "Fra to faner")
    other = await ada.context.new_page()
    await other.goto(ada.url)
    await expect(other.get_by_text(word("app.home.kept"))).to_be_visible()
    line.refuse_sockets(False)
    for page in (ada.page, other):
        await page.evaluate("dispatchEvent(new Event('online'))")
    await expect(said(bo, "Fra to faner")).to_be_visible()
    await other.get_by_role("button", name=re.compile(TOPIC)).click()
    await expect(other.get_by_role("log").get_by_text("Fra to faner", exact=True)).to_be_visible()
    await ada.page.wait_for_timeout(1500)
    for page in (ada.page, other, bo.page):
        assert await page.get_by_text("Fra to faner").count() == 1
        assert await page.locator("[data-state]").count() == 0


@once
async def test_empty_and_unknown_look_different(
    site: Site, demo: Demo, browser: Browser, line: Relay, folder: Path
) -> None:
    """C9: a room nobody has written in says so; one that is not loaded yet says that."""
    shell(
        site,
        """
from forum.memberships.models import Membership
from forum.rooms.actions import create_topic
kari = Membership.objects.get(alias="Kari")
for title in ("Ennå stille", "Også stille"):
    create_topic(kari, title=title)
""",
    )
    ada = await arrive(browser, "Ada", line.url, folder, phone=True)
    await join(ada, invite(site))
    await enter(ada, "Ennå stille")
    await expect(ada.page.locator("[data-empty]")).to_be_visible()
    await expect(ada.page.locator("[data-unknown]")).to_have_count(0)
    await ada.look("54-empty")
    await ada.page.get_by_role("button", name=word("app.room.back")).click()
    other = ada.page.get_by_role("button", name=re.compile("Også stille"))
    await expect(other).to_be_visible()
    line.silence()
    await other.click()
    await expect(ada.page.get_by_text(word("app.talk.fetching"))).to_be_visible()
    await expect(ada.page.locator("[data-empty]")).to_have_count(0)
    await expect(ada.page.get_by_text(word("app.talk.unknown"))).to_be_visible(timeout=6000)
    await expect(ada.page.locator("[data-empty]")).to_have_count(0)
    await ada.look("55-unknown")
    line.come_back()
    await expect(ada.page.locator("[data-empty]")).to_be_visible()
    await ada.close()


# A hundred thousand messages as they would lie in the database. Lengths differ; every twentieth
# bears a note, every two hundredth answers the one two hundred before it.
FILL = """
import uuid
from datetime import timedelta
from django.utils import timezone
from forum.memberships.models import Membership
from forum.messages.models import Message
from forum.rooms.actions import create_topic
from forum.rooms.models import Room
from forum.timeline.models import Entry
kari = Membership.objects.get(alias="Kari")
room = Room.objects.get(pk=create_topic(kari, title="Uten ende").pk)
began = timezone.now() - timedelta(days=60)
COUNT, STEP = 100_000, 5_000
ids = [uuid.uuid4() for _ in range(COUNT + 1)]
for start in range(1, COUNT + 1, STEP):
    numbers = range(start, start + STEP)
    at = {n: began + timedelta(seconds=50 * n) for n in numbers}
    Message.objects.bulk_create(
        Message(
            id=ids[n], room=room, author=kari, nonce=uuid.uuid4(), submitted_at=at[n],
            text=f"Nummer {n}" + " og litt til" * (n % 7) * (n % 3),
            content_note="om det som er vondt" if n % 20 == 0 else "",
            reply_to_id=ids[n - 200] if n > 200 and n % 200 == 7 else None,
            state="published",
        )
        for n in numbers
    )
    Entry.objects.bulk_create(
        Entry(room=room, seq=n, kind="message", message_id=ids[n], at=at[n]) for n in numbers
    )
Room.objects.filter(pk=room.pk).update(head=COUNT)
print(Message.objects.filter(room=room).count())
"""

# What the page tells of its scrolling, from within: tasks that kept it busy, how much it holds, and
# by how much the line in the middle of the screen moved from frame to frame.
WATCH = """() => {
  window.tasks = [];
  new PerformanceObserver((list) => {
    for (const task of list.getEntries()) window.tasks.push(Math.round(task.duration));
  }).observe({ entryTypes: ['longtask'] });
  const scroller = document.querySelector('.scroller');
  const lines = () => [...document.querySelectorAll('article[data-seq]')];
  window.first = () => Number(lines()[0].dataset.seq);
  window.topOf = (seq) => {
    const line = document.querySelector(`article[data-seq="${seq}"]`);
    return line ? line.getBoundingClientRect().top : null;
  };
  window.middle = () => {
    const line = lines().find((one) => one.getBoundingClientRect().bottom > 400);
    return Number(line.dataset.seq);
  };
  window.above = () => scroller.scrollTop;
  window.moves = [];
  window.most = { nodes: 0, lines: 0 };
  let seq = null, stood = 0;
  const look = () => {
    const stands = seq === null ? null : window.topOf(seq);
    if (stands !== null) window.moves.push(Math.round(stands - stood));
    seq = window.middle();
    stood = window.topOf(seq);
    window.most.nodes = Math.max(window.most.nodes, document.querySelectorAll('*').length);
    window.most.lines = Math.max(window.most.lines, lines().length);
    next();
  };
  // After the frame is painted: what is put right before that, nobody sees.
  const next = () => requestAnimationFrame(() => setTimeout(look));
  next();
}"""


async def at_rest(page: Page) -> None:
    """Waits until nothing moves and nothing is loaded any more."""
    await page.evaluate(
        """async () => {
          for (let calm = 0, was = null; calm < 12; ) {
            await new Promise(requestAnimationFrame);
            const now = [window.first(), window.above()].join();
            const busy = document.querySelector('[role=log][aria-busy=true]');
            calm = now === was && !busy ? calm + 1 : 0;
            was = now;
          }
        }"""
    )


@once
async def test_a_room_without_an_end(
    site: Site, demo: Demo, browser: Browser, line: Relay, folder: Path
) -> None:
    """C4: a hundred thousand messages; little is held, nothing jumps, nothing stutters."""
    shell(site, FILL)
    cam = await arrive(browser, "Cam", line.url, folder, phone=True)
    page = cam.page
    await join(cam, invite(site))
    began = time.monotonic()
    await enter(cam, "Uten ende")
    await expect(page.locator('article[data-seq="100000"]')).to_be_in_viewport()
    assert time.monotonic() - began < 3
    await page.evaluate(WATCH)
    devtools = await cam.context.new_cdp_session(page)

    # Up through some thousand lines, by wheel and by touch.
    await page.mouse.move(180, 400)
    for _ in range(400):
        if await page.evaluate("window.middle()") < FAR:
            break
        await page.mouse.wheel(0, -1200)
        await page.wait_for_timeout(30)
    for _ in range(3):
        await devtools.send(
            "Input.synthesizeScrollGesture",
            {"x": 180, "y": 300, "yDistance": 9000, "speed": 4000, "gestureSourceType": "touch"},
        )
    await at_rest(page)
    told = await page.evaluate("({ most, moves, tasks, at: window.middle() })")
    assert told["at"] < FAR
    assert told["most"]["lines"] <= 450
    assert told["most"]["nodes"] < 12_000
    assert min(told["moves"]) >= -2, "scrolling up, nothing moves up"
    assert max(told["moves"]) < 2500
    assert max(told["tasks"], default=0) <= 200
    await cam.look("56-far-above", both=False)

    # A page of older lines arrives while one reads: not a pixel.
    line.silence()
    for _ in range(40):
        if await page.evaluate("window.above()") < 300:
            break
        await page.mouse.wheel(0, -400)
        await page.wait_for_timeout(50)
    await page.wait_for_timeout(300)
    first, seq = await page.evaluate("[window.first(), window.middle()]")
    stood = await page.evaluate(f"window.topOf({seq})")
    line.come_back()
    for _ in range(100):
        if await page.evaluate("window.first()") < first:
            break
        await page.wait_for_timeout(50)
    assert await page.evaluate("window.first()") < first
    await at_rest(page)
    assert abs(await page.evaluate(f"window.topOf({seq})") - stood) < 2

    # A note unfolds above, and the whole text gets another size: what is read stays.
    for change in (
        """() => [...document.querySelectorAll('article details')]
             .filter((one) => one.getBoundingClientRect().bottom < 0)
             .forEach((one) => (one.open = true))""",
        """() => [...document.querySelectorAll('article[data-seq]')]
             .filter((one) => one.getBoundingClientRect().bottom < 0)
             .forEach((one) => (one.style.paddingBottom = '7px'))""",
    ):
        above = await page.evaluate("window.above()")
        await page.evaluate(change)
        await at_rest(page)
        assert await page.evaluate("window.above()") > above + 20
        assert abs(await page.evaluate(f"window.topOf({seq})") - stood) < 2

    # Somebody writes meanwhile: what is read stays, and one is told.
    shell(
        site,
        """
from forum.memberships.models import Membership
from forum.rooms.models import Room
from tests import house
house.share(Membership.objects.get(alias="Kari"), Room.objects.get(title="Uten ende"), "Nytt nå")
""",
    )
    below = page.get_by_role("button", name=word("app.talk.new_below"))
    await expect(below).to_be_visible()
    await at_rest(page)
    assert abs(await page.evaluate(f"window.topOf({seq})") - stood) < 2
    await cam.look("57-new-below")

    # Down to it in one step, and up to what an answer answers.
    await below.click()
    await expect(log(cam).get_by_text("Nytt nå", exact=True)).to_be_in_viewport()
    await at_rest(page)
    answer = page.locator('article[data-seq="99807"]')
    await page.mouse.move(180, 400)
    for _ in range(60):
        if await answer.count():
            break
        await page.mouse.wheel(0, -1500)
        await page.wait_for_timeout(60)
    await answer.locator("button.quoted").click()
    await expect(page.locator('article[data-seq="99607"]')).to_be_in_viewport()
    await expect(page.locator('article[data-seq="99607"]')).to_be_focused()

    # Down again, line by line, without a hole; and what one writes is at the end.
    seen: set[int] = set()
    await at_rest(page)
    await page.evaluate("window.moves = []")
    for _ in range(300):
        seen.update(
            await page.evaluate(
                "[...document.querySelectorAll('article[data-seq]')].map((one) => +one.dataset.seq)"
            )
        )
        if 100_001 in seen:
            break
        await page.mouse.wheel(0, 1200)
        await page.wait_for_timeout(40)
    assert set(range(99_607, 100_002)) <= seen
    moves = await page.evaluate("window.moves")
    assert max(moves) <= 2, "scrolling down, nothing moves down"
    assert min(moves) > -2500
    for _ in range(10):
        await page.mouse.wheel(0, -1500)
        await page.wait_for_timeout(40)
    await write(cam, "Hei fra meg")
    await expect(page.get_by_text("Hei fra meg", exact=True)).to_be_in_viewport()
    await expect(said(cam, "Hei fra meg")).to_be_in_viewport()
    await cam.close()
