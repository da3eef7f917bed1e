"""A youth leaves a way to be reached; a night comes when it is needed; two adults of different
roles agree, one sees it, and the auditor reads all of it. And what anybody may read of it all."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.async_api import Browser, expect

from tests import house, servers
from tests.servers import Site
from tests.stories.browsers import SCREENSHOTS, Person, arrive
from tests.stories.steps import Demo, join, shell, sign_in, word, write

pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with servers.site("sqlite") as running:
        yield running


TOPIC = "Ting som hjelper litt"
CONTACT = "Mormor, 47 11 22 33"
AUDITOR = """
from forum.rooms.models import Group
from tests import house
group = Group.objects.get()
house.staff(group, "Aud", house.Role.AUDITOR)
print(f"aud-{group.pk}")
"""


# Ten weeks of an ordinary autumn, written as it would have been.
AUTUMN = """
import uuid
from datetime import timedelta
from django.utils import timezone
from forum.memberships.models import Membership
from forum.messages.models import Message
from forum.rooms.models import Room
from moderation.cases.models import Case, Decision
from moderation.screening.models import Verdict
room = Room.objects.filter(kind="topic").first()
youth = Membership.objects.filter(role="participant").first()
mona = Membership.objects.get(alias="Mona")
for week in range(10):
    for n in range(20):
        at = timezone.now() - timedelta(weeks=week, minutes=n)
        message = Message.objects.create(room=room, author=youth, nonce=uuid.uuid4(), text="hei",
                                         state="declined", submitted_at=at)
        Verdict.objects.create(message=message, fate="hold" if n < 3 + week % 3 else "publish",
                               language="nb", scorer="" if n == 19 else "embedded 1")
        Verdict.objects.filter(pk=message.pk).update(at=at)
        if n < 8:
            waited = timedelta(minutes=2 + n + week % 4)
            case = Case.objects.create(
                group=room.group, message=message, text="", queue="conduct", severity=2,
                state="decided", opened_at=at - waited, due_at=at, claimed_at=at - waited / 2,
                decided_at=at, decided_by=mona, action="remove", reason="attack",
                appeal="reversed" if n == 0 else "")
            Decision.objects.create(case=case, by=mona, at=at, action="remove", reason="attack")
            if n == 0:
                Decision.objects.create(case=case, at=at, action="publish", reason="fine",
                                        on_appeal=True)
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
    shell(site, AUTUMN)
    await sara.page.get_by_role("navigation").get_by_role("button", name="Vi som vet").click()
    await expect(sara.page.get_by_text(word("staff.board.claim"), exact=True)).to_be_visible()
    await sara.page.get_by_text(word("staff.board.claim"), exact=True).scroll_into_view_if_needed()
    await expect(sara.page.get_by_text("Nesten alle får svar innen")).to_be_visible()
    await sara.look("07-board")
    await tom.page.get_by_role("button", name=word("app.me.title"), exact=True).click()
    await tom.page.get_by_role("button", name=word("app.clear.open")).click()
    await expect(tom.page.get_by_text("av hundre")).to_be_visible()
    await tom.look("08-figures")
    for person in (tom, liv, sara, aud):
        await person.close()
