"""Fixtures that every test may use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.utils import timezone
from hypothesis import settings as hypothesis

from tests import servers
from tests.volume import KINDS

# Folders whose files take longest. Begun last, one of them would run on alone.
LONG = ("tests/faults/", "tests/stories/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


def pytest_configure() -> None:
    servers.migrated_folder()  # before there are workers, so that they share it
    # On a machine that does other things too, how long an example takes says nothing.
    hypothesis.register_profile("ours", deadline=None)
    hypothesis.load_profile("ours")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Tests with transactions of their own empty all tables afterwards, which the record refuses on
    SQLite; `test_audit` puts the refusal back where it is the subject."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER acts_no_delete")


@pytest.fixture(autouse=True)
def quick_passwords(settings: object) -> None:
    """Staff passwords are hashed slowly on purpose; the cast's need not be."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]


@pytest.fixture
def clock() -> Iterator[time_machine.Coordinates]:
    """A clock that stands, at now, until it is moved."""
    with time_machine.travel(timezone.now(), tick=False) as travelling:
        yield travelling


@pytest.fixture(scope="module", params=KINDS)
def site(request: pytest.FixtureRequest) -> Iterator[servers.Site]:
    """A running site, on both topologies."""
    with servers.site(request.param) as running:
        yield running
