"""A founder makes a group on a phone in two minutes, and a colleague of another service comes in by
a link; each sees the other and where they work."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, Page, expect

from tests import servers
from tests.servers import Site
from tests.stories.browsers import SCREENSHOTS, arrive
from tests.stories.steps import shell, word

pytestmark = pytest.mark.timeout(300)

NAME = "Lyset i vinduet"
THEME = "For deg som har en syk bror eller søster"
PASSWORD = "fire ord etter hverandre"
# With all that is proposed left as it stands: from "make a group" to its page.
CLICKS_MOST = 8
COUNT_CLICKS = """
window.clicks = 0;
addEventListener('click', (event) => { if (event.detail) window.clicks++ }, true);
"""


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with servers.site("sqlite") as running:
        yield running


async def sign_up(page: Page, name: str) -> None:
    await page.get_by_label(word("pages.colleague.name")).fill(name)
    await page.get_by_label(word("pages.team.username")).fill(name.lower())
    await page.get_by_label(word("pages.team.password")).fill(PASSWORD)


async def test_a_group_in_two_minutes(site: Site, browser: Browser) -> None:
    """B1 B2 E1 S10"""
    folder = SCREENSHOTS / "sqlite" / "founding"
    folder.mkdir(parents=True, exist_ok=True)
    printed = site.manage("invite_staff", "--organisation", "Helsestasjonen", "--cleared")
    path = re.search(r"link: \S+?(/team/i/\w+)", printed)
    assert path
    frida = await arrive(browser, "Frida", site.urls[0], folder, phone=True)
    page = frida.page
    titles: list[str] = []

    # --- the first adult, where nobody is yet -----------------------------------------------------
    await frida.goto(path.group(1))
    await frida.look("01-first-link")
    await sign_up(page, "Frida")
    await page.get_by_role("button", name=word("pages.colleague.go")).click()
    await expect(page.get_by_text(word("staff.no_groups_found"))).to_be_visible()
    await frida.look("02-nothing-yet")

    # --- the wizard: one name, one sentence, and the rest as it stands ----------------------------
    await page.evaluate(COUNT_CLICKS)
    await page.get_by_role("main").get_by_role("button", name=word("staff.nav.found")).click()
    await page.get_by_label(word("staff.group_new.name")).fill(NAME)
    await page.get_by_label(word("staff.group_new.theme")).fill(THEME)
    await frida.look("03-what")
    for number, step in enumerate(("who", "when", "safety", "agreement", "summary"), 4):
        await page.get_by_role("button", name=word("staff.group_new.next")).click()
        await expect(page.get_by_role("heading", level=1)).to_have_text(
            word(f"staff.group_new.{step}")
        )
        await frida.look(f"{number:02}-{step}")
        titles.append(await page.title())
    await page.get_by_role("button", name=word("staff.group_new.make")).click()
    await expect(page.get_by_role("heading", name=NAME, level=1)).to_be_visible()
    assert await page.evaluate("window.clicks") <= CLICKS_MOST
    await expect(page.get_by_text(word("staff.group_new.then"))).to_be_visible()
    await frida.look("09-made")

    # --- a colleague from elsewhere ---------------------------------------------------------------
    await page.get_by_role("button", name=word("staff.group_new.then_colleague")).click()
    await page.get_by_label(word("staff.colleague.organisation")).fill("Ærlig talt")
    await page.get_by_label(word("staff.colleague.cleared")).check()
    await frida.look("10-invite")
    await page.get_by_role("button", name=word("staff.colleague.make")).click()
    link = await page.locator(".link").first.inner_text()
    await frida.look("11-link")

    ola = await arrive(browser, "Ola", site.urls[0], folder, phone=False)
    await ola.goto(urlsplit(link).path)
    assert NAME not in await ola.page.content() and THEME not in await ola.page.content()
    await sign_up(ola.page, "Ola")
    await ola.look("12-colleague")
    titles.append(await ola.page.title())
    await ola.page.get_by_role("button", name=word("pages.colleague.go")).click()
    await ola.page.get_by_role("button", name=NAME).click()
    await ola.page.get_by_text(word("staff.colleague.adults"), exact=True).click()
    for person in (ola, frida):
        await expect(person.page.get_by_text("Moderator · Ærlig talt")).to_be_visible()
        await expect(person.page.get_by_text("Gruppeleder · Helsestasjonen")).to_be_visible()
    await ola.look("13-both")

    # --- one that went to the wrong person --------------------------------------------------------
    await page.get_by_role("button", name=word("staff.colleague.another"), exact=True).click()
    await page.get_by_role("button", name=word("staff.colleague.make")).click()
    astray = urlsplit(await page.locator(".link").first.inner_text()).path
    links = page.get_by_role("list", name=word("staff.colleague.waiting"))
    await expect(links.get_by_role("listitem")).to_have_count(1)
    await frida.look("13-waiting")
    await links.get_by_role("button").click()
    await expect(links).to_have_count(0)
    assert (await ola.page.request.get(site.urls[0] + astray)).status == 404

    # --- the frame, later: hours over the night on which the clock is changed ---------------------
    await page.get_by_text(word("staff.group_new.frame"), exact=True).click()
    await page.get_by_role("button", name=word("staff.group_new.frame_edit")).click()
    for _ in range(6):
        await page.get_by_role("button", name=word("staff.group_new.more")).first.click()
    await expect(page.get_by_text(word("staff.group_new.size_large"))).to_be_visible()
    await page.get_by_text(word("staff.group_new.own"), exact=True).click()
    await page.get_by_label(word("staff.group_new.opens")).fill("20:00")
    await page.get_by_label(word("staff.group_new.closes")).fill("02:30")
    over = word("staff.group_new.over_night", closes="02:30")
    await expect(page.get_by_text(over)).to_be_visible()
    await expect(page.get_by_text(word("staff.group_new.clock_night"))).to_be_visible()
    await frida.look("14-frame")
    await page.get_by_role("button", name=word("staff.group_new.frame_save")).click()
    await expect(page.get_by_text("20:00–02:30")).to_be_visible()
    await frida.look("15-framed")

    for person in (frida, ola):
        titles.append(await person.page.title())
        assert NAME not in person.page.url
        await person.close()
    assert not [one for one in titles if NAME in one or THEME in one]
    assert shell(site, "from forum.rooms.models import Group; print(Group.objects.get().size)") == (
        "16"
    )
