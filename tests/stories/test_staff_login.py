"""The first evening of a moderator where a second factor is required: an app, paper, a passkey."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyotp
import pytest
from playwright.async_api import Browser, expect

from tests import servers
from tests.servers import Site
from tests.stories.browsers import SCREENSHOTS, Person, arrive
from tests.stories.steps import Demo, word

pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module", params=["sqlite"])
def site(request: pytest.FixtureRequest) -> Iterator[Site]:
    with servers.site(request.param, FELLESROM_SECOND_FACTOR="required") as running:
        yield running


async def password(person: Person, name: str, demo: Demo) -> None:
    await person.goto("/team/")
    await person.page.get_by_label(word("pages.team.username")).fill(name)
    await person.page.get_by_label(word("pages.team.password")).fill(demo.passwords[name])
    await person.page.get_by_role("button", name=word("pages.team.go")).click()


async def leave(person: Person) -> None:
    await person.page.get_by_role("button", name=word("staff.nav.sign_out")).last.click()
    await person.page.wait_for_url(re.compile("^http://[^/]+/$"))


async def test_something_one_holds(site: Site, demo: Demo, browser: Browser) -> None:
    """B4 H2"""
    folder = SCREENSHOTS / "sqlite" / "login"
    folder.mkdir(parents=True, exist_ok=True)
    # A passkey belongs to a name, and not to an address.
    here = site.urls[0].replace("127.0.0.1", "localhost")
    mona = await arrive(browser, "Mona", here, folder, phone=False)
    page = mona.page

    # --- an app, and paper ------------------------------------------------------------------------
    await password(mona, "mona", demo)
    await expect(page.get_by_role("heading", name=word("pages.factors.title"))).to_be_visible()
    await mona.look("01-enrol")
    secret = (await page.locator(".secret").inner_text()).replace(" ", "")
    await page.get_by_label(word("pages.factors.first_code")).fill(pyotp.TOTP(secret).now())
    await page.get_by_role("button", name=word("pages.factors.add")).click()
    paper = await page.locator(".paper code").all_inner_texts()
    assert len(paper) == 10
    await mona.look("02-paper")
    await page.get_by_role("link", name=word("pages.paper.kept")).click()
    await mona.look("03-held")
    await page.get_by_role("button", name=word("pages.factors.done")).click()
    await expect(page.get_by_role("navigation")).to_be_visible()
    await leave(mona)

    # --- paper, where the phone is lost; and from inside, a passkey -------------------------------
    await password(mona, "mona", demo)
    await page.get_by_label(word("pages.factor.code"), exact=True).fill("000000")
    await page.get_by_role("button", name=word("pages.factor.go")).click()
    await expect(page.get_by_text(word("errors.factor_wrong"))).to_be_visible()
    await mona.look("04-wrong")
    await page.get_by_label(word("pages.factor.code"), exact=True).fill(paper[0])
    await page.get_by_role("button", name=word("pages.factor.go")).click()
    await expect(page.get_by_role("navigation")).to_be_visible()
    cdp = await mona.context.new_cdp_session(page)
    await cdp.send("WebAuthn.enable")
    await cdp.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    await page.get_by_role("link", name=word("staff.nav.factors")).last.click()
    await page.get_by_label(word("pages.team.password")).fill(demo.passwords["mona"])
    await page.get_by_role("button", name=word("pages.go_on")).click()
    await page.get_by_role("button", name=word("pages.factors.passkey_make")).click()
    await expect(
        page.get_by_text(re.compile(f"^{word('pages.factors.kind_passkey')} · "))
    ).to_be_visible()
    await page.get_by_role("button", name=word("pages.factors.done")).click()
    await expect(page.get_by_role("navigation")).to_be_visible()
    await leave(mona)

    # --- and in by it -----------------------------------------------------------------------------
    await password(mona, "mona", demo)
    await mona.look("05-factor")
    await page.get_by_role("button", name=word("pages.factor.passkey")).click()
    await expect(page.get_by_role("navigation")).to_be_visible()
    await mona.close()
