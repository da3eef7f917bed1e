"""A shift: two moderators, a lead, a facilitator and three youths. Cases are taken over, put on
hold, handed on, appealed and judged again; and once everything is done by the keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.async_api import Browser, Locator, expect

from tests import servers
from tests.servers import Site
from tests.stories.browsers import SCREENSHOTS, Person, arrive
from tests.stories.steps import Demo, join, log, shell, sign_in, word, write

pytestmark = pytest.mark.timeout(400)


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with servers.site("cluster") as running:
        yield running


TOPIC = "Ting som hjelper litt"
ATTACK = "Du er en jævla idiot, ingen vil ha deg her"
AGAIN = "Hold kjeft, din stygge taper"
THIRD = "Du er så jævlig dum, din idiot"
CRISIS = "Jeg vil ikke leve mer"
ANOTHER_CODE = """
from consumers import demo
print(demo.fresh_code())
"""


def cases(person: Person) -> Locator:
    return person.page.locator("[data-case]")


def chosen(person: Person, key: str) -> Locator:
    return person.page.get_by_role("button", name=word(key), exact=True)


async def open_first(person: Person) -> None:
    await (
        cases(person)
        .first.get_by_role("button", name=re.compile(f"^{word('staff.queue.open')}"))
        .click()
    )
    await expect(person.page.locator("#case-title")).to_be_visible()


async def fill(person: Person, key: str, text: str) -> None:
    await person.page.get_by_label(word(key)).fill(text)


async def test_a_shift(site: Site, demo: Demo, browser: Browser) -> None:
    """E2 E3 E4 E5 E6 E7 E8 E9 E21 E23 F2 F4 H2: one story through every way a case can go."""
    folder = SCREENSHOTS / ("cluster" if site.redis_url else "sqlite") / "shift"
    folder.mkdir(parents=True, exist_ok=True)
    here, there = site.urls[0], site.urls[-1]
    ada = await arrive(browser, "Ada", here, folder, phone=True)
    bo = await arrive(browser, "Bo", there, folder, phone=True)
    tom = await arrive(browser, "Tom", there, folder, phone=True)
    mona = await arrive(browser, "Mona", here, folder, phone=False)
    max_ = await arrive(browser, "Max", there, folder, phone=False)
    sara = await arrive(browser, "Sara", here, folder, phone=True)
    kari = await arrive(browser, "Kari", there, folder, phone=False)
    await join(ada, demo.code)
    for youth in (bo, tom):
        await join(youth, shell(site, ANOTHER_CODE).splitlines()[-1])
    for staff, name in ((mona, "mona"), (max_, "max"), (sara, "sara"), (kari, "kari")):
        await sign_in(staff, name, demo.passwords[name])
    for youth in (ada, bo, tom):
        await youth.page.get_by_role("button", name=re.compile(TOPIC)).click()

    # --- one case each, on everybody's screen without a reload ------------------------------------
    await write(ada, ATTACK)
    await write(bo, AGAIN)
    for staff in (mona, max_, sara):
        await expect(cases(staff)).to_have_count(2)
    await mona.look("01-queue")

    # --- taken by one, seen as taken by the other; on hold, and up again --------------------------
    await open_first(mona)
    await chosen(mona, "staff.case.take").click()
    await expect(max_.page.get_by_text(word("staff.queue.held", holder="Mona"))).to_be_visible()
    await chosen(mona, "staff.pass.more").click()
    await chosen(mona, "staff.pass.hold").click()
    await fill(mona, "staff.pass.hold_note", "Ringer helsesykepleier")
    await mona.look("02-hold")
    await chosen(mona, "staff.pass.hold").last.click()
    await expect(mona.page.get_by_text(word("staff.queue.mine_on_hold"))).to_be_visible()
    await expect(max_.page.get_by_text(word("staff.queue.on_hold", holder="Mona"))).to_be_visible()
    await mona.page.get_by_role("button", name=word("staff.queue.only_mine")).click()
    await expect(cases(mona)).to_have_count(1)
    await mona.look("03-mine")
    await open_first(mona)
    await chosen(mona, "staff.case.take_up").click()

    # --- handed to a colleague by name ------------------------------------------------------------
    await chosen(mona, "staff.pass.more").click()
    await chosen(mona, "staff.pass.hand_over").click()
    await mona.page.get_by_label(word("staff.pass.to")).select_option(label="Max – Moderator")
    await fill(mona, "staff.pass.hand_over_note", "Du kjenner denne")
    await chosen(mona, "staff.pass.hand_over").last.click()
    await mona.page.get_by_role("button", name=word("staff.queue.only_mine")).click()
    await expect(max_.page.get_by_text(word("staff.queue.mine"), exact=True)).to_be_visible()
    await open_first(max_)
    await expect(max_.page.get_by_text("Du kjenner denne")).to_be_visible()

    # --- decided with proposed words that lean on the agreement -----------------------------------
    await max_.page.get_by_label(word("staff.action.remove"), exact=True).check()
    await max_.page.get_by_label(word("staff.decide.reason")).select_option("attack")
    await max_.page.get_by_label(word("staff.decide.clause")).select_option(index=1)
    words = max_.page.get_by_label(word("staff.decide.words"))
    await expect(words).to_have_value(re.compile(word("staff.proposed.action.remove")))
    await max_.look("04-decide")
    await max_.page.locator("#decide-now").click()
    await expect(ada.page.get_by_text(word("staff.proposed.action.remove"))).to_be_visible()
    await expect(cases(mona)).to_have_count(1)

    # --- Mona by keyboard alone: next, claim, remove, confirm, back -------------------------------
    keyboard = mona.page.keyboard
    await keyboard.press("n")
    await expect(mona.page.locator("#case-title")).to_be_visible()
    await keyboard.press("c")
    await expect(mona.page.locator("#decide-title")).to_be_visible()
    await keyboard.press("r")
    await expect(mona.page.locator("#decide-now")).to_be_focused()
    await keyboard.press("Enter")
    await expect(mona.page.get_by_text(word("errors.reason_needed"))).to_be_visible()
    for _ in range(12):
        await keyboard.press("Shift+Tab")
        if await mona.page.evaluate("document.activeElement.tagName") == "SELECT":
            options = await mona.page.evaluate("document.activeElement.options[1]?.value")
            if options == "attack":
                break
    await keyboard.press("ArrowDown")
    for _ in range(12):
        if await mona.page.evaluate("document.activeElement.id") == "decide-now":
            break
        await keyboard.press("Tab")
    await keyboard.press("Enter")
    await expect(mona.page.locator("#settled")).to_be_focused()
    await mona.look("05-keyboard")
    await keyboard.press("b")
    await expect(mona.page.locator("#case-title")).to_have_count(0)
    await keyboard.press("?")
    await expect(mona.page.get_by_role("dialog")).to_be_visible()
    await mona.look("06-keys")
    await keyboard.press("Escape")

    # --- lifted to a lead, who alone can take it --------------------------------------------------
    await write(bo, THIRD)
    await expect(cases(mona)).to_have_count(1)
    await open_first(mona)
    await keyboard.press("c")
    await expect(mona.page.locator("#decide-title")).to_be_visible()
    await keyboard.press("e")
    await fill(mona, "staff.pass.escalate_note", "Jeg er usikker")
    await chosen(mona, "staff.pass.escalate").last.click()
    await expect(max_.page.get_by_text(word("staff.queue.level_1"))).to_be_visible()
    await open_first(max_)
    await expect(max_.page.get_by_text(word("errors.case_escalated"))).to_be_visible()
    await open_first(sara)
    await sara.look("07-lead")
    await chosen(sara, "staff.case.take").click()
    await sara.page.get_by_label(word("staff.action.publish"), exact=True).check()
    await sara.page.locator("#decide-now").click()
    await expect(log(tom).get_by_text(THIRD)).to_be_visible()

    # --- somebody needs an adult: graded by a person, and a room of their own ---------------------
    await expect(cases(mona)).to_have_count(0)
    await write(tom, CRISIS)
    await expect(cases(mona)).to_have_count(1)
    await open_first(mona)
    await mona.look("08-care-veiled")
    await chosen(mona, "staff.case.take").click()
    await mona.page.get_by_text(word("staff.grade.3"), exact=True).click()
    await fill(mona, "staff.grade.note", "Har snakket med ham før")
    await mona.look("09-grade")
    await chosen(mona, "staff.grade.set").click()
    await expect(mona.page.get_by_text(word("staff.event.graded_3"))).to_be_visible()
    await mona.page.get_by_role("button", name=word("staff.case.side_open")).click()
    await expect(mona.page.get_by_label(word("app.composer.label"))).to_be_visible()

    await (
        mona.page.get_by_role("navigation")
        .get_by_role("button", name=word("staff.nav.desk"))
        .click()
    )
    await settle_care(mona)

    # --- Kari tells the room, with one tap, that somebody is being looked after -------------------
    await kari.page.get_by_role("button", name=re.compile(TOPIC)).first.click()
    await kari.look("09-tell-the-room")
    await chosen(kari, "staff.looked_after.say").click()
    for youth in (ada, bo):
        await expect(log(youth).get_by_text(word("app.notice.looked_after"))).to_be_visible()
    await expect(chosen(kari, "staff.looked_after.say")).to_have_count(0)

    # --- Ada disagrees, and somebody other than Max looks again -----------------------------------
    await ada.page.get_by_role("button", name=word("app.appeal.ask")).click()
    await ada.page.get_by_label(word("app.appeal.words")).fill("Jeg mente ikke noen her")
    await ada.look("10-appeal")
    await ada.page.get_by_role("button", name=word("app.appeal.send"), exact=True).click()
    await expect(ada.page.get_by_text(word("app.appeal.asked"))).to_be_visible()
    await expect(max_.page.get_by_text(word("staff.queue.appeal"), exact=True)).to_be_visible()
    await max_.page.keyboard.press("Escape")
    await open_first(max_)
    await expect(max_.page.get_by_text(word("errors.appeal_of_mine"))).to_be_visible()
    await open_first(mona)
    await chosen(mona, "staff.case.take").click()
    await expect(mona.page.get_by_text("Jeg mente ikke noen her").first).to_be_visible()
    await mona.page.get_by_label(word("staff.action.publish"), exact=True).check()
    await mona.look("11-appeal-judged")
    await mona.page.locator("#decide-now").click()
    await expect(ada.page.get_by_text(word("app.appeal.reversed"))).to_be_visible()
    await expect(log(bo).get_by_text(ATTACK)).to_be_visible()
    await ada.look("12-reversed")

    # --- Tom reports it in two taps ---------------------------------------------------------------
    said = log(tom).locator("article", has_text=ATTACK)
    await said.get_by_role("button", name=re.compile("^Valg for meldingen")).click()
    await tom.page.get_by_role("button", name=word("app.talk.report"), exact=True).click()
    await expect(tom.page.get_by_text(word("app.report.receipt"))).to_be_visible()
    await expect(cases(mona)).to_have_count(1)
    await tom.page.get_by_role("button", name=word("app.report.why_hurts")).click()
    await tom.look("13-reported")
    await expect(mona.page.get_by_text(word("staff.because.report_hurts")).first).to_be_visible()
    await tom.page.get_by_role("button", name=word("app.report.done")).click()
    await mona.page.keyboard.press("Escape")
    await open_first(mona)
    await chosen(mona, "staff.case.take").click()
    await mona.look("14-reported-case")
    await mona.page.get_by_label(word("staff.action.take_away"), exact=True).check()
    await mona.page.get_by_label(word("staff.decide.reason")).select_option("attack")
    await mona.page.locator("#decide-now").click()
    await expect(log(bo).get_by_text(ATTACK)).to_have_count(0)
    await tom.page.get_by_role("button", name=word("app.room.back")).first.click()
    await expect(tom.page.get_by_text(word("app.report.outcome_acted"))).to_be_visible()
    await tom.look("15-outcome")

    # --- Bo tells of Mona, past Mona --------------------------------------------------------------
    await bo.page.get_by_role("button", name=word("app.room.back")).first.click()
    await bo.page.get_by_role("button", name=word("app.me.title"), exact=True).click()
    await bo.look("16-adults")
    await bo.page.get_by_role("button", name=f"{word('app.report.tell')} Mona").click()
    await bo.page.get_by_role("button", name=word("app.report.adult_why_unsafe")).click()
    await expect(bo.page.get_by_text(word("app.report.adult_receipt", name="Mona"))).to_be_visible()
    await bo.look("17-adult-reported")
    await sara.page.keyboard.press("Escape")
    await expect(cases(sara)).to_have_count(1)
    await expect(sara.page.get_by_text(word("staff.queue.adult"))).to_be_visible()
    await open_first(sara)
    await chosen(sara, "staff.case.take").click()
    await sara.look("18-adult-case")
    await mona.page.reload()
    for round_ in (mona, max_):
        await expect(round_.page.get_by_text(word("staff.queue.empty"))).to_be_visible()

    for person in (ada, bo, tom, mona, max_, sara, kari):
        await person.close()


async def settle_care(person: Person) -> None:
    """The care case one holds: somebody has taken care of it."""
    await open_first(person)
    await person.page.get_by_label(word("staff.action.looked_after"), exact=True).check()
    await person.page.locator("#decide-now").click()
    await expect(person.page.locator("#settled")).to_be_visible()
    await person.page.keyboard.press("Escape")
