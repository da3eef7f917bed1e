"""One asks another a little, six times over. Nobody in the room notices that a person was asked to
look; and the young are told what their group has chosen to have followed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests import house, servers
from tests.servers import Site
from tests.stories.browsers import SCREENSHOTS, Person, arrive
from tests.stories.small_signs import SMALL
from tests.stories.steps import Demo, join, log, shell, sign_in, word, write
from tests.volume import SMALL_KIND

pytestmark = pytest.mark.timeout(300)

TOPIC = "Ting som hjelper litt"
SAYS = [
    f"Fint å høre, {SMALL[0]} egentlig?",
    f"Du er {SMALL[1]} enn de andre her",
    f"Det er lettere å prate på {SMALL[2]}",
    f"Og {SMALL[3]} vite alt",
    f"Er du mye {SMALL[4]}?",
    f"Vi kunne jo gjort noe, {SMALL[5]}",
]
ANOTHER_CODE = """
from consumers import demo
print(demo.fresh_code())
"""
LEAD = """
from forum.rooms.models import Group
from tests import house
group = Group.objects.get()
house.staff(group, "Siv", house.Role.SAFEGUARDING_LEAD)
print(f"siv-{group.pk}")
"""


@pytest.fixture(scope="module", params=SMALL_KIND)
def site(request: pytest.FixtureRequest) -> Iterator[Site]:
    script = Path(__file__).with_name("small_signs.py")
    with servers.site(request.param, manage_py=script) as running:
        yield running


async def answers(person: Person, to: str, text: str) -> None:
    said = log(person).locator("article", has_text=to).first
    await said.get_by_role("button", name=re.compile("^Valg for meldingen")).click()
    await person.page.get_by_role("button", name=word("app.talk.reply"), exact=True).click()
    await write(person, text)


async def test_six_small_signs(site: Site, demo: Demo, browser: Browser) -> None:
    """E1 E14 E22 H2 I4: one case with all six in it, and a room in which nothing happened."""
    folder = SCREENSHOTS / ("cluster" if site.redis_url else "sqlite") / "small-signs"
    folder.mkdir(parents=True, exist_ok=True)
    here, there = site.urls[0], site.urls[-1]
    tom = await arrive(browser, "Tom", here, folder, phone=True)
    bo = await arrive(browser, "Bo", there, folder, phone=True)
    mona = await arrive(browser, "Mona", here, folder, phone=False)
    siv = await arrive(browser, "Siv", there, folder, phone=False)

    # --- the group chooses, and whoever comes in is told -----------------------------------------
    await join(tom, demo.code)
    heavier = word("app.follow.distress")
    await expect(tom.page.get_by_text(heavier)).to_have_count(0)
    await sign_in(siv, shell(site, LEAD).splitlines()[-1], house.PASSWORD)
    await siv.page.get_by_role("navigation").get_by_role("button", name="Vi som vet").click()
    contact = siv.page.get_by_role("checkbox", name=word("staff.follow.contact"))
    distress = siv.page.get_by_role("checkbox", name=word("staff.follow.distress"))
    await expect(contact).to_be_checked()
    await expect(distress).not_to_be_checked()
    await distress.check()
    await expect(tom.page.get_by_text(heavier)).to_be_visible()
    await siv.look("00-following")
    await tom.look("01-home-told")
    code = shell(site, ANOTHER_CODE).splitlines()[-1]
    await bo.goto(f"/i/{code}")
    await expect(bo.page.get_by_text(word("pages.welcome.heavier"))).to_be_visible()
    await bo.look("02-welcome-told")
    await join(bo, code)
    await bo.page.get_by_role("button", name=word("app.me.title"), exact=True).click()
    told = word("app.me.see_heavier", group="Vi som vet")
    await expect(bo.page.get_by_text(told)).to_be_visible()
    await bo.look("03-me-told")
    await bo.page.get_by_role("button", name=word("app.room.back")).first.click()

    # --- six small signs -------------------------------------------------------------------------
    await sign_in(mona, "mona", demo.passwords["mona"])
    for one in (tom, bo):
        await one.page.get_by_role("button", name=re.compile(TOPIC)).click()
    await write(bo, "Jeg tegner litt om kvelden")
    await expect(log(tom).get_by_text("Jeg tegner litt")).to_be_visible()
    for says in SAYS:
        await expect(mona.page.get_by_text(word("staff.queue.empty"))).to_be_visible()
        await answers(tom, "Jeg tegner litt", says)
        await expect(log(bo).get_by_text(says)).to_be_visible()
    # Nothing waits on anybody's screen, and the talk goes on.
    for one in (tom, bo):
        await expect(one.page.locator("details.waiting")).to_have_count(0)
    await write(bo, "Nei, jeg vil helst prate her")
    await expect(log(tom).get_by_text("Nei, jeg vil helst prate her")).to_be_visible()
    await tom.look("04-room-as-ever")

    # One is deleted: its words are gone, for the adults too.
    mine = log(tom).locator("article", has_text=SAYS[3])
    await mine.get_by_role("button", name=re.compile("^Valg for meldingen")).click()
    await tom.page.get_by_role("button", name=word("app.talk.delete"), exact=True).click()
    await tom.page.get_by_role("button", name=word("app.talk.delete_yes")).click()
    await expect(log(bo).get_by_text(SAYS[3])).to_have_count(0)

    # --- a person looks --------------------------------------------------------------------------
    await expect(mona.page.locator("[data-case]")).to_have_count(1)
    await expect(mona.page.get_by_text(word("staff.because.contact_pattern")).first).to_be_visible()
    await mona.look("05-queue")
    await mona.page.get_by_role("button", name=re.compile(f"^{word('staff.queue.open')}")).click()
    together = mona.page.get_by_role("region", name=word("staff.together.title"))
    await expect(together.locator("li")).to_have_count(6)
    await mona.look("06-case-veiled")
    await mona.page.get_by_role("button", name=word("staff.queue.unveil")).last.click()
    for n, says in enumerate(SAYS):
        await expect(together.get_by_text(says)).to_have_count(0 if n == 3 else 1)
    await expect(together.get_by_text(word("staff.together.gone"))).to_be_visible()
    await expect(together.locator("mark")).to_have_text(
        [words for n, words in enumerate(SMALL) if n != 3]
    )
    await mona.look("07-case")
    await together.locator("li").last.scroll_into_view_if_needed()
    await mona.look("08-together")
    await mona.page.get_by_role("button", name=word("staff.case.take")).click()
    await mona.page.get_by_label(word("staff.action.leave"), exact=True).check()
    await mona.page.get_by_role("button", name=word("staff.action.leave"), exact=True).click()
    await expect(
        mona.page.get_by_text(word("staff.case.next"))
        .or_(mona.page.get_by_text(word("staff.case.none_left")))
        .first
    ).to_be_visible()

    # What was looked at is not counted again, and the room still knows nothing.
    await answers(tom, "Jeg tegner litt", SAYS[0].replace("Fint å høre", "Kult"))
    await expect(log(bo).get_by_text("Kult")).to_be_visible()
    await expect(mona.page.locator("[data-case]")).to_have_count(0)
    for person in (tom, bo, mona, siv):
        await person.close()
