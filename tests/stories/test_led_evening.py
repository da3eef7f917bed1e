"""One evening of a course, from planning to talking it through: two adults, four young people."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Browser, expect

from tests import servers
from tests.servers import Site
from tests.stories.browsers import LAPTOP, SCREENSHOTS, Person, arrive
from tests.stories.paper import print_sheet, put_away, scan
from tests.stories.steps import Demo, join, log, sign_in, word, write

pytestmark = pytest.mark.timeout(600)

GROUP = "Kveldslys"


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """As it runs where one machine is outgrown: six people on two processes."""
    with servers.site("cluster") as running:
        yield running


LONG_MS = 40_000


def button(person: Person, key: str, **params: object) -> object:
    return person.page.get_by_role("button", name=word(key, **params), exact=True)


async def press(person: Person, key: str, **params: object) -> None:
    await button(person, key, **params).click()  # type: ignore[attr-defined]


async def by_keyboard(person: Person, key: str) -> None:
    """Reaches a button with the tabulator alone, and presses it."""
    target = person.page.get_by_role("button", name=word(key), exact=True)
    await expect(target).to_be_visible(timeout=LONG_MS)
    for _ in range(80):
        if await target.evaluate("one => one === document.activeElement"):
            return await person.page.keyboard.press("Enter")
        await person.page.keyboard.press("Tab")
    raise AssertionError(f"{key} is not reached by keyboard")


async def sheet_press(person: Person, key: str, **params: object) -> None:
    dialog = person.page.get_by_role("dialog")
    await dialog.get_by_role("button", name=word(key, **params), exact=True).click()


async def close_sheet(person: Person) -> None:
    await person.page.keyboard.press("Escape")
    await expect(person.page.get_by_role("dialog")).to_have_count(0)


async def test_one_evening(site: Site, demo: Demo, browser: Browser) -> None:
    """D1 D2 D4 D5 D7 D8 D9 D11 D12 D13 D14 I1 S4 S6 H2"""
    folder = SCREENSHOTS / "cluster" / "evening"
    folder.mkdir(parents=True, exist_ok=True)
    here, there = site.urls[0], site.urls[-1]
    kari = await arrive(browser, "Kari", here, folder, phone=False)
    mona = await arrive(browser, "Mona", there, folder, phone=True)
    await sign_in(kari, "kari", demo.passwords["kari"])
    page = kari.page

    # --- A group in a few steps, with what is proposed left as it stands --------------------------
    await page.get_by_role("button", name=word("staff.nav.found"), exact=True).first.click()
    await page.get_by_label(word("staff.group_new.name")).fill(GROUP)
    await page.get_by_label(word("staff.group_new.theme")).fill("For deg som har det tungt hjemme")
    for step in ("who", "when", "safety", "agreement", "summary"):
        await press(kari, "staff.group_new.next")
        heading = page.get_by_role("heading", level=1)
        await expect(heading).to_have_text(word(f"staff.group_new.{step}"))
    await press(kari, "staff.group_new.make")
    await expect(page.get_by_role("heading", name=GROUP, level=1)).to_be_visible()

    # --- A colleague of another service, and a sheet of four cards --------------------------------
    await press(kari, "staff.group_new.then_colleague")
    await page.get_by_label(word("staff.colleague.organisation")).fill("Ærlig talt")
    await page.get_by_label(word("staff.colleague.cleared")).check()
    await press(kari, "staff.colleague.make")
    link = urlsplit(await page.locator(".link").first.inner_text()).path
    await sign_in(mona, "mona", demo.passwords["mona"])
    await mona.goto(link)
    await mona.page.get_by_role("main").get_by_role("button").first.click()
    await expect(mona.page.get_by_role("navigation")).to_be_visible()
    await page.get_by_label(word("staff.invite.count")).fill("4")
    await press(kari, "staff.invite.make")
    await print_sheet(kari, folder / "00-paper.png", cards=4)
    await put_away(kari)
    await page.set_viewport_size(LAPTOP)
    links = scan(folder / "00-paper.png")
    assert len(set(links)) == 4

    # --- Eight evenings in one go, without the one in the holidays --------------------------------
    await press(kari, "staff.plan.title")
    form = kari.page.locator("form.card")
    await form.get_by_label(word("staff.plan.theme"), exact=True).fill("Når hjemme er tungt")
    soon = datetime.now(ZoneInfo("Europe/Oslo")) + timedelta(minutes=4)
    await form.get_by_label(word("staff.plan.day"), exact=True).fill(f"{soon:%Y-%m-%d}")
    await form.get_by_label(word("staff.plan.clock"), exact=True).fill(f"{soon:%H:%M}")
    await form.get_by_label(word("staff.plan.course")).check()
    evenings = form.get_by_role("group", name=word("staff.plan.evenings", count=8))
    await evenings.get_by_role("checkbox").nth(2).uncheck()
    await form.locator("summary", has_text=word("staff.plan.adults")).click()
    await form.get_by_label(word("staff.plan.role_of", name="Mona")).select_option("lead")
    await form.locator("summary", has_text=word("staff.agenda.title")).click()
    await kari.look("01-plan")
    await form.get_by_role("button", name=word("staff.plan.go_course")).click()
    course = kari.page.locator("article", has_text="Når hjemme er tungt")
    await expect(course.first).to_contain_text(word("staff.session.number", number=1, of=7))

    # --- Four young people scan their cards, and wait ---------------------------------------------
    names = ["Ada", "Bo", "Cy", "Di"]
    young = []
    for name, link, url in zip(names, links, [here, there, here, there], strict=True):
        person = await arrive(browser, name, url, folder, phone=True)
        await join(person, link.rpartition("/")[2], group=GROUP)
        young.append(person)
    ada, bo, cy, di = young
    await ada.look("02-home")
    evening = re.compile("Når hjemme er tungt")
    for person in young:
        await person.page.get_by_role("button", name=evening).first.click()
    await expect(ada.page.get_by_text(word("app.session.waiting_now", count=4))).to_be_visible()
    await ada.look("03-waiting")

    # --- One adult cannot start; with two it opens by itself --------------------------------------
    await course.first.get_by_role("button", name=word("staff.session.start")).click()
    refused = word("errors.adults_missing", here=1, needed=2)
    await expect(kari.page.get_by_text(refused)).to_be_visible()
    await kari.look("04-one-adult")
    await mona.page.get_by_role("button", name=GROUP, exact=True).click()
    row = mona.page.locator("article", has_text="Når hjemme er tungt").first
    await row.get_by_role("button", name=word("app.session.waiting_room")).click()
    await course.first.get_by_role("button", name=word("staff.session.start")).click()
    for person in young:
        await expect(person.page.get_by_label(word("app.composer.label"))).to_be_visible()
    await ada.look("05-check-in")
    for person, face in zip(young, (4, 3, 3, 4), strict=True):
        await person.page.get_by_label(word(f"app.checkin.face_{face}"), exact=True).check()
        await press(person, "app.checkin.done")
        await expect(person.page.get_by_text(word("app.checkin.own"))).to_have_count(0)
    await write(ada, "Hei, fint å være her")
    await write(bo, "Det har vært en lang uke hjemme")
    await expect(log(cy).get_by_text("Det har vært en lang uke hjemme")).to_be_visible()

    # --- The next step, and what it asks ----------------------------------------------------------
    await press(kari, "staff.lead.steps")
    round_ = word("staff.agenda.usual_round")
    dialog = kari.page.get_by_role("dialog")
    await kari.look("06-steps")
    await dialog.get_by_role("button", name=re.compile(f"{round_}$")).click()
    await expect(ada.page.get_by_text(word("staff.agenda.usual_round_prompt"))).to_be_visible()

    # --- What the adults say among themselves -----------------------------------------------------
    back = kari.page.get_by_role("complementary", name=word("app.rooms.back"))
    await back.get_by_label(word("app.composer.label_back")).fill("Di er stille i kveld")
    await back.get_by_role("button", name=word("app.composer.send"), exact=True).click()
    await mona.page.get_by_role("button", name=re.compile(word("app.rooms.back"))).last.click()
    theirs = mona.page.get_by_role("complementary", name=word("app.rooms.back"))
    await expect(theirs.get_by_text("Di er stille i kveld")).to_be_visible()
    await kari.look("07-leading")
    await mona.look("08-backchannel")
    await mona.page.get_by_role("button", name=word("staff.back.close")).click()
    await expect(di.page.get_by_text("Di er stille")).to_have_count(0)

    # --- Slower, with a reason; what was typed stays ----------------------------------------------
    await press(kari, "staff.lead.steer")
    await kari.page.get_by_role("dialog").get_by_text(word("app.steer.fast")).click()
    await kari.look("09-steer")
    await kari.page.get_by_label(word("staff.steer.slow_seconds")).select_option("10")
    await sheet_press(kari, "staff.steer.slow_go")
    await expect(ada.page.get_by_text(word("app.steer.fast"))).to_be_visible()
    waits = ada.page.get_by_text(re.compile(r"\d+ sekunder til du kan sende"))
    await expect(waits).to_have_count(0, timeout=LONG_MS)
    await write(ada, "en ting til fra meg")
    await expect(log(bo).get_by_text("en ting til fra meg")).to_be_visible()
    await ada.page.get_by_label(word("app.composer.label")).fill("og enda en")
    await expect(waits).to_be_visible()
    await ada.look("10-slow")
    await expect(ada.page.get_by_label(word("app.composer.label"))).to_have_value("og enda en")
    await press(kari, "staff.lead.steer")
    await sheet_press(kari, "staff.steer.slow_end", seconds=10)

    # --- One is paused, and told why --------------------------------------------------------------
    await press(kari, "staff.lead.people", count=6)
    people = kari.page.get_by_role("dialog")
    alias = await alias_of(cy)
    await people.get_by_role("button", name=f"{word('staff.people.hold_back')} {alias}").click()
    await kari.look("11-people", both=False)
    box = cy.page.get_by_label(word("app.composer.label"))
    await box.fill("jeg var midt i noe, ring 912 34 567")
    await people.get_by_role("button", name=word("staff.people.pause"), exact=True).click()
    await expect(cy.page.get_by_text(word("app.steer.space"))).to_be_visible()
    await expect(cy.page.get_by_text(word("app.room.begun"))).to_be_visible()
    await cy.look("12-paused")
    unpause = f"{word('staff.people.unpause')} {alias}"
    await people.get_by_role("button", name=unpause).click()
    await expect(box).to_be_visible()
    await expect(box).to_have_value("jeg var midt i noe, ring 912 34 567")
    await box.fill("")
    await close_sheet(kari)

    # --- A circle: Ada by keyboard alone, Bo passes, Cy's line is lost and the turn is kept -------
    await press(kari, "staff.circle.title")
    await kari.page.get_by_label(word("staff.circle.question")).fill("Hva hjelper litt?")
    await kari.page.get_by_role("dialog").get_by_text(word("staff.circle.adults")).click()
    await cy.goto("/help")  # away from the room, as in a tunnel
    await asyncio.sleep(8)
    await sheet_press(kari, "staff.circle.begin")
    first = await speaker(ada, bo, di)
    waiting = next(one for one in (ada, bo, di) if one is not first)
    await waiting.page.get_by_label(word("app.composer.label")).fill("jeg venter")
    await expect(waiting.page.get_by_text(word("app.circle.wait"))).to_be_visible()
    await waiting.look("13-circle-waiting")
    await waiting.page.get_by_label(word("app.composer.label")).fill("")
    await first.look("14-circle-mine")
    await type_by_keyboard(first, "Musikk hjelper litt")
    await expect(log(waiting).get_by_text("Musikk hjelper litt")).to_be_visible()
    await by_keyboard(first, "app.circle.done")
    second = await speaker(*(one for one in (ada, bo, di) if one is not first))
    await by_keyboard(second, "app.circle.pass")
    await press(kari, "staff.circle.on")
    await kari.look("15-circle-led")
    await close_sheet(kari)
    [third] = [one for one in (ada, bo, di) if one not in (first, second)]
    await type_by_keyboard(third, "Å gå tur")
    await by_keyboard(third, "app.circle.done")
    # Whoever passed is asked once more, and Cy, who comes back, has the turn that was kept.
    await expect(second.page.get_by_text(word("app.circle.mine_again"))).to_be_visible()
    await cy.goto("/")
    await cy.page.get_by_role("button", name=evening).first.click()
    await asyncio.sleep(4)  # so that the circle has seen Cy
    await by_keyboard(second, "app.circle.pass")
    await expect(cy.page.get_by_text(word("app.circle.mine"))).to_be_visible()
    await type_by_keyboard(cy, "Å være her")
    await by_keyboard(cy, "app.circle.done")
    await expect(log(ada).get_by_text(word("app.notice.circle_ended"))).to_be_visible()

    # --- Something together -----------------------------------------------------------------------
    await press(kari, "staff.activity.title")
    await (
        kari.page.get_by_role("dialog")
        .get_by_text(word("app.activity.feelings"), exact=True)
        .click()
    )
    await sheet_press(kari, "staff.activity.begin")
    for person, card in zip(young, ("tired", "hopeful", "calm", "sad"), strict=True):
        await press(person, f"app.feeling.{card}")
    await expect(di.page.get_by_text(word("app.activity.feelings_laid", count=4))).to_be_visible()
    await di.look("16-cards")
    await press(kari, "staff.activity.on")
    await sheet_press(kari, "app.activity.turn")
    await expect(ada.page.get_by_text(await alias_of(di)).first).to_be_visible()
    await ada.look("17-turned")
    await sheet_press(kari, "staff.activity.end")
    await press(kari, "staff.activity.title")
    await (
        kari.page.get_by_role("dialog").get_by_text(word("app.activity.signs"), exact=True).click()
    )
    await sheet_press(kari, "staff.activity.begin")
    for person, sign in zip(young, ("rock", "paper", "scissors", "rock"), strict=True):
        await press(person, f"app.activity.signs_{sign}")
    await bo.look("18-signs")
    await press(kari, "staff.activity.on")
    await sheet_press(kari, "app.activity.turn")
    await expect(bo.page.get_by_text(word("app.activity.you"), exact=True)).to_be_visible()
    await sheet_press(kari, "staff.activity.end")

    # --- An adult is gone: nothing is shown unread; and back --------------------------------------
    await mona.goto("/help")
    await expect(ada.page.get_by_text(word("app.notice.adults_missing")).first).to_be_visible()
    await write(ada, "er dere her alle?")
    await expect(ada.page.get_by_text(word("app.own.held_adults"))).to_be_visible()
    await ada.look("19-short")
    await mona.goto("/team/")
    await mona.page.get_by_role("button", name=GROUP, exact=True).click()
    await row.get_by_role("button", name=word("app.session.enter")).click()
    await expect(log(ada).get_by_text(word("app.notice.adults_back"))).to_be_visible()

    # --- Closing gently: last words, how one goes, three taps -------------------------------------
    await press(kari, "staff.session.close")
    await kari.look("20-closing", both=False)
    await sheet_press(kari, "staff.session.close_gently")
    await expect(ada.page.get_by_text(re.compile("Siste ord –"))).to_be_visible()
    await di.look("21-last-words")
    for person, face in zip(young, (5, 4, 4, 2), strict=True):
        await person.page.get_by_label(word(f"app.checkin.face_{face}"), exact=True).check()
        await press(person, "app.checkin.done")
    await expect(di.page.get_by_text(word("app.after.talk"))).to_be_visible()
    await expect(ada.page.get_by_text(word("app.after.talk"))).to_have_count(0)
    await di.look("22-after-talk")
    for asked in ("safe", "heard", "less_alone"):
        taps = ada.page.get_by_role("radiogroup", name=word(f"app.outcome.{asked}"))
        await taps.get_by_label(word("app.outcome.answer_2")).check()
    await ada.page.get_by_label(word("app.outcome.words")).fill("Det var godt å være her")
    await ada.look("23-taps")
    await press(ada, "app.outcome.send")
    await expect(back.get_by_text("Det var godt å være her")).to_be_visible()
    await press(di, "app.after.talk_yes")
    await expect(di.page.get_by_text(word("app.notice.side_opened"))).to_be_visible()
    await di.look("24-side-room")
    await press(kari, "staff.session.close")
    await sheet_press(kari, "staff.session.close_now")
    await expect(ada.page.get_by_text(word("errors.session_over"))).to_be_visible()

    # --- Both talk it through; a worry has an owner and a date; the next one waits for it ---------
    await kari.page.get_by_role("button", name=GROUP, exact=True).click()
    await press(kari, "staff.debrief.begin")
    await answer_all(kari)
    await press(kari, "staff.debrief.add_worry")
    worry = kari.page.get_by_role("group", name=word("staff.debrief.a_worry"))
    await worry.get_by_label(word("staff.debrief.about")).select_option(label=await alias_of(di))
    await worry.get_by_label(word("staff.debrief.owner")).select_option(label="Mona")
    await worry.get_by_label(word("staff.debrief.words")).fill(
        "Stille hele kvelden, og tyngre da hun gikk"
    )
    await kari.look("25-debrief")
    await press(kari, "staff.debrief.send")
    await expect(kari.page.get_by_text(word("staff.debrief.lacking_one"))).to_be_visible()
    await press(mona, "app.room.back")
    await mona.page.get_by_role("button", name=re.compile(word("staff.nav.desk"))).first.click()
    case = mona.page.locator("article.case", has_text="Stille hele kvelden")
    await expect(case).to_contain_text(word("staff.queue.owned", name="Mona"))
    await mona.look("26-worry")
    await course.first.get_by_role("button", name=word("staff.session.start")).click()
    await expect(kari.page.get_by_text(word("errors.debrief_waits"))).to_be_visible()
    await mona.page.get_by_role("button", name=GROUP, exact=True).click()
    await press(mona, "staff.debrief.begin")
    await answer_all(mona)
    await press(mona, "staff.debrief.send")
    await expect(kari.page.get_by_text(word("staff.debrief.title"))).to_have_count(0)
    await kari.look("27-talked-through")
    for person in (kari, mona, *young):
        await person.close()


async def speaker(*people: Person) -> Person:
    """Whose turn it is."""
    mine = word("app.circle.mine")
    for _ in range(100):
        for one in people:
            if await one.page.get_by_text(mine).count():
                return one
        await asyncio.sleep(0.2)
    raise AssertionError("it is nobody's turn")


async def type_by_keyboard(person: Person, text: str) -> None:
    """To the composer, and away with it, without a pointer."""
    for _ in range(80):
        if await person.page.evaluate("document.activeElement?.tagName") == "TEXTAREA":
            break
        await person.page.keyboard.press("Tab")
    await person.page.keyboard.type(text)
    await by_keyboard(person, "app.composer.send")


async def answer_all(person: Person) -> None:
    for key in ("went", "everybody", "worry", "us", "next"):
        await person.page.get_by_label(word(f"staff.debrief.{key}"), exact=True).fill(
            "Det gikk fint."
        )


async def alias_of(person: Person) -> str:
    """What this person is called here, from their own page."""
    if person.name not in _aliases:
        page = await person.context.new_page()
        await page.goto(person.url)
        told = await page.get_by_text(re.compile("^Her heter du ")).first.inner_text()
        _aliases[person.name] = told.removeprefix("Her heter du ").strip()
        await page.close()
    return _aliases[person.name]


_aliases: dict[str, str] = {}
