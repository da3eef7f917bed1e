"""Pages that work without JavaScript: joining, coming back, help, the staff's door, health."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone

from forum.memberships import invites
from forum.memberships.models import Invite, Membership
from forum.people.devices import open_device
from forum.people.models import Person
from forum.people.recovery import new_phrase
from forum.rooms.models import AgeBand, Group
from forum.words import LANGUAGES, say
from tests import house

pytestmark = pytest.mark.django_db

PUBLIC = ["/", "/help", "/about", "/back", "/team/", "/i/AAAAAAAAAA", "/nowhere"]


@pytest.fixture
def group() -> Group:
    return house.group()


def code_for(group: Group) -> str:
    return invites.new_invite(group)[0]


def sealed(page: bytes) -> str:
    found = re.search(rb'name="chosen" value="([^"]+)"', page)
    assert found
    return found.group(1).decode()


def walk(
    client: Client, code: str, *, band: str = "13_15", alias: str = "Lun bekk", accept: bool = True
) -> bytes:
    """All steps of joining; gives the last page."""
    path = f"/i/{code}"
    page = client.post(path, {"step": "alias", "band": band}).content
    if b'name="chosen"' not in page:
        return page
    answers = {"step": "agreement", "alias": alias, "avatar": "1-1-1", "chosen": sealed(page)}
    page = client.post(path, answers).content
    if not accept or b'value="join"' not in page:
        return page
    return client.post(path, {"step": "join", "chosen": sealed(page)}).content


def enter(client: Client, person: Person) -> None:
    client.cookies[django_settings.DEVICE_COOKIE] = open_device(person)


def test_a_code_leads_in_small_steps_to_a_membership_and_four_words(group: Group) -> None:
    """A1 A2 A3 A4"""
    client = Client()
    page = walk(client, code_for(group)).decode()
    words = re.findall(r"<li>([^<]+)</li>", page)
    assert len(words) == 4
    member = Membership.objects.get(alias="Lun bekk")
    assert (member.band, member.avatar) == ("13_15", "1-1-1")
    assert b'id="app"' in client.get("/").content


def test_the_login_cookie_cannot_be_read_by_a_script_nor_sent_by_another_site(
    group: Group,
) -> None:
    client = Client()
    walk(client, code_for(group))
    cookie = client.cookies[django_settings.DEVICE_COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/"
    assert not cookie["domain"]


def test_unknown_used_expired_and_revoked_codes_look_exactly_the_same(group: Group) -> None:
    """A1 B2"""
    used, expired, revoked = (code_for(group) for _ in range(3))
    walk(Client(), used)
    day = timezone.now() - timedelta(days=1)
    for code, facts in ((expired, {"expires_at": day}), (revoked, {"revoked_at": day})):
        Invite.objects.filter(pk=invites._hash(code)).update(**facts)
    answers = [Client().get(f"/i/{code}") for code in ("AAAAAAAAAA", used, expired, revoked)]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


def test_outside_the_age_band_one_is_sent_to_help_and_nothing_is_kept(group: Group) -> None:
    """A4"""
    code = code_for(group)
    page = walk(Client(), code, band=AgeBand.UNDER_13).decode()
    assert 'href="/help"' in page
    assert not Membership.objects.exists()
    assert walk(Client(), code)


@pytest.mark.parametrize(
    ("alias", "key"),
    [
        ("Ingrid", "errors.alias_looks_real"),
        ("ring 41 23 45 67", "errors.alias_contact"),
        ("<b>hei</b>", "errors.alias_contact"),
    ],
)
def test_a_refused_alias_says_why_and_keeps_the_place(group: Group, alias: str, key: str) -> None:
    """A2"""
    page = walk(Client(), code_for(group), alias=alias, accept=False).decode()
    assert say(key, "nb") in page
    assert "<b>hei" not in page
    assert 'value="agreement"' in page


def test_what_was_chosen_cannot_be_made_up(group: Group) -> None:
    """The steps are sealed: a forged field starts over instead of joining."""
    page = Client().post(f"/i/{code_for(group)}", {"step": "join", "chosen": "forged"})
    assert page.status_code == 200
    assert not Membership.objects.exists()


def test_who_is_in_already_joins_another_group_as_the_same_person(group: Group) -> None:
    """G6: with another alias, and no new words."""
    client = Client()
    ada = house.youth(group, "Stille elv")
    enter(client, ada.person)
    other = house.group("De andre")
    walk(client, code_for(other), alias="Stille elv")
    assert ada.person.memberships.count() == 1
    walk(client, code_for(other), alias="Myk sky")
    assert ada.person.memberships.count() == 2


def test_guessing_codes_is_stopped(group: Group) -> None:
    """A1"""
    client = Client()
    statuses = [client.get(f"/i/WRONG{n:05}").status_code for n in range(21)]
    assert statuses == [404] * 20 + [429]
    assert client.get(f"/i/{code_for(group)}").status_code == 429


def test_four_words_bring_one_back_and_six_wrong_tries_lock(group: Group) -> None:
    """A3"""
    ada = house.youth(group, "Stille elv")
    words = " ".join(new_phrase(ada.person))
    client = Client()
    assert b'class="phrase"' in client.post("/back", {"phrase": words}).content
    assert b'id="app"' in client.get("/").content
    stranger = Client()
    statuses = [
        stranger.post("/back", {"phrase": "ikke de riktige ordene"}).status_code for _ in range(7)
    ]
    assert statuses == [422] * 6 + [429]


def test_a_participant_finds_nothing_at_the_staff_s_door(group: Group) -> None:
    """B4 B1"""
    client = Client()
    enter(client, house.youth(group, "Stille elv").person)
    for method in (client.get, client.post):
        answer = method("/team/")
        assert answer.status_code == 404
        assert answer.content == client.get("/nowhere").content


def test_staff_come_in_with_a_password_and_are_told_when_it_is_wrong(group: Group) -> None:
    """B4"""
    mia = house.staff(group, "Mia", house.Role.MODERATOR)
    assert mia.person.account
    login = {"username": mia.person.account.username, "password": house.PASSWORD}
    client = Client()
    wrong = client.post("/team/", login | {"password": "feil"})
    assert (wrong.status_code, say("errors.login_wrong", "nb") in wrong.content.decode()) == (
        422,
        True,
    )
    assert client.post("/team/", login).status_code == 302
    assert b'id="app"' in client.get("/team/").content
    assert client.get("/").status_code == 302
    statuses = [
        Client().post("/team/", login | {"password": "feil"}).status_code for _ in range(10)
    ]
    assert statuses[-1] == 429
    assert Client().post("/team/", login).status_code == 429


def test_signing_out_ends_the_login_itself(group: Group) -> None:
    """B3"""
    client = Client()
    enter(client, house.youth(group, "Stille elv").person)
    token = client.cookies[django_settings.DEVICE_COOKIE].value
    client.post("/leave")
    thief = Client()
    thief.cookies[django_settings.DEVICE_COOKIE] = token
    assert b'id="app"' not in thief.get("/").content


@pytest.mark.parametrize("path", PUBLIC)
@pytest.mark.parametrize("language", LANGUAGES)
def test_help_and_the_way_out_are_on_every_page_in_every_language(path: str, language: str) -> None:
    """F1 G4 H1"""
    page = Client().get(f"{path}?lang={language}").content.decode()
    assert f'<html lang="{language}">' in page
    assert say("pages.help_now", language) in page
    assert 'href="/help"' in page
    assert "data-leave" in page
    assert not re.search(r"pages\.\w+|errors\.\w+", re.sub(r'src="[^"]*"', "", page))


@pytest.mark.parametrize("path", PUBLIC)
def test_no_page_runs_or_loads_anything_that_is_not_ours(path: str) -> None:
    """G5: strict policy, nothing inline, nothing from elsewhere."""
    answer = Client().get(path)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    page = answer.content.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\bstyle=|\bon\w+=", page)
    for address in re.findall(r'(?:src|href|action)="([^"]*)"', page):
        followed = re.search(rf'<a[^>]*href="{re.escape(address)}"', page)
        assert followed or address.startswith("/") or address.startswith("?"), address
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cache-Control"] == "no-store"


def test_forms_need_their_token(group: Group) -> None:
    strict = Client(enforce_csrf_checks=True)
    for path in ("/i/", f"/i/{code_for(group)}", "/back", "/team/", "/leave"):
        answer = strict.post(path, {"step": "age"})
        assert answer.status_code == 403
        assert say("pages.stale.title", "nb") in answer.content.decode()


def test_help_puts_what_is_open_first(group: Group) -> None:
    """F3"""
    page = Client().get("/help").content.decode()
    assert page.index("tel:113") < page.index("tel:116111")
    now = Client().get("/help/now.json").json()
    assert 1 <= len(now["open"]) <= 3
    assert {"name", "what", "phone", "chat", "free"} == set(now["open"][0])


def test_faces_are_drawn_and_kept_for_good() -> None:
    """A2"""
    answer = Client().get("/avatar/1-2-0.svg")
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert "immutable" in answer.headers["Cache-Control"]
    assert Client().get("/avatar/9-9-9.svg").status_code == 404


def test_health_tells_without_content() -> None:
    """J2"""
    assert Client().get("/livez").content == b"ok"
    assert Client().get("/readyz").json() == {"status": "ready"}
