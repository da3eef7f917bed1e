"""Several at once, on real servers: whoever is first wins, nobody is lost, nobody is doubled."""

from __future__ import annotations

import asyncio
import json
import re
import uuid
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import httpx
import pytest

from tests.consumers.phones import Frame, Phone, cast
from tests.servers import Site

YOUTHS, EACH, MODERATORS = 12, 6, 10

MORE_MODERATORS = f"""
import json
from forum.people.devices import open_device
from forum.rooms.models import Group
from tests import house
group = Group.objects.get()
made = [house.staff(group, f"Mod {{n}}", house.Role.MODERATOR) for n in range({MODERATORS})]
print(json.dumps([open_device(member.person) for member in made]))
"""
CODE = """
from forum.memberships.invites import new_invite
from forum.rooms.models import Group
print(new_invite(Group.objects.get())[0])
"""


@pytest.fixture(scope="module")
def people(site: Site) -> dict[str, str]:
    return cast(site, **{f"youth{n}": f"Rolig skog {n}" for n in range(YOUTHS + 1)})


@pytest.fixture
async def phones() -> AsyncIterator[AsyncExitStack]:
    async with AsyncExitStack() as stack:
        yield stack


async def enter(stack: AsyncExitStack, url: str, token: str) -> Phone:
    phone = await Phone.open(url, token)
    stack.push_async_callback(phone.close)
    await phone.hello()
    return phone


def last_line(printed: str) -> str:
    return printed.strip().splitlines()[-1]


async def test_everybody_writes_at_once_and_everybody_sees_the_same(
    site: Site, people: dict[str, str], phones: AsyncExitStack
) -> None:
    """C2: 72 messages from twelve sockets on all processes; no gap, none double, one order."""
    room = people["topic"]
    crowd = [
        await enter(phones, site.urls[n % len(site.urls)], people[f"youth{n}"])
        for n in range(YOUTHS)
    ]
    start = [(await phone.follow(room))["head"] for phone in crowd]

    async def talk(phone: Phone) -> list[str]:
        return [await phone.say(room, f"linje {n}") for n in range(EACH)]

    nonces = [n for some in await asyncio.gather(*(talk(phone) for phone in crowd)) for n in some]
    assert len(set(nonces)) == YOUTHS * EACH

    orders = []
    for phone, head in zip(crowd, start, strict=True):
        for nonce in nonces:
            await phone.sees(nonce, 20)
        live = [e for f in phone.heard if f["type"] == "entries" for e in f["entries"]]
        assert [e["seq"] for e in live] == list(range(head + 1, head + 1 + len(live)))
        orders.append([e["nonce"] for e in live if e.get("nonce") in nonces])
    assert all(order == orders[0] for order in orders)
    assert sorted(orders[0]) == sorted(nonces)


async def test_one_message_sent_twice_at_the_same_moment_is_stored_once(
    site: Site, people: dict[str, str], phones: AsyncExitStack
) -> None:
    """C1: from two tabs, on two processes where there are two."""
    token = people[f"youth{YOUTHS}"]
    tabs = [await enter(phones, url, token) for url in (site.urls[0], site.urls[-1])]
    command: Frame = {"type": "submit", "room": people["topic"], "text": "en gang"}
    command["nonce"] = str(uuid.uuid4())
    first, second = await asyncio.gather(*(tab.ask(**command) for tab in tabs))
    assert first["type"] == second["type"] == "accepted"
    assert first["message"] == second["message"]


async def test_ten_moderators_reach_for_one_case_and_one_holds_it(
    site: Site, people: dict[str, str], phones: AsyncExitStack
) -> None:
    """E3: the others are told who; and ten decisions at once are one decision."""
    printed = await asyncio.to_thread(site.manage, "shell", "--no-imports", "-c", MORE_MODERATORS)
    desks = [
        await enter(phones, site.urls[n % len(site.urls)], token)
        for n, token in enumerate(json.loads(last_line(printed)))
    ]
    author = await enter(phones, site.urls[0], people["youth0"])
    nonce = await author.say(people["topic"], "Du er en jævla idiot, ingen vil ha deg her")
    seen = [
        await desk.until(lambda f: f["type"] == "desk" and len(f["cases"]) > 0, 15)
        for desk in desks
    ]
    case = seen[0]["cases"][0]["id"]
    answers = await asyncio.gather(*(desk.ask(type="claim_case", case=case) for desk in desks))
    won = [n for n, answer in enumerate(answers) if answer["type"] == "casefile"]
    assert len(won) == 1
    holder = answers[won[0]]["case"]["holder"]
    for n, answer in enumerate(answers):
        if n not in won:
            assert (answer["code"], answer["params"]) == ("case_taken", {"holder": holder})

    version = answers[won[0]]["case"]["version"]
    decide: Frame = {"type": "decide_case", "case": case, "version": version}
    decide |= {"action": "publish", "reason": "fine"}
    outcomes = await asyncio.gather(*(desk.ask(**decide) for desk in [*desks, desks[won[0]]]))
    assert [outcome["type"] for outcome in outcomes].count("done") == 1
    page = await author.follow(people["topic"])
    assert [entry.get("nonce") for entry in page["entries"]].count(nonce) == 1


async def test_six_people_with_one_code_and_one_of_them_is_in(
    site: Site, people: dict[str, str]
) -> None:
    """A1"""
    printed = await asyncio.to_thread(site.manage, "shell", "--no-imports", "-c", CODE)
    path = f"/i/{last_line(printed)}"

    def field(page: str, name: str) -> str:
        found = re.search(rf'name="{name}" value="([^"]+)"', page)
        assert found, page
        return found.group(1)

    async def up_to_the_last_step(n: int) -> tuple[httpx.AsyncClient, dict[str, str]]:
        client = httpx.AsyncClient(base_url=site.urls[n % len(site.urls)], follow_redirects=True)
        page = (await client.get(f"{path}/age")).text
        name = {"alias": f"Lun elv {n}", "avatar": "1-1-1"}
        for step, answers in (("age", {"band": "13_15"}), ("name", name)):
            form = answers | {"csrfmiddlewaretoken": field(page, "csrfmiddlewaretoken")}
            page = (await client.post(f"{path}/{step}", data=form)).text
        return client, {name: field(page, name) for name in ("csrfmiddlewaretoken", "version")}

    ready = [await up_to_the_last_step(n) for n in range(6)]
    pages = await asyncio.gather(
        *(client.post(f"{path}/agreement", data=form) for client, form in ready)
    )
    assert sorted(page.status_code for page in pages) == [200] + [404] * 5
    for client, _ in ready:
        await client.aclose()


LEADS = 8
MORE_LEADS = f"""
import json
from forum.people.devices import open_device
from forum.rooms.models import Group
from moderation.limits.actions import propose
from tests import house
group = Group.objects.get()
made = [house.staff(group, f"Lead {{n}}", house.Role.SHIFT_LEAD) for n in range({LEADS})]
limits = propose(
    group=group, limits={{"nb": {{"insult": 0.99}}}}, scorer="x 1", figures=[], replayed={{}}
)
print(json.dumps([limits.pk, [open_device(member.person) for member in made]]))
"""


async def test_many_leads_press_yes_at_once_and_two_are_heard(
    site: Site, people: dict[str, str], phones: AsyncExitStack
) -> None:
    """E18: a proposal comes into force once, by two people; and goes back once."""
    printed = site.manage("shell", "--no-imports", "-c", MORE_LEADS)
    limits, tokens = json.loads(last_line(printed))
    leads = [
        await enter(phones, site.urls[n % len(site.urls)], token) for n, token in enumerate(tokens)
    ]

    async def press(kind: str) -> list[str]:
        answers = await asyncio.gather(*(lead.ask(type=kind, limits=limits) for lead in leads))
        return sorted(answer.get("code", answer["type"]) for answer in answers)

    assert await press("accept_limits") == ["done"] * 2 + ["limits_changed"] * (LEADS - 2)
    assert await press("take_back_limits") == ["done"] + ["limits_changed"] * (LEADS - 1)
