"""A number is about to be told: a warm word first, and an adult's eyes if it is sent anyway."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, expect

from tests import servers
from tests.servers import Site
from tests.stories.browsers import SCREENSHOTS, Person, arrive
from tests.stories.steps import Demo, join, log, shell, sign_in, word, write
from tests.volume import SMALL_KIND

pytestmark = pytest.mark.timeout(300)

TOPIC = "Ting som hjelper litt"
CHANGED, SENT = "412 34 567", "934 56 781"
ANOTHER_CODE = """
from consumers import demo
print(demo.fresh_code())
"""


@pytest.fixture(scope="module", params=SMALL_KIND)
def site(request: pytest.FixtureRequest) -> Iterator[Site]:
    script = Path(__file__).with_name("small_signs.py")
    with servers.site(request.param, manage_py=script) as running:
        yield running


def asked(person: Person) -> Locator:
    return person.page.get_by_role("region", name=word("app.private.title"))


async def test_a_number_told(site: Site, demo: Demo, browser: Browser) -> None:
    """E17 E22 H2: warned without blame, held before anyone sees it, and read by an adult."""
    folder = SCREENSHOTS / ("cluster" if site.redis_url else "sqlite") / "private"
    folder.mkdir(parents=True, exist_ok=True)
    tom = await arrive(browser, "Tom", site.urls[0], folder, phone=True)
    bo = await arrive(browser, "Bo", site.urls[-1], folder, phone=True)
    mona = await arrive(browser, "Mona", site.urls[0], folder, phone=False)
    heard: list[str] = []
    bo.page.on(
        "websocket",
        lambda socket: socket.on("framereceived", lambda frame: heard.append(str(frame))),
    )
    told: list[str] = []
    tom.page.on(
        "websocket",
        lambda socket: socket.on("framesent", lambda frame: told.append(str(frame))),
    )
    await join(tom, demo.code)
    await join(bo, shell(site, ANOTHER_CODE).splitlines()[-1])
    await sign_in(mona, "mona", demo.passwords["mona"])
    for one in (tom, bo):
        await one.page.get_by_role("button", name=re.compile(TOPIC)).click()
    box = tom.page.get_by_label(word("app.composer.label"))

    # --- a helpline's number passes without a word ------------------------------------------------
    await write(tom, "du kan ringe 116 111 eller 22 40 00 40")
    await expect(log(bo).get_by_text("116 111")).to_be_visible()
    await expect(asked(tom)).to_have_count(0)

    # --- a number of one's own: asked, and changed, by keyboard alone -----------------------------
    await write(tom, f"ring meg på {CHANGED} da")
    await expect(asked(tom)).to_be_focused()
    await expect(asked(tom).locator("mark")).to_contain_text(CHANGED)
    await tom.look("01-asked")
    await tom.page.keyboard.press("Tab")
    await tom.page.keyboard.press("Enter")
    await expect(box).to_be_focused()
    await expect(box).to_have_value(f"ring meg på {CHANGED} da")
    await expect(asked(tom)).to_have_count(0)
    await write(tom, "vi kan jo prate her da")
    await expect(log(bo).get_by_text("prate her da")).to_be_visible()
    assert not [frame for frame in told if CHANGED in frame]

    # --- another, sent all the same ---------------------------------------------------------------
    await write(tom, f"nei ring heller {SENT}")
    await asked(tom).get_by_role("button", name=word("app.private.send")).click()
    await expect(tom.page.get_by_text(SENT)).to_be_visible()
    await expect(box).to_have_value("")
    await expect(mona.page.locator("[data-case]")).to_have_count(1)
    await tom.look("02-held")
    await mona.page.get_by_role("button", name=re.compile(f"^{word('staff.queue.open')}")).click()
    await expect(mona.page.locator("mark").first).to_contain_text(SENT)
    await mona.look("03-adult")

    await write(tom, "hei igjen")
    await expect(log(bo).get_by_text("hei igjen")).to_be_visible()
    assert heard and not [frame for frame in heard if CHANGED in frame or SENT in frame]
    for person in (tom, bo, mona):
        await person.close()
