"""One evening, start to end, in real browsers: two youths on phones, a facilitator and a moderator
on laptops, on one process with SQLite and on several with PostgreSQL and Redis."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.servers import Site
from tests.stories.browsers import SCREENSHOTS, Person, arrive
from tests.stories.steps import Demo, join, log, shell, sign_in, word, write

pytestmark = pytest.mark.timeout(300)

ATTACK = "Du er en jævla idiot, ingen vil ha deg her"
CRISIS = "Jeg vil ikke leve mer"


async def test_an_evening(site: Site, demo: Demo, browser: Browser) -> None:
    """A1 A2 A3 A4 C1 C2 C4 D1 D2 E1 E3 E7 E22 F1 F4 G5 H2 S1 S3: the story of the first issue."""
    kind = "cluster" if site.redis_url else "sqlite"
    folder = SCREENSHOTS / kind
    folder.mkdir(parents=True, exist_ok=True)
    here, there = site.urls[0], site.urls[-1]

    ada = await arrive(browser, "Ada", here, folder, phone=True)
    bo = await arrive(browser, "Bo", there, folder, phone=True)
    kari = await arrive(browser, "Kari", there, folder, phone=False)
    mona = await arrive(browser, "Mona", here, folder, phone=False)

    # --- Ada comes in, without typing a name --------------------------------------------------
    await ada.goto("/")
    await ada.look("00-front")
    began = time.monotonic()
    phrase = await join(ada, demo.code, pictures=True)
    assert len(phrase) == 4
    assert time.monotonic() - began < 60
    await ada.look("06-home")
    used = await arrive(browser, "somebody else", here, folder, phone=True)
    await used.goto(f"/i/{demo.code}")
    await expect(used.page.get_by_text(word("errors.invite_invalid"))).to_be_visible()
    await used.look("07-code-used")
    await used.close()

    # --- Kari leads: a code for Bo, a session planned and started -----------------------------
    await kari.goto("/team/")
    await kari.look("08-sign-in")
    await sign_in(kari, "kari", demo.passwords["kari"])
    await kari.page.get_by_label(word("staff.invite.count")).fill("1")
    await kari.page.get_by_role("button", name=word("staff.invite.make")).click()
    code = await kari.page.locator("section span.code").first.inner_text()
    await join(bo, code)

    await kari.page.get_by_role("button", name=word("staff.plan.title")).click()
    await kari.page.get_by_label(word("staff.plan.theme"), exact=True).fill("Å si det til en venn")
    soon = time.strftime("%Y-%m-%d", time.localtime(time.time() + 3 * 86_400))
    await kari.page.get_by_label(word("staff.plan.day"), exact=True).fill(soon)
    await kari.look("09-plan")
    await kari.page.get_by_role("button", name=word("staff.plan.go"), exact=True).click()
    await expect(ada.page.get_by_text("Å si det til en venn")).to_be_visible()

    await ada.page.get_by_role("button", name=re.compile("Når hjemme er vanskelig")).click()
    await expect(ada.page.get_by_text(word("app.session.stay"))).to_be_visible()
    await ada.look("10-waiting-room")
    tonight = kari.page.locator("article", has_text="Når hjemme er vanskelig")
    await tonight.get_by_role("button", name=word("staff.session.start")).click()
    # Without a reload the waiting room is the room.
    await expect(ada.page.get_by_label(word("app.composer.label"))).to_be_visible()
    await kari.look("11-leading")

    # --- two youths talk ----------------------------------------------------------------------
    await bo.page.get_by_role("button", name=re.compile("Når hjemme er vanskelig")).click()
    await expect(bo.page.get_by_label(word("app.composer.label"))).to_be_visible()
    await write(ada, "Hei. Mamma har ikke stått opp på tre dager.")
    await expect(log(bo).get_by_text("Mamma har ikke stått opp")).to_be_visible()
    await log(bo).get_by_role("button", name=re.compile("^Valg for meldingen")).last.click()
    await bo.page.get_by_role("button", name=word("app.talk.reply"), exact=True).click()
    await write(bo, "Sånn var det hos oss også. Du er ikke alene.")
    answer = log(ada).locator("article", has_text="Du er ikke alene")
    await expect(answer).to_be_visible()
    await expect(answer.get_by_text("Mamma har ikke stått opp")).to_be_visible()
    await write(ada, "<b>Takk</b> & <3")
    await expect(log(bo).get_by_text("<b>Takk</b> & <3")).to_be_visible()
    await ada.look("12-room")

    await write(bo, "Dette angrer jeg på")
    await expect(log(ada).get_by_text("Dette angrer jeg på")).to_be_visible()
    mine = log(bo).locator("article", has_text="Dette angrer jeg på")
    await mine.get_by_role("button", name=re.compile("^Valg for meldingen")).click()
    await bo.page.get_by_role("button", name=word("app.talk.delete"), exact=True).click()
    await bo.page.get_by_role("button", name=word("app.talk.delete_yes")).click()
    await expect(log(ada).get_by_text(word("app.talk.gone_author"))).to_be_visible()
    await expect(log(ada).get_by_text("Dette angrer jeg på")).to_have_count(0)

    # --- one writes something that hurts ------------------------------------------------------
    await sign_in(mona, "mona", demo.passwords["mona"])
    await expect(mona.page.get_by_text(word("staff.queue.empty"))).to_be_visible()
    await mona.look("13-queue-empty")
    await write(bo, ATTACK)
    await expect(bo.page.get_by_text(word("app.own.held_conduct"))).to_be_visible(timeout=5000)
    await bo.look("14-held")
    # The talk goes on, and what waits does not lie on it.
    await write(ada, "Har dere spist i dag?")
    await expect(log(bo).get_by_text("Har dere spist i dag?")).to_be_in_viewport()
    await expect(bo.page.locator("details.waiting")).to_be_in_viewport()
    await bo.look("14-held-and-talk")
    await expect(mona.page.get_by_text(ATTACK)).to_be_visible()
    await mona.page.get_by_role("button", name=re.compile(f"^{word('staff.queue.open')}")).click()
    await mona.page.get_by_role("button", name=word("staff.case.take")).click()
    await expect(mona.page.locator("mark").first).to_be_visible()
    await expect(mona.page.locator(".around").get_by_text("Du er ikke alene")).to_be_visible()
    await mona.page.get_by_label(word("staff.action.rephrase")).check()
    reason = mona.page.get_by_label(word("staff.decide.reason"))
    await reason.select_option("attack")
    await mona.page.get_by_label(word("staff.decide.words")).fill(
        "Hva var det egentlig du ville si?"
    )
    await mona.look("15-case")
    await mona.page.get_by_role("button", name=word("staff.action.rephrase"), exact=True).click()
    await expect(bo.page.get_by_text("Hva var det egentlig du ville si?")).to_be_visible()
    await bo.look("16-declined")
    await bo.page.get_by_role("button", name=word("app.own.dismiss")).click()
    await expect(bo.page.get_by_text(ATTACK)).to_have_count(0)
    await expect(log(ada).get_by_text(ATTACK)).to_have_count(0)

    # Another one is let through, and the room sees it live.
    await write(bo, "Dra til helvete, alle sammen")
    await expect(bo.page.get_by_text(word("app.own.held_conduct"))).to_be_visible(timeout=5000)
    await mona.page.get_by_role("button", name=word("staff.case.next")).click()
    await mona.page.get_by_role("button", name=re.compile(f"^{word('staff.queue.open')}")).click()
    await mona.page.get_by_role("button", name=word("staff.case.take")).click()
    await mona.page.get_by_label(word("staff.action.publish"), exact=True).check()
    await mona.page.get_by_role("button", name=word("staff.action.publish"), exact=True).click()
    await expect(log(ada).get_by_text("Dra til helvete, alle sammen")).to_be_visible()

    # --- one does not want to live ------------------------------------------------------------
    await write(ada, CRISIS)
    await expect(ada.page.get_by_text(word("app.care.title"))).to_be_visible(timeout=5000)
    await expect(ada.page.get_by_role("link", name=re.compile("116 ?111"))).to_be_visible()
    await ada.look("17-care")
    await mona.page.get_by_role("button", name=word("staff.case.next")).click()
    first = mona.page.locator("[data-case]").first
    await expect(first.get_by_text(word("staff.queue.care"))).to_be_visible()
    await mona.look("18-queue-care")
    await first.get_by_role("button", name=re.compile(f"^{word('staff.queue.open')}")).click()
    await mona.page.get_by_role("button", name=word("staff.case.take")).click()
    await mona.page.get_by_role("button", name=word("staff.case.side_open")).click()
    await expect(mona.page.get_by_label(word("app.composer.label"))).to_be_visible()
    await write(mona, "Hei. Jeg leste det du skrev, og jeg er her nå.")
    await ada.page.get_by_role("button", name=word("app.room.back")).click()
    side = ada.page.get_by_role("button", name=re.compile(word("app.rooms.side")))
    await expect(side).to_be_visible()
    await ada.look("19-home-with-side-room")
    await side.click()
    await expect(log(ada).get_by_text("jeg er her nå")).to_be_visible()
    await write(ada, "Takk for at du svarte")
    await expect(log(mona).get_by_text("Takk for at du svarte")).to_be_visible()
    await ada.look("20-side-room")
    await expect(bo.page.get_by_text(word("app.rooms.side"))).to_have_count(0)
    await expect(log(bo).get_by_text(CRISIS)).to_have_count(0)

    # --- Ada's phone is gone; the four words bring her back -----------------------------------
    alias = await _alias(ada)
    other = await arrive(browser, "Ada's new phone", there, folder, phone=True)
    await other.goto("/back")
    await other.look("21-back")
    await other.page.get_by_label(word("pages.back.label")).fill("ikke de riktige ordene")
    await other.page.get_by_role("button", name=word("pages.back.go")).click()
    await expect(other.page.get_by_text(word("errors.phrase_wrong"))).to_be_visible()
    await other.page.get_by_label(word("pages.back.label")).fill(" ".join(phrase))
    await other.page.get_by_role("button", name=word("pages.back.go")).click()
    await expect(other.page.locator("ol.phrase li")).to_have_count(4)
    await other.page.get_by_role("link", name=word("pages.phrase.kept")).click()
    await expect(other.page.get_by_text(alias).first).to_be_visible()
    await expect(
        other.page.get_by_role("button", name=re.compile(word("app.rooms.side")))
    ).to_be_visible()

    # --- the evening ends ---------------------------------------------------------------------
    await kari.page.get_by_role("navigation").get_by_role("button", name="Vi som vet").click()
    await tonight.get_by_role("button", name=word("staff.session.close")).click()
    await (
        kari.page.get_by_role("dialog")
        .get_by_role("button", name=word("staff.session.close_now"))
        .click()
    )
    await expect(bo.page.get_by_label(word("app.composer.label"))).to_be_hidden()
    await bo.look("22-over")

    for person in (ada, bo, kari, mona, other):
        await person.close()


async def _alias(person: Person) -> str:
    await person.page.get_by_role("button", name=word("app.me.title"), exact=True).click()
    alias = await person.page.locator(".alias").first.inner_text()
    await person.look("23-me")
    return alias


async def test_a_long_topic_is_read_backwards_and_the_unread_line_stands(
    site: Site, demo: Demo, browser: Browser
) -> None:
    """C4 C5 S1: older by scrolling up, what is new since last marked."""
    folder = SCREENSHOTS / ("cluster" if site.redis_url else "sqlite")
    folder.mkdir(parents=True, exist_ok=True)
    made = json.loads(
        shell(
            site,
            """
import json
from forum.memberships.invites import new_invite
from forum.memberships.models import Membership
from forum.rooms.models import Room
from tests import house
import forum.messages.actions as messages
messages.BURST = 10_000
kari = Membership.objects.filter(alias="Kari").first()
room = Room.objects.filter(title="Skole og venner").first()
for number in range(130):
    house.share(kari, room, f"Linje nummer {number}")
print(json.dumps(new_invite(kari.group)[0]))
""",
        ).splitlines()[-1]
    )
    cam = await arrive(browser, "Cam", site.urls[0], folder, phone=True)
    await join(cam, made)
    await cam.page.get_by_role("button", name=re.compile("Skole og venner")).click()
    await expect(log(cam).get_by_text("Linje nummer 129", exact=True)).to_be_visible()
    await expect(log(cam).get_by_text("Linje nummer 5", exact=True)).to_have_count(0)
    scroller = log(cam)
    for _ in range(40):
        if await scroller.get_by_text("Linje nummer 0", exact=True).count():
            break
        await cam.page.locator("article").first.hover()
        await cam.page.mouse.wheel(0, -3000)
        await cam.page.wait_for_timeout(150)
    await expect(scroller.get_by_text("Linje nummer 0", exact=True)).to_have_count(1)
    numbers = await scroller.get_by_text(re.compile(r"^Linje nummer \d+$")).all_inner_texts()
    assert numbers == [f"Linje nummer {number}" for number in range(130)]
    await cam.look("30-scrolled-back")
    await cam.page.get_by_role("button", name=word("app.room.back")).click()
    topic = cam.page.get_by_role("button", name=re.compile("Skole og venner"))
    await expect(topic.get_by_text(word("app.rooms.new"))).to_have_count(0)
    shell(
        site,
        """
import forum.messages.actions as messages
from forum.memberships.models import Membership
from forum.rooms.models import Room
from tests import house
messages.BURST = 10_000
kari = Membership.objects.filter(alias="Kari").first()
house.share(kari, Room.objects.filter(title="Skole og venner").first(), "Noe nytt i mellomtiden")
""",
    )
    await expect(topic.get_by_text(word("app.rooms.new"))).to_be_visible()
    await topic.click()

    await expect(cam.page.get_by_text(word("app.talk.unread"))).to_be_visible()
    await cam.close()


async def test_help_and_the_way_out_work_for_everybody(site: Site, browser: Browser) -> None:
    """F1 F3 G4: signed out, and without JavaScript."""
    folder = SCREENSHOTS / ("cluster" if site.redis_url else "sqlite")
    folder.mkdir(parents=True, exist_ok=True)
    context = await browser.new_context(java_script_enabled=False, locale="nb-NO")
    page = await context.new_page()
    for path in ("/", "/help", "/about", "/back", "/team/", "/i/AAAAAAAAAA"):
        await page.goto(site.urls[0] + path)
        await expect(page.get_by_role("link", name=word("pages.help_now")).first).to_be_visible()
        leave = page.get_by_role("link", name=word("pages.leave"))
        await expect(leave).to_have_attribute("href", "https://www.yr.no/")
    await page.goto(site.urls[0])
    await page.get_by_role("link", name=word("pages.help_now")).first.click()
    await expect(page.get_by_role("link", name="Ring 113")).to_be_visible()
    await context.close()

    dag = await arrive(browser, "Dag", site.urls[0], folder, phone=True)
    await dag.goto("/help")
    await dag.look("40-help")
    await dag.goto("/about")
    await dag.look("41-about")
    await dag.close()


@pytest.mark.parametrize("how", ["button", "keyboard"])
async def test_leaving_quickly_leaves_nothing(
    site: Site, demo: Demo, browser: Browser, how: str
) -> None:
    """G4: the page's storage is cleared, history leads nowhere, and it is quick."""
    folder = SCREENSHOTS / ("cluster" if site.redis_url else "sqlite")
    eli = await arrive(browser, "Eli", site.urls[0], folder, phone=False)
    await eli.context.route(
        "https://www.yr.no/**",
        lambda route: route.fulfill(body="<title>vær</title>", content_type="text/html"),
    )
    code = shell(
        site,
        """
from forum.memberships.invites import new_invite
from forum.rooms.models import Group
print(new_invite(Group.objects.first())[0])
""",
    ).splitlines()[-1]
    await join(eli, code)
    await eli.page.get_by_role("button", name=re.compile("Skole og venner")).click()
    await eli.page.get_by_label(word("app.composer.label")).fill("et halvt ord")
    await eli.page.wait_for_timeout(600)
    began = time.monotonic()
    if how == "button":
        await eli.page.get_by_role("link", name=word("app.help.leave")).click()
    else:
        for _ in range(3):
            await eli.page.keyboard.press("Escape")
    await eli.page.wait_for_url("https://www.yr.no/**")
    assert time.monotonic() - began < 2  # 300 ms in the page; the rest is Playwright's own
    eli.strangers.clear()
    await eli.goto("/help")
    kept = await eli.page.evaluate(
        "async () => [await indexedDB.databases(), localStorage.length, sessionStorage.length]"
    )
    assert kept == [[], 0, 0]
    await eli.close()


def test_the_pictures_have_a_place_that_git_ignores() -> None:
    ignored = (Path(__file__).parents[2] / ".gitignore").read_text().splitlines()
    assert "screenshots/" in ignored
