"""Coming on duty, planning, a gap that is told, and going off with a word to the next."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from playwright.async_api import Browser, expect

from tests import servers
from tests.servers import Site
from tests.stories.browsers import SCREENSHOTS, arrive
from tests.stories.steps import Demo, sign_in, word

pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with servers.site("sqlite") as running:
        yield running


def local(seconds: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M", time.localtime(time.time() + seconds))


async def test_on_and_off_duty(site: Site, demo: Demo, browser: Browser) -> None:
    """E19 E20 H2"""
    folder = SCREENSHOTS / ("cluster" if site.redis_url else "sqlite") / "duty"
    folder.mkdir(parents=True, exist_ok=True)
    liv = await arrive(browser, "Liv", site.urls[0], folder, phone=False)
    mona = await arrive(browser, "Mona", site.urls[-1], folder, phone=True)
    for person, name in ((liv, "liv"), (mona, "mona")):
        await sign_in(person, name, demo.passwords[name])
        await person.page.get_by_role("button", name=word("staff.nav.shift"), exact=True).click()

    # --- Liv plans: Mona first, then herself; nobody is there, and that is told -------------------
    page = liv.page
    await page.get_by_role("button", name=word("staff.shift.plan")).click()
    await page.get_by_label(word("staff.shift.from"), exact=True).fill(local(-60))
    await page.get_by_label(word("staff.shift.until"), exact=True).fill(local(2 * 3600))
    for name in ("Mona", "Liv"):
        await page.get_by_role("button", name=name, exact=True).click()
    await liv.look("01-plan")
    await page.get_by_role("button", name=word("staff.shift.plan")).click()
    await expect(page.get_by_text("Mona → Liv")).to_be_visible()
    await expect(mona.page.get_by_text("Mona → Liv")).to_be_visible()
    await page.get_by_role("button", name=word("staff.nav.desk")).click()
    await expect(page.get_by_text(word("staff.shift.gap"))).to_be_visible(timeout=25_000)
    await liv.look("02-gap")

    # --- Mona comes, rests, and goes with a word --------------------------------------------------
    await mona.page.get_by_role("button", name=word("staff.shift.go_on")).click()
    await expect(page.get_by_text(word("staff.shift.gap"))).to_have_count(0)
    await mona.look("03-on-duty")
    await mona.page.get_by_role("button", name=word("staff.shift.rest")).click()
    await expect(mona.page.get_by_text("Du har pause til")).to_be_visible()
    await mona.page.get_by_role("button", name=word("staff.shift.go_off")).click()
    await mona.page.get_by_label(word("staff.shift.note")).fill("Følg litt med på Stille elv")
    await mona.look("04-leaving")
    await mona.page.get_by_role("button", name=word("staff.shift.go_off")).click()
    await page.get_by_role("button", name=word("staff.nav.shift"), exact=True).first.click()
    await expect(page.get_by_text("Følg litt med på Stille elv")).to_be_visible()
    await page.get_by_text(word("staff.shift.pages")).click()
    await expect(page.get_by_text(word("staff.shift.page_gap")).last).to_be_visible()
    await liv.look("05-handover")
    for person in (liv, mona):
        await person.close()
