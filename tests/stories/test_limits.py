"""Two leads move a limit, and one moves it back: in real browsers, on both topologies."""

from __future__ import annotations

import json

import pytest
from playwright.async_api import Browser, expect

from tests import house
from tests.servers import Site
from tests.stories.browsers import SCREENSHOTS, Person, arrive
from tests.stories.steps import Demo, join, log, shell, sign_in, word, write

pytestmark = pytest.mark.timeout(300)

# A limit of nothing holds every message, whatever a model makes of it.
LEADS = """
import json
from forum.permissions import Role
from forum.rooms.models import Group
from moderation.limits.actions import propose
from moderation.screening.models import Verdict
from tests import house

group = Group.objects.get()
made = [("Siv", Role.SAFEGUARDING_LEAD), ("Vera", Role.SHIFT_LEAD), ("Arne", Role.ADMINISTRATOR)]
names = {}
for name, role in made:
    names[name] = house.staff(group, name, role).person.account.username
figure = {
    "language": "nb",
    "head": "insult",
    "now": 0.4,
    "then": 0.0,
    "decisions": 84,
    "flags_now": {"share": 21.0, "low": 14.9, "high": 29.5},
    "flags_then": {"share": 34.2, "low": 25.8, "high": 45.1},
    "precision_now": {"share": 0.81, "low": 0.72, "high": 0.88},
    "precision_then": {"share": 0.7, "low": 0.6, "high": 0.79},
}
propose(
    group=group,
    limits={"nb": {"insult": 0.0}},
    scorer=Verdict.objects.exclude(scorer="").latest("at").scorer,
    figures=[figure],
    replayed={
        "messages": 1480,
        "same": 1461,
        "newly_held": 19,
        "newly_shown": 0,
        "looked_at": [41, 60],
    },
)
print(json.dumps(names))
"""


async def test_two_leads_move_a_limit_and_one_moves_it_back(
    site: Site, demo: Demo, browser: Browser
) -> None:
    """E13 E18 H2: a proposal, two people's yes, the next message, and one click back."""
    folder = SCREENSHOTS / ("cluster" if site.redis_url else "sqlite")
    folder.mkdir(parents=True, exist_ok=True)
    here, there = site.urls[0], site.urls[-1]
    ada = await arrive(browser, "Ada", here, folder, phone=True)
    siv = await arrive(browser, "Siv", there, folder, phone=False)
    vera = await arrive(browser, "Vera", here, folder, phone=True)
    arne = await arrive(browser, "Arne", there, folder, phone=False)

    await join(ada, demo.code)
    await ada.page.get_by_role("button", name=word("app.rooms.common")).first.click()
    await shown(ada, "Hei, hvordan går det med dere?")
    names = json.loads(shell(site, LEADS).splitlines()[-1])

    # --- Siv says yes: nothing changes yet ---------------------------------------------------
    await to_limits(siv, names["Siv"])
    await expect(siv.page.get_by_text(word("staff.limits.yes_none"))).to_be_visible()
    await siv.look("70-limits-proposed")
    await siv.page.get_by_role("button", name=word("staff.limits.accept"), exact=True).click()
    await expect(siv.page.get_by_text(word("staff.limits.yes_mine"))).to_be_visible()
    await expect(
        siv.page.get_by_role("button", name=word("staff.limits.accept"), exact=True)
    ).to_have_count(0)
    await shown(ada, "Jeg har hatt en rolig dag")

    # --- Vera says yes: it holds for the next message ----------------------------------------
    await to_limits(vera, names["Vera"])
    await expect(vera.page.get_by_text(word("staff.limits.yes_other", who="Siv"))).to_be_visible()
    await vera.page.get_by_text(word("staff.limits.flags")).scroll_into_view_if_needed()
    await vera.look("71-limits-half-way")
    await vera.page.get_by_role("button", name=word("staff.limits.accept_last"), exact=True).click()
    back = word("staff.limits.back")
    await expect(siv.page.get_by_role("button", name=back, exact=True)).to_be_visible()
    await siv.look("72-limits-in-force")
    await write(ada, "Er det noen her i kveld?")
    await expect(ada.page.get_by_text(word("app.own.held_conduct"))).to_be_visible()

    # --- Siv takes it back: at once ----------------------------------------------------------
    await siv.page.get_by_role("button", name=back, exact=True).click()
    await expect(vera.page.get_by_text(word("staff.limits.inherited"))).to_be_visible()
    await shown(ada, "Fint vær i morgen")

    # --- Arne lends the group's lines; the leads see it --------------------------------------
    await to_limits(arne, names["Arne"])
    await arne.page.get_by_label(word("staff.limits.lend")).check()
    await expect(siv.page.get_by_text(word("staff.limits.lend_on"))).to_be_visible()
    await arne.look("73-limits-lend")

    for person in (ada, siv, vera, arne):
        await person.close()


async def to_limits(person: Person, username: str) -> None:
    await sign_in(person, username, house.PASSWORD)
    await person.page.get_by_role("button", name=word("staff.nav.limits")).click()
    await expect(person.page.get_by_role("heading", level=1)).to_have_text(
        word("staff.limits.title")
    )


async def shown(by: Person, text: str) -> None:
    """Says it, and the room has it."""
    await write(by, text)
    await expect(log(by).locator("article", has_text=text)).to_be_visible()
    await expect(by.page.get_by_text(word("app.own.pending"))).to_have_count(0)
