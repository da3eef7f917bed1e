"""Two young people and a facilitator change what they have agreed on: proposed, talked about, voted
on, accepted anew; and one proposal that is stopped, with the reason for all to read."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.async_api import Browser, Locator, expect

from tests import servers
from tests.servers import Site
from tests.stories.browsers import SCREENSHOTS, Person, arrive
from tests.stories.steps import Demo, join, log, shell, sign_in, word, write

pytestmark = pytest.mark.timeout(300)
NEW = "Vi svarer alltid når noen har det vondt."
REASON = "Uten dette punktet kan noen bli kjent igjen. Det kan vi ikke risikere."
# A code for one more, and a third who says nothing.
ONE_MORE = """
from consumers.demo import fresh_code
from forum.rooms.models import Group
from tests import house
house.youth(Group.objects.get(), "Stille elv")
print(fresh_code())
"""


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with servers.site("sqlite") as running:
        yield running


def place(person: Person) -> Locator:
    name = re.compile(word("app.agreement.room"))
    return person.page.get_by_role("button", name=name).first


def press(person: Person, key: str) -> Locator:
    return person.page.get_by_role("button", name=word(key), exact=True)


async def test_the_living_agreement(site: Site, demo: Demo, browser: Browser) -> None:
    """D10 H2"""
    folder = SCREENSHOTS / "sqlite" / "agreement"
    folder.mkdir(parents=True, exist_ok=True)
    ada = await arrive(browser, "Ada", site.urls[0], folder, phone=True)
    bo = await arrive(browser, "Bo", site.urls[-1], folder, phone=True)
    kari = await arrive(browser, "Kari", site.urls[0], folder, phone=False)
    await join(ada, demo.code)
    await join(bo, shell(site, ONE_MORE).splitlines()[-1])
    await sign_in(kari, "kari", demo.passwords["kari"])

    # --- Ada proposes; Bo hears of it at home -----------------------------------------------------
    await place(ada).click()
    await expect(press(ada, "app.agreement.add")).to_be_visible()
    await ada.look("01-agreement")
    await press(ada, "app.agreement.add").click()
    await ada.page.get_by_label(word("app.agreement.add_label")).fill(NEW)
    await ada.look("02-proposing")
    await press(ada, "app.agreement.send").click()
    await expect(ada.page.get_by_role("dialog")).to_have_count(0)
    await expect(bo.page.get_by_text(word("app.agreement.waiting", count=1))).to_be_visible()
    await bo.look("03-waits-for-a-vote")
    await place(bo).click()
    board = bo.page.get_by_role("region", name=word("app.agreement.room"))
    await expect(board.get_by_text(NEW)).to_be_visible()
    await bo.look("04-to-vote-on")

    # --- they talk, and both say yes --------------------------------------------------------------
    await write(bo, "Bra, men hva om ingen er på?")
    await expect(log(ada).get_by_text("hva om ingen er på?")).to_be_visible()
    await press(ada, "app.agreement.no").click()
    await expect(ada.page.get_by_text(word("app.agreement.mine_no"))).to_be_visible()
    await ada.look("05-voted")
    await press(ada, "app.agreement.yes").click()
    await expect(press(ada, "app.agreement.yes")).to_have_attribute("aria-pressed", "true")
    await press(bo, "app.agreement.yes").click()
    for person in (ada, bo):
        await expect(person.page.get_by_text(word("app.agreement.changed_title"))).to_have_count(2)
        await expect(person.page.get_by_label(word("app.composer.label"))).to_have_count(0)
    await ada.look("06-gate")
    for person in (ada, bo):
        await press(person, "app.agreement.accept").last.click()
        await expect(person.page.get_by_text(word("app.agreement.adopted"))).to_be_visible()

    # --- Bo wants a clause away; Kari stops that, and says why ------------------------------------
    clause = "Vi bruker kallenavn. Ingen spør hvem du er eller hvor du bor."
    menu = word("app.agreement.options", clause=clause)
    await bo.page.get_by_role("button", name=menu).click()
    await expect(press(bo, "app.agreement.drop")).to_be_in_viewport()
    await bo.look("06-a-wish")
    await press(bo, "app.agreement.drop").click()
    await bo.page.get_by_label(word("app.agreement.drop_label")).fill("Vi kjenner hverandre jo nå.")
    await press(bo, "app.agreement.send").click()
    await kari.page.get_by_role("button", name="Vi som vet").first.click()
    await place(kari).click()
    # Adults accept anew as well.
    await press(kari, "app.agreement.accept").click()
    await press(kari, "app.agreement.stop").click()
    await kari.page.get_by_label(word("app.agreement.stop_label")).fill(REASON)
    await kari.look("07-stopping")
    await press(kari, "app.agreement.stop_go").click()
    for person in (ada, bo, kari):
        await expect(person.page.get_by_text(REASON)).to_be_visible()
    await ada.page.get_by_text(word("app.agreement.earlier")).click()
    await expect(ada.page.get_by_text("Det som sies her, blir her.")).to_have_count(2)
    await ada.page.get_by_text(REASON).scroll_into_view_if_needed()
    await ada.look("08-stopped")
    await kari.look("09-stopped-for-staff")
    for person in (ada, bo, kari):
        await person.close()
