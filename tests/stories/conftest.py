"""Fixtures of the stories."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser

from tests.servers import Site
from tests.stories.browsers import chromium
from tests.stories.steps import Demo


@pytest.fixture(scope="module")
def demo(site: Site) -> Demo:
    return Demo.of(site)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as running:
        yield running
