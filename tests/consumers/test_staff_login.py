"""The staff's door: a password, and then something one holds."""

from __future__ import annotations

import base64
import http.server
import json
import re
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from forum import env
from forum.audit.models import Act
from forum.factors import actions, oidc
from forum.factors.models import Factor, FactorKind, PaperCode, Pending
from forum.people.devices import known, open_device
from forum.people.models import Device
from forum.sealed import seal, unseal
from tests import house
from tests.house import PASSWORD

pytestmark = pytest.mark.django_db

TEAM = ["/team/factor", "/team/factors", "/team/factors/again", "/team/wake.js", "/team/"]


@pytest.fixture
def home() -> house.House:
    return house.build()


@pytest.fixture
def required(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(env, "SECOND_FACTOR", "required")


def name_of(member: house.Membership) -> str:
    assert member.person.account
    return member.person.account.get_username()


def password(client: Client, member: house.Membership, word: str = PASSWORD) -> Any:
    return client.post("/team/", {"username": name_of(member), "password": word})


def inside(client: Client) -> bool:
    device = known(client.cookies["fr"].value) if "fr" in client.cookies else None
    return device is not None and device.person.is_staff


def enrol(member: house.Membership) -> str:
    secret = pyotp.random_base32()
    Factor.objects.create(
        person=member.person,
        kind=FactorKind.TOTP,
        sealed=seal(secret, about=actions.ABOUT),
    )
    return secret


def code(secret: str) -> str:
    return pyotp.TOTP(secret).at(timezone.now())


def test_where_it_is_offered_the_password_is_enough_until_one_has_a_factor(
    home: house.House, client: Client
) -> None:
    """B4"""
    assert password(client, home.mia).headers["Location"] == "/team/"
    assert inside(client)
    enrol(home.max)
    other = Client()
    assert password(other, home.max).headers["Location"] == "/team/factor"
    assert not inside(other)
    assert other.get("/team/").context["oidc"] is False, "still at the door"


def test_where_it_is_required_one_enrols_before_anything_else(
    home: house.House, client: Client, required: None, clock: Any
) -> None:
    """B4: with the picture, the first code, and ten codes on paper, shown once."""
    assert password(client, home.mia).headers["Location"] == "/team/factors"
    assert not inside(client)
    page = client.get("/team/factors").content.decode()
    shown = re.search(r'class="secret">([A-Z2-7 ]+)<', page)
    assert shown and "<svg" in page
    secret = shown.group(1).replace(" ", "")
    assert client.post("/team/factors", {"do": "done"}).status_code == 422
    assert client.post("/team/factors", {"do": "totp", "code": "000000"}).status_code == 422
    paper = client.post("/team/factors", {"do": "totp", "code": code(secret)})
    codes = re.findall(r"<code>(\w{5}-\w{5})</code>", paper.content.decode())
    assert len(codes) == 10 == PaperCode.objects.count()
    assert paper.headers["Cache-Control"] == "no-store"
    assert client.post("/team/factors", {"do": "done"}).headers["Location"] == "/team/"
    assert inside(client)
    factor = Factor.objects.get()
    assert secret.encode() not in bytes(factor.sealed)
    assert unseal(bytes(factor.sealed), about=actions.ABOUT) == secret

    # The next time, a code from the app, which counts once; and one on paper, which counts once.
    clock.shift(31)
    for given, lets_in in (
        (code(secret), True),
        (code(secret), False),
        (codes[0], True),
        (codes[0], False),
    ):
        again = Client()
        password(again, home.mia)
        again.post("/team/factor", {"code": given})
        assert inside(again) == lets_in


def test_a_half_finished_sign_in_opens_nothing_and_ends(
    home: house.House, client: Client, clock: Any
) -> None:
    """B4"""
    secret = enrol(home.mia)
    password(client, home.mia)
    for path in TEAM[1:4]:
        assert client.get(path).status_code in (302, 404)
    assert client.get("/").status_code == 200
    assert "fr" not in client.cookies
    clock.shift(timedelta(minutes=11))
    answer = client.post("/team/factor", {"code": code(secret)})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/team/")
    assert not inside(client)


def test_guessing_ends_by_account_and_not_only_by_place(home: house.House, client: Client) -> None:
    """B4"""
    secret = enrol(home.mia)
    for guess in range(6):
        one = Client(REMOTE_ADDR=f"10.0.0.{guess}")
        password(one, home.mia)
        assert one.post("/team/factor", {"code": "123456"}).status_code == 422
    password(client, home.mia)
    assert client.post("/team/factor", {"code": code(secret)}).status_code == 429


def test_figures_of_another_script_are_a_wrong_code(home: house.House, client: Client) -> None:
    """B4: and no traceback."""
    enrol(home.mia)
    password(client, home.mia)
    assert client.post("/team/factor", {"code": "١٢٣٤٥٦"}).status_code == 422


def test_factors_change_only_after_the_password_again(home: house.House, client: Client) -> None:
    """B4"""
    password(client, home.mia)
    assert client.get("/team/factors").headers["Location"] == "/team/factors/again"
    assert client.post("/team/factors/again", {"password": "feil"}).status_code == 422
    assert (
        client.post("/team/factors/again", {"password": PASSWORD}).headers["Location"]
        == "/team/factors"
    )
    assert client.get("/team/factors").status_code == 200


def test_the_last_factor_stays_where_one_is_required(
    home: house.House, client: Client, required: None
) -> None:
    """B4"""
    enrol(home.mia)
    pending = actions.find(actions.ask_again(home.mia.person, password=PASSWORD, where="here"))
    only = Factor.objects.get()
    with pytest.raises(Exception, match="last_factor"):
        actions.remove(pending, only.pk)
    enrol(home.mia)
    actions.remove(pending, only.pk)
    assert Factor.objects.count() == 1


def test_who_may_only_give_a_factor_may_not_add_one(home: house.House, client: Client) -> None:
    """B4"""
    enrol(home.mia)
    password(client, home.mia)
    assert client.get("/team/factors").headers["Location"] == "/team/factor"
    assert client.post("/team/factors", {"do": "paper"}).headers["Location"] == "/team/factor"
    assert not PaperCode.objects.exists()


def test_a_lost_phone_and_lost_paper(home: house.House, client: Client, required: None) -> None:
    """B4 E10"""
    enrol(home.mia)
    call_command("reset_factors", name_of(home.mia))
    assert not Factor.objects.exists()
    assert password(client, home.mia).headers["Location"] == "/team/factors"
    assert Act.objects.filter(what="people.reset_factors").exists()


def test_participants_find_none_of_it(home: house.House, client: Client) -> None:
    """B4"""
    client.cookies["fr"] = open_device(home.ada.person)
    for path in [*TEAM, "/team/oidc", "/team/oidc/back"]:
        assert client.get(path).status_code == 404, path
    for path in ["/team/passkey", "/team/passkey/options"]:
        assert client.post(path).status_code == 404, path


def test_an_idle_login_of_staff_ends_after_hours_and_a_working_one_does_not(
    home: house.House, clock: Any
) -> None:
    """B4"""
    token = open_device(home.mia.person)
    for _ in range(3):
        clock.shift(timedelta(hours=8))
        assert known(token)
    clock.shift(timedelta(hours=12, minutes=11))
    assert known(token) is None
    assert Device.objects.get(person=home.mia.person).ended_at is None


def test_a_youths_login_says_no_more_than_the_day(home: house.House) -> None:
    """G3"""
    open_device(home.ada.person)
    assert Device.objects.get(person=home.ada.person).seen_at is None


# --- by an account elsewhere ----------------------------------------------------------------------


class Issuer(http.server.BaseHTTPRequestHandler):
    """A small OpenID provider: tells of itself, and gives tokens for the code `good`."""

    key = RSAKey.generate_key(2048, {"kid": "1"})
    claims: dict[str, Any] = {}
    asked: dict[str, list[str]] = {}
    address = ""

    def _say(self, said: dict[str, Any], status: int = 200) -> None:
        written = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(written)))
        self.end_headers()
        self.wfile.write(written)

    def do_GET(self) -> None:
        if self.path == "/keys":
            return self._say(KeySet([self.key]).as_dict(private=False))
        return self._say(
            {
                "issuer": self.address,
                "authorization_endpoint": f"{self.address}/authorize",
                "token_endpoint": f"{self.address}/token",
                "jwks_uri": f"{self.address}/keys",
            }
        )

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        type(self).asked = parse_qs(body)
        if self.asked.get("code") != ["good"]:
            return self._say({"error": "invalid_grant"}, 400)
        token = jwt.encode({"alg": "RS256", "kid": "1"}, self.claims, self.key)
        return self._say({"access_token": "x", "token_type": "Bearer", "id_token": token})

    def log_message(self, *_: Any) -> None: ...


@pytest.fixture
def issuer(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Issuer]]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Issuer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Issuer.address = f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setattr(env, "OIDC_ISSUER", Issuer.address)
    monkeypatch.setattr(env, "OIDC_CLIENT_ID", "fellesrom")
    monkeypatch.setattr(env, "OIDC_CLIENT_SECRET", "secret")
    yield Issuer
    server.shutdown()


def round_trip(client: Client, issuer: type[Issuer], **claims: Any) -> Any:
    sent = client.get("/team/oidc")
    asked = {k: v[0] for k, v in parse_qs(urlsplit(sent.headers["Location"]).query).items()}
    assert asked["code_challenge_method"] == "S256"
    now = int(time.time())
    issuer.claims = {
        "iss": issuer.address,
        "aud": "fellesrom",
        "sub": "feide:mia",
        "nonce": asked["nonce"],
        "exp": now + 300,
        "iat": now,
    } | claims
    return client.get("/team/oidc/back", {"state": asked["state"], "code": "good"})


def test_an_account_elsewhere_lets_in_whom_it_is_linked_to(
    home: house.House, client: Client, issuer: type[Issuer], required: None
) -> None:
    """B4: with a second factor there, none is asked for here."""
    call_command("link_oidc", name_of(home.mia), "feide:mia")
    assert client.get("/team/").context["oidc"] is True
    answer = round_trip(client, issuer, amr=["pwd", "mfa"])
    assert answer.headers["Location"] == "/team/"
    assert inside(client)
    assert "code_verifier" in issuer.asked


def test_without_a_second_factor_there_ours_is_asked_for(
    home: house.House, client: Client, issuer: type[Issuer], required: None
) -> None:
    """B4"""
    call_command("link_oidc", name_of(home.mia), "feide:mia")
    enrol(home.mia)
    assert round_trip(client, issuer).headers["Location"] == "/team/factor"
    assert not inside(client)


@pytest.mark.parametrize(
    "claims",
    [
        {"sub": "feide:somebody"},
        {"nonce": "another"},
        {"aud": "another"},
        {"iss": "https://example.org"},
        {"exp": 1},
    ],
    ids=["unknown", "nonce", "audience", "issuer", "old"],
)
def test_anything_else_is_refused(
    home: house.House, client: Client, issuer: type[Issuer], claims: dict[str, Any]
) -> None:
    """B4"""
    call_command("link_oidc", name_of(home.mia), "feide:mia")
    assert round_trip(client, issuer, amr=["mfa"], **claims).status_code == 422
    assert not inside(client)


def test_a_token_signed_by_somebody_else_is_refused(
    home: house.House, client: Client, issuer: type[Issuer], monkeypatch: pytest.MonkeyPatch
) -> None:
    """B4"""
    call_command("link_oidc", name_of(home.mia), "feide:mia")
    real = oidc._verified

    def with_another_key(token: str, about: dict[str, Any], nonce: str) -> dict[str, Any]:
        head, body, _ = token.split(".")
        forged = base64.urlsafe_b64encode(b"x" * 256).decode().rstrip("=")
        return real(f"{head}.{body}.{forged}", about, nonce)

    monkeypatch.setattr(oidc, "_verified", with_another_key)
    assert round_trip(client, issuer, amr=["mfa"]).status_code == 422
    assert not inside(client)


def test_switched_off_it_is_not_there(client: Client) -> None:
    """B4"""
    assert client.get("/team/oidc").status_code == 404
    assert client.get("/team/oidc/back").status_code == 404
    assert not Pending.objects.exists()
