"""The limits on the wire: who sees them, and who is refused."""

from __future__ import annotations

import pytest

from consumers.wire import commands
from consumers.wire.present_limits import limits
from consumers.ws import pictures, tune
from forum import doorbell
from forum.errors import Code, DomainError
from forum.people.devices import open_device
from forum.permissions import Role
from moderation.limits.actions import propose
from moderation.limits.models import LimitSet
from tests import house

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> house.House:
    return house.build()


def proposed(home: house.House) -> LimitSet:
    facts = {"messages": 10, "looked_at": [1, 2], "newly_held": 1, "newly_shown": 0}
    return propose(
        group=home.group, limits={"nb": {"insult": 0.6}}, scorer="x 1", figures=[], replayed=facts
    )


def refused(code: Code) -> object:
    return pytest.raises(DomainError, match=code.value)


def test_a_lead_sees_and_answers_and_the_other_lead_finishes(home: house.House) -> None:
    """E13 E18"""
    made = proposed(home)
    vera = house.staff(home.group, "Vera", Role.SHIFT_LEAD)
    everywhere, own = limits(home.siv.person).scopes
    assert everywhere.group is None and everywhere.proposed is None
    assert own.proposed and (own.proposed.yes, own.proposed.mine) == ([], False)
    assert (own.proposed.looked_now, own.proposed.looked_then) == (1, 2)
    tune.accept(home.siv.person, commands.AcceptLimits(re=1, limits=made.pk))
    own = limits(home.siv.person).scopes[1]
    assert own.proposed and (own.proposed.yes, own.proposed.mine) == (["Siv"], True)
    tune.accept(vera.person, commands.AcceptLimits(re=1, limits=made.pk))
    own = limits(home.siv.person).scopes[1]
    assert own.in_force and own.in_force.yes == ["Siv", "Vera"]
    assert own.before and own.version == f"{own.before}+{made.version}"
    tune.take_back(vera.person, commands.TakeBackLimits(re=1, limits=made.pk))
    own = limits(home.siv.person).scopes[1]
    assert own.in_force is None and own.before is None


def test_everybody_else_is_refused(home: house.House) -> None:
    """B1: youth, moderators, and leads of another group alike; nothing changes."""
    made = proposed(home)
    stranger = house.staff(home.elsewhere, "Tor", Role.SHIFT_LEAD)
    for member in (home.ada, home.cam, home.mia, home.finn, stranger):
        for say, command in (
            (tune.accept, commands.AcceptLimits(re=1, limits=made.pk)),
            (tune.turn_down, commands.TurnDownLimits(re=1, limits=made.pk)),
            (tune.take_back, commands.TakeBackLimits(re=1, limits=made.pk)),
        ):
            with refused(Code.LIMITS_NOT_FOUND):
                say(member.person, command)  # type: ignore[arg-type]
    assert LimitSet.objects.values_list("state", "first").get() == ("proposed", None)


def test_only_those_who_tune_or_lend_are_told(home: house.House) -> None:
    """B1 G3"""
    proposed(home)
    arne = house.staff(home.group, "Arne", Role.ADMINISTRATOR)
    for member, told in ((home.ada, 0), (home.mia, 0), (home.siv, 2), (arne, 1)):
        [picture] = pictures.look([open_device(member.person)])
        assert picture
        frames = [frame for frame in picture.frames if type(frame).__name__ == "Limits"]
        assert [len(frame.scopes) for frame in frames] == ([told] if told else [])
        assert (doorbell.LIMITS in picture.bells) == bool(told)
    [scope] = limits(arne.person).scopes
    assert scope.proposed is None and not scope.tunes and scope.may_lend


def test_only_an_administrator_of_the_group_lends_its_lines(home: house.House) -> None:
    """B1: off unless switched on."""
    arne = house.staff(home.group, "Arne", Role.ADMINISTRATOR)
    lend = commands.LendLines(re=1, group=home.group.pk, on=True)
    for member, code in (
        (home.siv, Code.NOT_ALLOWED),
        (home.ada, Code.NOT_ALLOWED),
        (home.cam, Code.ROOM_NOT_FOUND),
    ):
        with refused(code):
            tune.lend(member.person, lend)
    home.group.refresh_from_db()
    assert not home.group.lends_lines
    tune.lend(arne.person, lend)
    home.group.refresh_from_db()
    assert home.group.lends_lines
    home.elsewhere.refresh_from_db()
    assert not home.elsewhere.lends_lines
