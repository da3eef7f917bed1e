"""Pages that work without JavaScript: joining, coming back, help, the staff's door, health."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.db.utils import OperationalError
from django.test import Client
from django.utils import timezone

from forum.memberships import alias as aliases
from forum.memberships import invites
from forum.memberships.models import Invite, Membership
from forum.people.devices import open_device
from forum.people.models import Person
from forum.people.recovery import new_phrase
from forum.rooms.agreement import publish_agreement
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


def walk(
    client: Client, code: str, *, band: str = "13_15", alias: str = "Lun bekk", accept: bool = True
) -> bytes:
    """All steps of joining, as far as they lead; gives the last page."""
    path = f"/i/{code}"
    steps = [("age", {"band": band}), ("name", {"alias": alias, "avatar": "1-1-1"})]
    for step, answers in steps:
        answer = client.post(f"{path}/{step}", answers)
        if answer.status_code != 302:
            return answer.content
    page = client.get(answer["Location"]).content
    version = re.search(rb'name="version" value="(\d+)"', page)
    if not accept or not version:
        return page
    return client.post(f"{path}/agreement", {"version": version.group(1).decode()}).content


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
    codes = ("AAAAAAAAAA", used, expired, revoked)
    answers = [Client().get(f"/i/{code}{step}") for code in codes for step in ("", "/agreement")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


def test_outside_the_age_band_one_is_sent_to_help_and_nothing_is_kept(group: Group) -> None:
    """A4"""
    code = code_for(group)
    page = walk(Client(), code, band=AgeBand.UNDER_13).decode()
    assert 'href="/help"' in page
    assert 'href="tel:116111"' in page
    assert not Membership.objects.exists()
    walk(Client(), code)
    assert Membership.objects.count() == 1


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
    assert 'name="alias"' in page


def test_another_alias_is_another_one(group: Group, monkeypatch: pytest.MonkeyPatch) -> None:
    """A2: also when chance would have given the one just turned down."""
    draws = iter(["Stille elv", "Lun bekk", "Lun bekk", "Varm drage"])
    monkeypatch.setattr(aliases, "candidate", lambda language: next(draws))
    client = Client()
    code = code_for(group)
    client.post(f"/i/{code}/age", {"band": AgeBand.FROM_13})
    assert b'value="Stille elv"' in client.get(f"/i/{code}/name").content
    for turned_down, shown in (("Stille elv", "Lun bekk"), ("Lun bekk", "Varm drage")):
        answer = client.post(f"/i/{code}/name", {"alias": turned_down, "other": ""}, follow=True)
        assert f'value="{shown}"'.encode() in answer.content


def test_what_was_chosen_cannot_be_made_up(group: Group) -> None:
    """A1: the steps are sealed, each for its code: anything else starts over."""
    code, other = code_for(group), code_for(group)
    client = Client()
    walk(client, other, accept=False)
    forged = Client()
    forged.cookies["fr-join"] = "forged"
    for who in (client, forged, Client()):
        answer = who.post(f"/i/{code}/agreement", {"version": "1"}, follow=True)
        assert answer.request["PATH_INFO"] == f"/i/{code}/age"
    assert not Membership.objects.exists()


def test_a_second_tap_on_the_last_button_lets_the_same_person_in(group: Group) -> None:
    """A1 A3: also when the first answer was lost on the way; the words shown last are the ones."""
    code = code_for(group)
    client = Client()
    walk(client, code, accept=False)
    again = Client()
    again.cookies["fr-join"] = client.cookies["fr-join"].value
    assert client.post(f"/i/{code}/agreement", {"version": "1"}).status_code == 200
    page = again.post(f"/i/{code}/agreement", {"version": "1"}).content.decode()
    words = " ".join(re.findall(r"<li>([^<]+)</li>", page))
    assert Membership.objects.count() == Person.objects.count() == 1
    assert b'id="app"' in again.get("/").content
    assert b'class="phrase"' in Client().post("/back", {"phrase": words}).content


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_comes_in_is_told_what_the_group_has_chosen_to_follow(
    group: Group, language: str
) -> None:
    """H3 I4: before joining, and only where it is so; and for everybody on the open page."""
    code, told = code_for(group), say("pages.welcome.heavier", language)
    assert told not in Client().get(f"/i/{code}?lang={language}").content.decode()
    Group.objects.filter(pk=group.pk).update(follow_distress=True)
    assert told in Client().get(f"/i/{code}?lang={language}").content.decode()
    about = Client().get(f"/about?lang={language}").content.decode()
    assert say("pages.about.sees_contact", language) in about
    assert say("pages.about.sees_heavier", language) in about


def test_the_spent_link_leads_who_joined_with_it_in_and_nobody_else(group: Group) -> None:
    """A1"""
    code = code_for(group)
    client = Client()
    walk(client, code)
    assert client.get(f"/i/{code}")["Location"] == "/"
    client.post("/leave")
    assert client.get(f"/i/{code}").status_code == 404


def test_each_step_can_be_gone_back_to_and_read_in_another_language(group: Group) -> None:
    """A4 H1: pages are fetched, not posted; what was chosen still stands there."""
    code = code_for(group)
    client = Client()
    walk(client, code, accept=False)
    for step, chosen in (
        ("age", "checked"),
        ("name", 'value="Lun bekk"'),
        ("agreement", "Lun bek"),
    ):
        page = client.get(f"/i/{code}/{step}?lang=nn").content.decode()
        assert '<html lang="nn">' in page
        assert chosen in page


def test_another_name_at_a_tap_keeps_the_face(group: Group) -> None:
    """A2"""
    code = code_for(group)
    client = Client()
    client.post(f"/i/{code}/age", {"band": "13_15"})
    first = client.get(f"/i/{code}/name").content.decode()
    assert first.count('name="avatar"') == 8
    typed = {"alias": "Lun bekk", "avatar": "1-1-1", "other": ""}
    page = client.post(f"/i/{code}/name", typed, follow=True).content.decode()
    assert "Lun bekk" not in page
    assert re.search(r'value="1-1-1"[^>]* checked', page)


def test_a_whole_link_may_be_pasted_as_a_code(group: Group) -> None:
    """A1"""
    for typed in ("http://her.example/i/ABCDE23456", " abcde 23456/"):
        answer = Client().post("/i/", {"code": typed})
        assert answer["Location"].upper() == "/I/ABCDE23456"


def test_an_agreement_that_changed_meanwhile_is_read_again(group: Group) -> None:
    """A4"""
    code = code_for(group)
    client = Client()
    walk(client, code, accept=False)
    publish_agreement(group, "<p>Vi svarer hverandre.</p>")
    answer = client.post(f"/i/{code}/agreement", {"version": "1"})
    assert answer.status_code == 422
    assert "Vi svarer hverandre" in answer.content.decode()
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
    for path in ("/i/", f"/i/{code_for(group)}/age", "/back", "/team/", "/leave"):
        answer = strict.post(path, {"band": "13_15"})
        assert answer.status_code == 403
        assert say("pages.stale.title", "nb") in answer.content.decode()


def test_an_address_that_only_takes_forms_leads_to_the_front(group: Group) -> None:
    """A reload or a typed address never ends on an empty page, and signs nobody out."""
    client = Client()
    enter(client, house.youth(group, "Stille elv").person)
    for path in ("/i/", "/leave"):
        assert client.get(path)["Location"] == "/"
    assert b'id="app"' in client.get("/").content


def test_help_opens_for_everybody_when_the_database_is_gone(
    group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    """F1"""

    def gone(token: str) -> None:
        raise OperationalError

    client = Client(raise_request_exception=False)
    enter(client, house.youth(group, "Stille elv").person)
    monkeypatch.setattr("consumers.http.asked.known", gone)
    assert "tel:116111" in client.get("/help").content.decode()
    broken = client.get("/")
    assert broken.status_code == 500
    assert 'href="/help"' in broken.content.decode()


def test_a_request_no_browser_sends_gets_our_own_page() -> None:
    """F1"""
    answer = Client().get("/", headers={"host": "elsewhere.example"})
    assert answer.status_code == 400
    assert 'href="/help"' in answer.content.decode()


def test_who_comes_often_stays_in(group: Group) -> None:
    """A3: the cookie is as fresh as the last visit."""
    client = Client()
    enter(client, house.youth(group, "Stille elv").person)
    assert client.get("/").cookies[django_settings.DEVICE_COOKIE]["max-age"] == 90 * 86_400


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


def test_a_member_who_taps_their_own_link_again_is_simply_in(group: Group) -> None:
    """A1"""
    client, code = Client(), code_for(group)
    enter(client, house.youth(group, "Stille elv").person)
    Invite.objects.filter(pk=invites._hash(code)).update(used_at=timezone.now())
    assert client.get(f"/i/{code}").headers["Location"] == "/"
