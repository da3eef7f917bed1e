"""Fixtures of the stories."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
from playwright.async_api import Browser

from tests import servers
from tests.servers import Site
from tests.stories.browsers import chromium
from tests.stories.steps import Demo
from tests.volume import ONE_KIND


@pytest.fixture(scope="module", params=ONE_KIND)
def site(request: pytest.FixtureRequest) -> Iterator[Site]:
    """A running site; what differs between the topologies is not seen on a screen."""
    with servers.site(request.param) as running:
        yield running


@pytest.fixture(scope="module")
def demo(site: Site) -> Demo:
    return Demo.of(site)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as running:
        yield running
