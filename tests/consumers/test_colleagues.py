"""A colleague's link, from outside: the pages, the door behind them, and what they do not tell."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from consumers.wire import commands
from consumers.ws import founding
from forum import env, pace
from forum.colleagues import actions as colleagues
from forum.errors import Code, DomainError
from forum.groups.models import Founder
from forum.memberships.models import Membership
from forum.people.devices import known, open_device
from forum.permissions import Role
from tests import house

pytestmark = pytest.mark.django_db

PASSWORD = "fire ord etter hverandre"


@pytest.fixture
def home() -> house.House:
    return house.build(name="Kveldslyset")


def link(home: house.House, **said: Any) -> str:
    usual: dict[str, Any] = {"role": Role.MODERATOR, "organisation": "Ærlig talt", "cleared": True}
    return f"/team/i/{colleagues.invite(home.finn, **(usual | said))[0]}"


def browser(member: house.Membership | None = None) -> Client:
    client = Client()
    if member is not None:
        client.cookies["fr"] = open_device(member.person)
    return client


def sign_up(client: Client, path: str, **said: str) -> Any:
    return client.post(path, {"name": "Ola", "username": "ola", "password": PASSWORD} | said)


def tells(answer: Any) -> bool:
    text = answer.content.decode()
    return "Kveldslyset" in text or "Et tema" in text


def test_a_new_colleague_comes_in(home: house.House) -> None:
    """B1 B2 B4"""
    client, path = browser(), link(home)
    page = client.get(path)
    assert page.status_code == 200 and not tells(page)
    answer = sign_up(client, path)
    assert answer.headers["Location"] == "/team/"
    device = known(client.cookies["fr"].value)
    assert device
    member = Membership.objects.get(person=device.person)
    assert member.organisation and member.organisation.name == "Ærlig talt"
    assert (member.alias, member.role, member.cleared) == ("Ola", Role.MODERATOR, True)


def test_where_it_is_required_a_factor_comes_before_anything_else(
    home: house.House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """B4"""
    monkeypatch.setattr(env, "SECOND_FACTOR", "required")
    client = browser()
    assert sign_up(client, link(home)).headers["Location"] == "/team/factors"
    assert "fr" not in client.cookies
    assert client.get("/team/factors").status_code == 200


def test_a_colleague_who_is_here_already_needs_one_button(home: house.House) -> None:
    """B1 B2: told what it is about, because we know them."""
    other = house.staff(home.elsewhere, "Ola", Role.FACILITATOR)
    client, path = browser(other), link(home)
    page = client.get(path)
    assert tells(page) and 'value="Ola"' in page.content.decode()
    assert client.post(path, {"name": "Ola"}).headers["Location"] == "/team/"
    assert Membership.objects.filter(person=other.person).count() == 2
    # Their own other groups stay as they were.
    other.refresh_from_db()
    assert other.organisation is None and other.role == Role.FACILITATOR


def test_who_is_in_the_group_is_led_there_and_spends_nothing(home: house.House) -> None:
    """B2"""
    path = link(home)
    assert browser(home.mia).get(path).headers["Location"] == "/team/"
    assert browser().get(path).status_code == 200


def test_to_a_young_person_it_is_not_there(home: house.House) -> None:
    """B2 B4"""
    path = link(home)
    for method in ("get", "post"):
        answer = getattr(browser(home.ada), method)(path)
        assert answer.status_code == 404 and not tells(answer)


def test_unknown_and_used_look_the_same(home: house.House) -> None:
    """B2"""
    path = link(home)
    sign_up(browser(), path)
    used, unknown = browser().get(path), browser().get("/team/i/" + "X" * 24)
    assert used.status_code == unknown.status_code == 404
    plain = [re.sub(r"[A-Z0-9]{20,}", "", one.content.decode()) for one in (used, unknown)]
    assert plain[0] == plain[1]
    again = sign_up(browser(), path, username="eli", name="Eli")
    assert again.status_code == 404 and not tells(again)


def test_a_link_that_went_astray_is_taken_back(home: house.House) -> None:
    """B1 B2"""
    astray, kept = link(home), link(home, organisation="")
    newest, first = founding.colleagues(
        home.finn.person, commands.ReadColleagues(re=1, group=home.group.pk)
    ).links
    assert (newest.organisation, first.organisation) == ("", "Ærlig talt")
    stranger = house.staff(home.elsewhere, "Siri", Role.FACILITATOR)
    with pytest.raises(DomainError) as refusal:
        colleagues.revoke(stranger, ref=first.id)
    assert refusal.value.code == Code.INVITE_INVALID
    left = founding.revoke(
        home.finn.person,
        commands.RevokeColleague(re=2, group=home.group.pk, link=first.id),
    )
    assert [one.id for one in left.links] == [newest.id]
    assert browser().get(astray).status_code == 404
    assert sign_up(browser(), kept).status_code == 302
    with pytest.raises(DomainError) as refusal:
        colleagues.revoke(home.finn, ref=newest.id)
    assert refusal.value.code == Code.INVITE_INVALID, "used: whoever came is taken out instead"


def test_only_whose_own_has_been_seen_vouches_for_another(home: house.House) -> None:
    """B1 D7"""
    unseen = house.staff(home.group, "Uma", Role.FACILITATOR)
    Membership.objects.filter(pk=unseen.pk).update(cleared=False)
    unseen.refresh_from_db()
    with pytest.raises(DomainError) as refusal:
        colleagues.invite(unseen, role=Role.MODERATOR, cleared=True)
    assert refusal.value.code == Code.NOT_ALLOWED
    assert colleagues.invite(unseen, role=Role.MODERATOR, cleared=False)


def test_the_form_says_what_is_wrong_where_it_is(home: house.House) -> None:
    """B2 H2"""
    path = link(home)
    for said, field in (
        ({"name": "Finn"}, "name"),
        ({"username": "to ord"}, "username"),
        ({"password": "kort"}, "password"),
    ):
        answer = sign_up(browser(), path, **said)
        assert answer.status_code == 422
        text = answer.content.decode()
        assert f'id="{field}-error" role="alert"' in text and not tells(answer)
        assert PASSWORD not in text and "kort" not in text


def test_guessing_is_stopped(home: house.House) -> None:
    """B2"""
    client = browser()
    for _ in range(pace.tries.LIMITS["colleague"].tries):
        assert client.get("/team/i/GUESS").status_code == 404
    assert client.get("/team/i/GUESS").status_code == 429
    assert client.get(link(home)).status_code == 429


def test_the_first_adult_of_an_installation(capsys: pytest.CaptureFixture[str]) -> None:
    """B1: nobody is there yet; a link from the terminal makes a founder."""
    call_command("invite_staff", "--organisation", "Helsestasjonen", "--cleared")
    found = re.search(r"link: \S+?(/team/i/\w+)", capsys.readouterr().out)
    assert found
    client = browser()
    assert client.get(found.group(1)).status_code == 200
    assert sign_up(client, found.group(1)).headers["Location"] == "/team/"
    founder = Founder.objects.get()
    assert founder.organisation and founder.organisation.name == "Helsestasjonen"
    assert founder.cleared and not Membership.objects.exists()


def test_the_terminal_invites_into_a_group_too(
    home: house.House, capsys: pytest.CaptureFixture[str]
) -> None:
    """B1"""
    with pytest.raises(CommandError):
        call_command("invite_staff", "--organisation", "X-hjelpen", "--role", "auditor")
    with pytest.raises(CommandError):
        call_command("invite_staff", "--organisation", "x")
    where = ["--group", str(home.group.pk), "--role", "administrator"]
    call_command("invite_staff", "--organisation", "X-hjelpen", *where)
    found = re.search(r"(/team/i/\w+)", capsys.readouterr().out)
    assert found
    sign_up(browser(), found.group(1))
    member = Membership.objects.get(group=home.group, alias="Ola")
    assert member.role == Role.ADMINISTRATOR and not member.cleared
