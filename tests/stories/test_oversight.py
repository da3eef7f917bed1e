"""A youth leaves a way to be reached; a night comes when it is needed; two adults of different
roles agree, one sees it, and the auditor reads all of it. And what anybody may read of it all."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Browser, expect

from tests import house
from tests.servers import Site
from tests.stories.browsers import SCREENSHOTS, Person, arrive
from tests.stories.steps import Demo, join, shell, sign_in, word, write

pytestmark = pytest.mark.timeout(300)

TOPIC = "Ting som hjelper litt"
CONTACT = "Mormor, 47 11 22 33"
AUDITOR = """
from forum.rooms.models import Group
from tests import house
group = Group.objects.get()
house.staff(group, "Aud", house.Role.AUDITOR)
print(f"aud-{group.pk}")
"""


async def to(person: Person, key: str) -> None:
    ways = person.page.get_by_role("navigation")
    await ways.get_by_role("button", name=word(key)).click()


async def test_when_a_life_asks_for_it(site: Site, demo: Demo, browser: Browser) -> None:
    """F6 E10 E6 I4 H2"""
    folder = SCREENSHOTS / ("cluster" if site.redis_url else "sqlite") / "oversight"
    folder.mkdir(parents=True, exist_ok=True)
    here, there = site.urls[0], site.urls[-1]
    tom = await arrive(browser, "Tom", here, folder, phone=True)
    liv = await arrive(browser, "Liv", there, folder, phone=False)
    sara = await arrive(browser, "Sara", here, folder, phone=True)
    aud = await arrive(browser, "Aud", there, folder, phone=False)
    await join(tom, demo.code)
    await tom.page.get_by_role("button", name=word("app.me.title"), exact=True).click()

    # --- left, in plain words about who may see it ------------------------------------------------
    await tom.page.get_by_label(word("app.contact.label")).fill(CONTACT)
    await tom.page.get_by_role("button", name=word("app.contact.keep")).click()
    await expect(tom.page.get_by_text(word("app.contact.kept"))).to_be_visible()
    await tom.page.get_by_label(word("app.contact.label")).scroll_into_view_if_needed()
    await tom.look("01-contact")
    await tom.page.get_by_role("button", name=word("app.clear.open")).click()
    await expect(tom.page.get_by_text(word("app.clear.lately"))).to_be_visible()
    await tom.look("02-how-we-look-after")
    await tom.page.get_by_role("button", name=word("app.close")).last.click()
    await tom.page.get_by_role("button", name=word("app.room.back")).first.click()
    await tom.page.get_by_role("button", name=re.compile(TOPIC)).click()
    await write(tom, "Jeg vil ikke leve mer")

    # --- asked by one, answered by another --------------------------------------------------------
    await sign_in(liv, "liv", demo.passwords["liv"])
    await sign_in(sara, "sara", demo.passwords["sara"])
    await expect(liv.page.locator("[data-case]")).to_have_count(1)
    await liv.page.get_by_role("button", name=re.compile(f"^{word('staff.queue.open')}")).click()
    await liv.page.get_by_role("button", name=word("staff.case.take"), exact=True).click()
    await liv.page.get_by_text(word("staff.glass.title")).click()
    await liv.page.get_by_label(word("staff.glass.ground")).select_option("vital")
    await liv.page.get_by_label(word("staff.glass.why")).fill("Skriver at han står på brua")
    await liv.page.get_by_label(word("staff.glass.why")).scroll_into_view_if_needed()
    await liv.look("03-asking")
    await liv.page.get_by_role("button", name=word("staff.glass.ask")).click()
    await expect(liv.page.get_by_text(word("staff.glass.asked"))).to_be_visible()
    await to(sara, "staff.nav.oversight")
    await sara.look("04-answering")
    await sara.page.get_by_role("button", name=word("staff.glass.approve")).click()
    await liv.page.get_by_role("button", name=word("staff.glass.look")).click()
    await expect(liv.page.get_by_text(CONTACT)).to_be_visible()
    await liv.look("05-seen")
    await liv.page.get_by_role("button", name=word("staff.glass.close")).click()
    await expect(liv.page.get_by_text(CONTACT)).to_have_count(0)
    await expect(sara.page.get_by_text(CONTACT)).to_have_count(0)

    # --- read afterwards --------------------------------------------------------------------------
    await sign_in(aud, shell(site, AUDITOR).splitlines()[-1], house.PASSWORD)
    await expect(aud.page.get_by_text(word("staff.glass.looks", count=1))).to_be_visible()
    await expect(aud.page.get_by_text("breakglass.look")).to_be_visible()
    await expect(aud.page.get_by_text(CONTACT)).to_have_count(0)
    await aud.look("06-auditor")
    assert site.manage("verify_audit").startswith("sound")

    # --- how it goes ------------------------------------------------------------------------------
    await sara.page.get_by_role("navigation").get_by_role("button", name="Vi som vet").click()
    await expect(sara.page.get_by_text(word("staff.board.claim"), exact=True)).to_be_visible()
    await sara.page.get_by_text(word("staff.board.claim"), exact=True).scroll_into_view_if_needed()
    await sara.look("07-board")
    for person in (tom, liv, sara, aud):
        await person.close()
