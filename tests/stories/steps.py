"""What people do in more than one story."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.async_api import Locator, expect

from forum.words import say
from tests.servers import Site
from tests.stories.browsers import Person


def word(key: str, **params: object) -> str:
    return say(key, "nb", **params)


@dataclass
class Demo:
    code: str
    passwords: dict[str, str]

    @classmethod
    def of(cls, site: Site) -> Demo:
        printed = site.manage("demo")
        logins = re.findall(r"^\w+: (\w+) / (\S+)$", printed, re.MULTILINE)
        code = re.search(r"^code: (\w+)$", printed, re.MULTILINE)
        assert code
        return cls(code.group(1), dict(logins))


def shell(site: Site, code: str) -> str:
    return site.manage("shell", "--no-imports", "-c", code).strip()


async def join(
    person: Person, code: str, *, pictures: bool = False, group: str = "Vi som vet"
) -> list[str]:
    """From the link to the group's rooms. Gives the recovery phrase."""
    page = person.page

    async def look(name: str) -> None:
        if pictures:
            await person.look(name)

    await person.goto(f"/i/{code}")
    await look("01-welcome")
    await page.get_by_role("button", name=word("pages.welcome.go")).click()
    await look("02-age")
    await page.get_by_label(word("pages.age.13_15")).check()
    await page.get_by_role("button", name=word("pages.go_on")).click()
    proposed = await page.get_by_label(word("pages.alias.label")).input_value()
    await page.get_by_role("button", name=word("pages.alias.other")).click()
    await expect(page.get_by_label(word("pages.alias.label"))).not_to_have_value(proposed)
    await look("03-alias")
    await page.get_by_role("button", name=word("pages.alias.take")).click()
    await look("04-agreement")
    await page.get_by_role("button", name=word("pages.agreement.accept")).click()
    words = await page.locator("ol.phrase li").all_inner_texts()
    await look("05-phrase")
    await page.get_by_role("link", name=word("pages.phrase.kept")).click()
    await expect(page.get_by_text(group).first).to_be_visible()
    return words


async def sign_in(person: Person, username: str, password: str) -> None:
    await person.goto("/team/")
    await person.page.get_by_label(word("pages.team.username")).fill(username)
    await person.page.get_by_label(word("pages.team.password")).fill(password)
    await person.page.get_by_role("button", name=word("pages.team.go")).click()
    await expect(person.page.get_by_role("navigation")).to_be_visible()


async def write(person: Person, text: str) -> None:
    await person.page.get_by_label(word("app.composer.label")).fill(text)
    await person.page.get_by_role("button", name=word("app.composer.send"), exact=True).click()


def log(person: Person) -> Locator:
    return person.page.get_by_role("log")
