"""A drill from the terminal."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from forum.memberships.models import Membership
from forum.notices.models import Kind, Notice
from moderation.paging.models import Page, Why
from tests import house

pytestmark = pytest.mark.django_db


def test_a_drill_calls_whom_a_crisis_would_and_says_that_it_is_one() -> None:
    """F5"""
    home = house.build()
    call_command("drill", str(home.group.pk))
    assert [page.member for page in Page.objects.filter(why=Why.DRILL)] == [home.siv]
    assert Notice.objects.get(person=home.siv.person).kind == Kind.DRILL


def test_a_drill_that_reaches_nobody_is_no_drill() -> None:
    """F5"""
    home = house.build()
    Membership.objects.all().update(removed_at=timezone.now())
    with pytest.raises(CommandError):
        call_command("drill", str(home.group.pk))
