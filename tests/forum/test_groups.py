"""Founding a group, its frame, and colleagues of several organisations."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from consumers.wire.present_places import places
from forum.audit.models import Act
from forum.colleagues import actions as colleagues
from forum.colleagues.access import usable
from forum.colleagues.models import StaffInvite
from forum.errors import Code, DomainError
from forum.groups import actions as groups
from forum.groups.access import founder
from forum.groups.frame import FITTING, GroupFrame, checked
from forum.memberships.models import Membership
from forum.organisations.models import Organisation
from forum.people.models import Person
from forum.permissions import Role
from forum.rooms.clauses import clauses
from forum.rooms.models import Group, Mode, RoomKind
from forum.rooms.opening import Hours
from forum.words import LANGUAGES, say
from tests import house

FRAME = GroupFrame(
    name="Lyset i vinduet",
    theme="For deg som har en syk bror eller søster",
    bands=["13_15", "16_19"],
    ground="child_13",
    languages=["nn", "nb"],
    size=10,
    retention_days=30,
    adults_needed=2,
    opens=None,
    closes=None,
    days=[],
    closed_on_holidays=False,
    closed_dates=[],
    outside="read_only",
)
LINES = ["Det som sies her, blir her.", "  ", "Vi er <greie> med hverandre & oss selv"]


def refused(**change: Any) -> Code | None:
    try:
        checked(replace(FRAME, **change))
    except DomainError as refusal:
        # Each in words of its own, with all they need.
        for language in LANGUAGES:
            said = say(f"errors.{refusal.code.value}", language, **refusal.params)
            assert "{" not in said
        return refusal.code
    return None


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({}, None),
        ({"name": " x "}, Code.GROUP_NAME_LENGTH),
        ({"name": "x" * 81}, Code.GROUP_NAME_LENGTH),
        ({"theme": ""}, Code.THEME_LENGTH),
        ({"theme": "x" * 201}, Code.THEME_LENGTH),
        ({"bands": []}, Code.BANDS_EMPTY),
        ({"bands": ["under_13", "13_15"]}, Code.BANDS_UNFIT),
        ({"bands": ["under_13"], "ground": "guardian"}, None),
        ({"bands": ["13_15", "16_19"], "ground": "health_16"}, Code.BANDS_UNFIT),
        ({"bands": ["16_19", "20_up"], "ground": "health_16"}, None),
        ({"languages": []}, Code.LANGUAGES_EMPTY),
        ({"size": 2}, Code.SIZE_UNFIT),
        ({"size": 16}, None),
        ({"size": 31}, Code.SIZE_UNFIT),
        ({"retention_days": 0}, None),
        ({"retention_days": 366}, Code.RETENTION_UNFIT),
        ({"adults_needed": 5}, Code.ADULTS_UNFIT),
        ({"opens": time(15)}, Code.HOURS_HALF),
        ({"closes": time(15)}, Code.HOURS_HALF),
        ({"opens": time(15), "closes": time(15)}, Code.HOURS_SAME),
        ({"opens": time(15, 0, 1), "closes": time(15, 0, 59)}, Code.HOURS_SAME),
        ({"opens": time(15), "closes": time(21)}, None),
        ({"opens": time(20), "closes": time(1)}, None),  # until the next day
        ({"opens": time(2, 30), "closes": time(2, 45)}, None),  # the hour that is missing once
        ({"days": [0, 6]}, None),
        ({"days": [7]}, Code.DAYS_UNFIT),
        ({"closed_dates": [date(2027, 1, 1) + timedelta(n) for n in range(60)]}, None),
        ({"closed_dates": [date(2027, 1, 1) + timedelta(n) for n in range(61)]}, Code.DATES_UNFIT),
        ({"zone": "Mars/Olympus"}, Code.ZONE_UNKNOWN),
        ({"zone": "../../etc/passwd"}, Code.ZONE_UNKNOWN),
        ({"zone": ""}, Code.ZONE_UNKNOWN),
    ],
)
def test_what_a_frame_may_be(change: dict[str, Any], code: Code | None) -> None:
    """B1 E1: each refusal by its words."""
    assert refused(**change) == code


bands = st.lists(st.sampled_from(["under_13", "13_15", "16_19", "20_up"]), max_size=5)


@given(
    bands=bands,
    ground=st.sampled_from(sorted(FITTING)),
    opens=st.times(),
    closes=st.times(),
    days=st.lists(st.integers(0, 6), max_size=9),
)
def test_what_is_let_through_is_tidy_and_opens(
    bands: list[Any], ground: Any, opens: time, closes: time, days: list[int]
) -> None:
    """B1"""
    asked = replace(FRAME, bands=bands, ground=ground, opens=opens, closes=closes, days=days)
    try:
        frame = checked(asked)
    except DomainError:
        return
    assert frame.bands and FITTING[frame.ground].issuperset(frame.bands)
    assert len(set(frame.days)) == len(frame.days)
    assert frame == checked(frame)
    hours = Hours(frame.opens, frame.closes, frame.zone, frozenset(frame.days))
    assert not hours.all_day
    assert next(hours.spans(timezone.now()), None) is not None


def the_founder(organisation: str = "Helsestasjonen") -> Person:
    code, _ = colleagues.invite_first(organisation=organisation, cleared=True)
    return taken(code, "Frida", "frida")


def make(person: Person, frame: GroupFrame = FRAME, **other: Any) -> Membership:
    usual: dict[str, Any] = {"mode": Mode.HOLD_ALL, "first_held": 3, "agreement": LINES}
    return groups.found(founder(person), frame=frame, **(usual | other))


@pytest.mark.django_db
def test_founding_makes_all_a_group_needs() -> None:
    """B1 E1 S10"""
    frida = the_founder()
    member = make(frida)
    group = Group.objects.get(pk=member.group_id)
    assert member.role == Role.FACILITATOR and member.cleared and member.alias == "Frida"
    assert member.organisation and member.organisation.name == "Helsestasjonen"
    assert list(group.organisations.all()) == [member.organisation]
    assert GroupFrame.of(group) == checked(FRAME)
    assert (group.language, group.mode, group.first_held) == ("nn", Mode.HOLD_ALL, 3)
    kinds = set(group.rooms.values_list("kind", flat=True))
    assert kinds == {RoomKind.COMMON, RoomKind.BACK, RoomKind.AGREEMENT}
    assert clauses(group.agreements.get()) == [
        "Det som sies her, blir her.",
        "Vi er <greie> med hverandre & oss selv",
    ]
    # The record tells it of the new group, and nothing of what it is called.
    act = Act.objects.get(what="groups.found")
    assert (act.group, act.membership) == (group.pk, member.pk)
    assert FRAME.name not in str(act.facts) and FRAME.theme not in str(act.facts)


@pytest.mark.django_db
def test_a_press_that_is_sent_again_founds_nothing_twice() -> None:
    """B1: the same name a term later is another group."""
    frida = the_founder()
    make(frida)
    with pytest.raises(DomainError) as refusal:
        make(frida)
    assert refusal.value.code == Code.ALREADY_THERE
    with time_machine.travel(timezone.now() + timedelta(days=120)):
        make(frida)
    assert Group.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("lines", [[], ["  "], ["ab"], ["x" * 301], ["en linje"] * 21])
def test_an_agreement_that_is_none(lines: list[str]) -> None:
    """B1"""
    frida = the_founder()
    with pytest.raises(DomainError) as refusal:
        make(frida, agreement=lines)
    assert refusal.value.code in (Code.AGREEMENT_EMPTY, Code.CLAUSE_LENGTH)
    assert not Group.objects.exists()


@pytest.mark.django_db
def test_who_may_found() -> None:
    """B1: facilitators, administrators, and founders; who founds leads."""
    home = house.build()
    arne = house.staff(home.group, "Arne", Role.ADMINISTRATOR)
    for person, may in ((home.finn, True), (arne, True), (home.mia, False), (home.ada, False)):
        [placed] = places([person.person])
        assert placed.frame.may_found == may
        if may:
            assert make(person.person).role == Role.FACILITATOR
        else:
            with pytest.raises(DomainError) as refusal:
                founder(person.person)
            assert refusal.value.code == Code.NOT_ALLOWED


@pytest.mark.django_db
def test_the_frame_is_shown_to_those_who_set_it_up_and_may_be_changed() -> None:
    """B1 E1"""
    home = house.build()
    frame = replace(GroupFrame.of(home.group), size=16, opens=time(20), closes=time(1))
    groups.set_frame(home.finn, frame=frame)
    for member, sees in ((home.finn, True), (home.mia, False), (home.ada, False)):
        [placed] = places([member.person])
        assert (placed.frame.groups[0].frame == frame) == sees
        assert (placed.frame.groups[0].frame is not None) == sees
    mode = home.group.mode
    home.group.refresh_from_db()
    assert home.group.mode == mode, "that is for those who judge"
    with pytest.raises(DomainError):
        groups.set_frame(home.mia, frame=frame)


# --- colleagues -----------------------------------------------------------------------------------


def invited(by: Membership, **said: Any) -> str:
    usual: dict[str, Any] = {"role": Role.MODERATOR, "organisation": "", "cleared": True}
    return colleagues.invite(by, **(usual | said))[0]


def taken(code: str, name: str = "Ola", username: str = "ola") -> Person:
    return colleagues.sign_up(
        code=code, name=name, username=username, password="fire ord etter hverandre", language="nn"
    )


@pytest.mark.django_db
def test_several_services_run_one_group_together() -> None:
    """B1: each keeps their own organisation, and each sees the others'."""
    frida = make(the_founder())
    ola = taken(invited(frida, organisation="Ærlig talt"))
    again = taken(invited(frida, organisation=" ærlig  TALT "), "Eli", "eli")
    own = taken(invited(frida), "Per", "per")
    for person, name in ((ola, "Ærlig talt"), (again, "Ærlig talt"), (own, "Helsestasjonen")):
        organisation = Membership.objects.get(person=person).organisation
        assert organisation and organisation.name == name
    assert Organisation.objects.count() == 2
    assert set(frida.group.organisations.values_list("name", flat=True)) == {
        "Helsestasjonen",
        "Ærlig talt",
    }
    [placed] = places([frida.person])
    seen = {one.alias: one.organisation for one in placed.frame.groups[0].adults}
    assert seen == {
        "Frida": "Helsestasjonen",
        "Ola": "Ærlig talt",
        "Eli": "Ærlig talt",
        "Per": "Helsestasjonen",
    }


@pytest.mark.django_db
def test_whom_one_may_bring_in() -> None:
    """B1: administrators and auditors only by an administrator."""
    home = house.build()
    arne = house.staff(home.group, "Arne", Role.ADMINISTRATOR)
    for role in (Role.ADMINISTRATOR, Role.AUDITOR, Role.PARTICIPANT):
        with pytest.raises(DomainError) as refusal:
            invited(home.finn, role=role)
        assert refusal.value.code == Code.NOT_ALLOWED
    assert invited(arne, role=Role.AUDITOR)
    with pytest.raises(DomainError):
        invited(arne, role=Role.PARTICIPANT)
    with pytest.raises(DomainError):
        invited(home.mia)
    with pytest.raises(DomainError) as refusal:
        invited(home.finn, organisation="x")
    assert refusal.value.code == Code.ORGANISATION_LENGTH


@pytest.mark.django_db
def test_a_link_works_once_and_for_fourteen_days() -> None:
    """B2"""
    home = house.build()
    code = invited(home.finn)
    assert bytes(StaffInvite.objects.get().code_hash) != code.encode()
    with time_machine.travel(timezone.now() + timedelta(days=13), tick=False):
        assert usable(code)
    after = time_machine.travel(timezone.now() + timedelta(days=15), tick=False)
    with after, pytest.raises(DomainError) as late:
        usable(code)
    taken(code)
    with pytest.raises(DomainError) as spent:
        taken(code, "Eli", "eli")
    with pytest.raises(DomainError) as unknown:
        usable("X" * 24)
    codes = {late.value.code, spent.value.code, unknown.value.code}
    assert codes == {Code.INVITE_INVALID}
    assert not User.objects.filter(username="eli").exists(), "nothing of it stands"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"name": "x"}, Code.NAME_LENGTH),
        ({"name": "finn"}, Code.NAME_TAKEN),
        ({"username": "to ord"}, Code.USERNAME_UNFIT),
        ({"username": "ADA"}, Code.USERNAME_TAKEN),
        ({"password": "kort"}, Code.PASSWORD_WEAK),
        ({"password": "password1234"}, Code.PASSWORD_WEAK),
    ],
)
def test_what_one_cannot_be_called(said: dict[str, str], code: Code) -> None:
    """B2: refused, and the link is as good as before."""
    home = house.build()
    User.objects.create_user(username="ada", password=house.PASSWORD)
    link = invited(home.finn)
    usual = {"name": "Ola", "username": "ola", "password": "fire ord etter hverandre"}
    with pytest.raises(DomainError) as refusal:
        colleagues.sign_up(code=link, language="nb", **(usual | said))
    assert refusal.value.code == code
    assert usable(link)


@pytest.mark.django_db
def test_who_is_there_already_spends_nothing() -> None:
    """B2"""
    home = house.build()
    code = invited(home.finn, role=Role.SHIFT_LEAD)
    colleagues.come_in(home.mia.person, code=code, name="Mia")
    home.mia.refresh_from_db()
    assert usable(code) and home.mia.role == Role.MODERATOR
