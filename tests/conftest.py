"""Fixtures that every test may use."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests import servers


@pytest.fixture(autouse=True)
def quick_passwords(settings: object) -> None:
    """Staff passwords are hashed slowly on purpose; the cast's need not be."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]


@pytest.fixture(scope="module", params=["sqlite", "cluster"])
def site(request: pytest.FixtureRequest) -> Iterator[servers.Site]:
    """A running site, on both topologies."""
    with servers.site(request.param) as running:
        yield running
