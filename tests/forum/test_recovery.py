"""Coming back with four words."""

from __future__ import annotations

import pytest
import time_machine

from forum.errors import Code, DomainError
from forum.people.devices import end_device, known, open_device
from forum.people.recovery import new_phrase, recover
from tests import house

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> house.Membership:
    return house.youth(house.group(), "Stille elv")


def test_the_phrase_brings_the_same_person_back_on_a_new_phone(ada: house.Membership) -> None:
    """A3"""
    phrase = new_phrase(ada.person)
    assert len(phrase) == 4
    token, _ = recover(phrase="  " + " ".join(phrase).upper() + " ", where="a phone")
    device = known(token)
    assert device is not None and device.person == ada.person


def test_a_used_phrase_is_spent_and_its_successor_works(ada: house.Membership) -> None:
    """A3"""
    phrase = " ".join(new_phrase(ada.person))
    _, fresh = recover(phrase=phrase, where="a phone")
    with pytest.raises(DomainError, match=Code.PHRASE_WRONG.value):
        recover(phrase=phrase, where="a phone")
    assert recover(phrase=" ".join(fresh), where="a phone")


def test_six_wrong_tries_lock_that_place_for_fifteen_minutes(ada: house.Membership) -> None:
    """A3"""
    phrase = " ".join(new_phrase(ada.person))
    with time_machine.travel("2026-11-23T12:00:00Z", tick=False) as clock:
        for _ in range(6):
            with pytest.raises(DomainError, match=Code.PHRASE_WRONG.value):
                recover(phrase="ikke de riktige ordene", where="a phone")
        with pytest.raises(DomainError) as locked:
            recover(phrase=phrase, where="a phone")
        assert locked.value.code == Code.TOO_MANY_TRIES
        assert locked.value.params == {"minutes": 15}
        clock.shift(15 * 60)
        assert recover(phrase=phrase, where="a phone")


def test_a_lock_on_one_place_is_none_on_another(ada: house.Membership) -> None:
    phrase = " ".join(new_phrase(ada.person))
    for _ in range(6):
        with pytest.raises(DomainError):
            recover(phrase="feil", where="somewhere")
    assert recover(phrase=phrase, where="elsewhere")


def test_an_ended_login_opens_nothing(ada: house.Membership) -> None:
    """B3"""
    token = open_device(ada.person)
    device = known(token)
    assert device is not None
    end_device(device)
    assert known(token) is None
