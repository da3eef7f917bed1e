"""When messages are shown, set by people: for a group, and for one member."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from consumers.wire.present_places import places
from forum.errors import Code, DomainError
from forum.memberships.actions import set_member_mode
from forum.permissions import Permission, Role, may
from forum.rooms.actions import set_mode
from forum.rooms.models import Group, Mode
from moderation.limits.queries import limits_in_force
from moderation.screening.actions import draft
from tests import house


def refused(code: Code) -> Any:
    return pytest.raises(DomainError, match=f"^{code.value}$")


def mode_for(home: house.House, by: house.Membership) -> Mode:
    message = house.say(by, home.topic, "hei")
    message.room.group.refresh_from_db()
    return draft(message, limits_in_force()).policy.mode


@pytest.mark.django_db
def test_a_lead_sets_when_messages_are_shown_and_everybody_is_told() -> None:
    """E1"""
    home = house.build()
    set_mode(home.siv, mode=Mode.HOLD_ALL, first_held=3)
    assert mode_for(home, home.ada) == Mode.HOLD_ALL
    for one in (home.ada, home.finn):
        [placed] = places([one.person])
        [group] = placed.frame.groups
        assert (group.holds.mode, group.holds.first_held) == ("hold_all", 3)
    [elsewhere] = places([home.cam.person])
    assert elsewhere.frame.groups[0].holds.mode == "hold_if_flagged"


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_who_may_set_which(role: Role) -> None:
    """E1 B1"""
    home = house.build()
    by = house.staff(home.group, "Ny", role) if role != Role.PARTICIPANT else home.bo
    if may(role, Permission.FOLLOW):
        set_mode(by, mode=Mode.PUBLISH_THEN_CHECK, first_held=0)
    else:
        with refused(Code.NOT_ALLOWED):
            set_mode(by, mode=Mode.PUBLISH_THEN_CHECK, first_held=0)
    if may(role, Permission.JUDGE):
        set_member_mode(by, member_id=home.ada.pk, mode=Mode.HOLD_ALL)
    else:
        with refused(Code.NOT_ALLOWED):
            set_member_mode(by, member_id=home.ada.pk, mode=Mode.HOLD_ALL)


@pytest.mark.django_db
def test_a_members_mode_is_for_young_people_of_this_group() -> None:
    """E1"""
    home = house.build()
    for other in (home.cam, home.finn, home.mia):
        with refused(Code.MEMBER_NOT_FOUND):
            set_member_mode(home.mia, member_id=other.pk, mode=Mode.HOLD_ALL)


class TestModes(TestCase):
    @settings(max_examples=20, deadline=None)
    @given(
        st.lists(
            st.tuples(
                st.sampled_from(["group", "ada", "bo"]),
                st.one_of(st.none(), st.sampled_from(list(Mode))),
            ),
            max_size=6,
        )
    )
    def test_a_members_own_mode_counts_before_the_groups(
        self, steps: list[tuple[str, Mode | None]]
    ) -> None:
        """E1"""
        home = house.build()
        group, own = Mode(home.group.mode), dict[str, Mode | None](ada=None, bo=None)
        for what, mode in steps:
            if what == "group":
                group = mode or group
                set_mode(home.siv, mode=group, first_held=0)
            else:
                own[what] = mode
                set_member_mode(home.mia, member_id=getattr(home, what).pk, mode=mode)
        assert Group.objects.get(pk=home.group.pk).mode == group
        for name, mode in own.items():
            assert mode_for(home, getattr(home, name)) == (mode or group)
