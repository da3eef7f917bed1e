"""A printed sheet of codes, and the camera that reads it."""

from __future__ import annotations

from pathlib import Path

import zxingcpp
from PIL import Image
from playwright.async_api import expect

from tests.stories.browsers import Person
from tests.stories.steps import word

A4 = {"width": 794, "height": 1123}  # at 96 pixels an inch


async def print_sheet(person: Person, path: Path, *, cards: int) -> str:
    """Presses "print" and photographs the paper. Gives the words on it; the page is still dressed
    as paper until `put_away`."""
    page = person.page
    await page.evaluate("window.print = () => { window.printed = true }")
    await page.get_by_role("button", name=word("staff.invite.print")).click()
    assert await page.evaluate("window.printed")
    await page.emulate_media(media="print")
    await page.set_viewport_size(A4)
    await expect(page.locator(".printed li")).to_have_count(cards)
    await page.screenshot(path=str(path))
    return await page.locator(".printed").inner_text()


async def put_away(person: Person) -> None:
    await person.page.emulate_media(media="screen")
    await person.page.evaluate("dispatchEvent(new Event('afterprint'))")
    await expect(person.page.locator(".printed")).to_have_count(0)


def scan(path: Path) -> list[str]:
    """The links a phone's camera would find in this picture, from the top."""
    return [found.text for found in zxingcpp.read_barcodes(Image.open(path))]
