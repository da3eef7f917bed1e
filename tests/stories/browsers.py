"""Real people in real browsers: Debian's Chromium, driven by Playwright.

A `Person` is one browser context: their own cookies and storage, a phone's or a laptop's screen.
Every step can be photographed; pictures land in `screenshots/`, at 360 by 740 and 1280 by 800.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect

from tests.servers import ROOT, binary
from tests.volume import FULL

PHONE = {"width": 360, "height": 740}
LAPTOP = {"width": 1280, "height": 800}
SCREENSHOTS = ROOT / "screenshots"
# Without these Chromium looks for its maker's servers at every start.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# What a browser says of its own accord when a line is cut; the page has to cope with it.
EXPECTED = re.compile("Failed to load resource|WebSocket connection to")

# In the apps only parts of the page scroll.
STANDS = """
!document.querySelector('.app') || document.scrollingElement.scrollHeight <= innerHeight
"""

expect.set_options(timeout=15_000)


@contextlib.asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=binary("chromium"), args=FLAGS, headless=True
        )
        yield browser
        await browser.close()


@dataclass
class Person:
    """Somebody at a screen. `url` is the process they happen to be connected to."""

    name: str
    url: str
    context: BrowserContext
    page: Page
    folder: Path
    phone: bool
    strangers: list[str] = field(default_factory=list)
    mishaps: list[str] = field(default_factory=list)

    async def goto(self, path: str) -> None:
        await self.page.goto(path if path.startswith("http") else self.url + path)

    async def look(self, name: str, *, both: bool = True) -> None:
        """A picture of this moment, and no serious barrier on it (H2).

        `both`: with FULL=1 at the other size too, as somebody with another screen would see it.
        """
        results = await Axe().run(self.page)
        serious = [
            f"{found['id']}: {[node['html'][:200] for node in found['nodes']]}"
            for found in results.response["violations"]
            if found["impact"] in ("serious", "critical")
        ]
        assert not serious, f"{name}: " + "\n".join(serious)
        own, other = (PHONE, LAPTOP) if self.phone else (LAPTOP, PHONE)
        for size in (other, own) if both and FULL else (own,):
            await self.page.set_viewport_size(size)
            await self.page.wait_for_timeout(150)  # reflow and motion settle
            assert await self.page.evaluate(STANDS), f"{name}: the whole page can be pushed about"
            shot = self.folder / f"{name}-{size['width']}.png"
            await self.page.screenshot(path=str(shot))

    async def close(self) -> None:
        await self.context.close()
        assert not self.strangers, f"{self.name} was sent to {self.strangers}"
        assert not self.mishaps, f"{self.name} met {self.mishaps}"


async def arrive(browser: Browser, name: str, url: str, folder: Path, *, phone: bool) -> Person:
    """A fresh browser context. Notes every request that leaves our site (G5) and every error."""
    context = await browser.new_context(
        viewport=PHONE if phone else LAPTOP,
        locale="nb-NO",
        timezone_id="Europe/Oslo",
        has_touch=phone,
        reduced_motion="reduce",
    )
    page = await context.new_page()
    person = Person(name, url, context, page, folder, phone)
    inside = re.compile(rf"^(https?|wss?)://{re.escape(url.split('//')[1])}/|^(data|blob|about):")
    page.on(
        "request",
        lambda request: None if inside.match(request.url) else person.strangers.append(request.url),
    )
    page.on("pageerror", lambda error: person.mishaps.append(str(error)))
    page.on(
        "console",
        lambda line: (
            person.mishaps.append(line.text)
            if line.type == "error" and not EXPECTED.search(line.text)
            else None
        ),
    )
    return person
