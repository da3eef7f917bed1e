"""Ten codes on a sheet of paper: made, printed, used, and the rest taken back."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, expect

from tests import servers
from tests.servers import Site
from tests.stories.browsers import SCREENSHOTS, arrive
from tests.stories.paper import print_sheet, put_away, scan
from tests.stories.steps import Demo, join, sign_in, word

pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with servers.site("sqlite") as running:
        yield running


async def test_a_sheet_of_cards(site: Site, demo: Demo, browser: Browser) -> None:
    """A1 H2: nothing on the paper says what it is for; how many came is shown, and not who."""
    folder = SCREENSHOTS / "sqlite" / "invites"
    folder.mkdir(parents=True, exist_ok=True)
    kari = await arrive(browser, "Kari", site.urls[0], folder, phone=True)
    await sign_in(kari, "kari", demo.passwords["kari"])
    page = kari.page
    await expect(page.get_by_label(word("staff.invite.count"))).to_have_value("10")
    await page.get_by_role("button", name=word("staff.invite.make")).click()
    await expect(
        page.get_by_role("heading", name=word("staff.invite.made", count=10))
    ).to_be_visible()
    await page.get_by_text(word("staff.invite.codes")).click()
    codes = await page.locator("section span.code").all_inner_texts()
    assert len(set(codes)) == 10
    await kari.look("01-made")

    # --- On paper -------------------------------------------------------------------------------
    paper = await print_sheet(kari, folder / "02-paper.png", cards=10)
    for secret in ("Vi som vet", "mamma", "pappa", "syk", "Kari", "Fellesrom", "gruppe"):
        assert secret not in paper
    assert all(code in paper for code in codes)
    links = scan(folder / "02-paper.png")
    assert sorted(urlsplit(link).path for link in links) == sorted(f"/i/{code}" for code in codes)
    pdf = folder / "02-paper.pdf"
    await page.pdf(path=str(pdf), format="A4", prefer_css_page_size=True)
    assert pdf.read_bytes().startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page[^s]", pdf.read_bytes())) == 1, "ten cards, one sheet"
    if shutil.which("pdftoppm"):
        drawn = await asyncio.create_subprocess_exec(
            "pdftoppm", "-r", "60", "-png", str(pdf), str(folder / "02-paper-pdf")
        )
        assert await drawn.wait() == 0
    await put_away(kari)

    # --- One comes, the rest are taken back -------------------------------------------------------
    ada = await arrive(browser, "Ada", site.urls[0], folder, phone=True)
    await join(ada, codes[0])
    await page.reload()
    await expect(page.get_by_text(word("staff.invite.came", came=1, made=10))).to_be_visible()
    await page.get_by_role("button", name=word("staff.invite.take_back"), exact=True).click()
    await kari.look("03-take-back", both=False)
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("button", name=word("staff.invite.take_back"), exact=True).click()
    await expect(page.get_by_text(word("staff.invite.closed"))).to_be_visible()
    await kari.look("04-closed")
    bo = await arrive(browser, "Bo", site.urls[0], folder, phone=True)
    await bo.goto(f"/i/{codes[1]}")
    await expect(bo.page.get_by_role("button", name=word("pages.welcome.go"))).to_have_count(0)
    for person in (kari, ada, bo):
        await person.close()
