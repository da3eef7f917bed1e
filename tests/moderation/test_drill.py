"""A crisis with nobody answering: the whole chain, each time recorded, by both carriers."""

from __future__ import annotations

import base64
import http.server
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.core import mail
from django.utils import timezone

from forum.errors import DomainError
from forum.notices.actions import settle, subscribe, take
from forum.notices.carriers import carry
from forum.notices.models import Kind, Notice, PushSubscription
from forum.permissions import Role
from moderation.cases import actions as cases
from moderation.cases.models import Case, CaseEvent
from moderation.paging import actions as paging
from moderation.paging.models import Page, Why
from moderation.screening.verdict import Queue
from moderation.shifts import actions as shifts
from moderation.shifts.models import Gap
from tests import house
from tests.moderation.test_cases import held

pytestmark = pytest.mark.django_db


class PushService(http.server.BaseHTTPRequestHandler):
    """What stands behind a browser's subscription: takes a push, or says that it has ended."""

    got: list[bytes] = []
    status = 201

    def do_POST(self) -> None:
        self.got.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(type(self).status)
        self.end_headers()

    def log_message(self, *_: Any) -> None: ...


@pytest.fixture
def push_service() -> Iterator[str]:
    PushService.got, PushService.status = [], 201
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), PushService)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/send/"
    server.shutdown()


@pytest.fixture
def home() -> house.House:
    return house.build()


def reachable(member: house.Membership, push: str = "") -> house.Membership:
    account = member.person.account
    assert account
    account.email = f"{member.alias.lower()}@example.org"
    account.save()
    if push:
        key = ec.generate_private_key(ec.SECP256R1()).public_key()
        point = key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        encoded = base64.urlsafe_b64encode(point).decode().rstrip("=")
        subscribe(
            member.person,
            endpoint=push + str(member.pk),
            p256dh=encoded,
            auth=base64.urlsafe_b64encode(b"0123456789abcdef").decode().rstrip("="),
        )
    return member


def deliver() -> None:
    for letter in take():
        settle(letter, carry(letter))


def crisis(home: house.House) -> Case:
    return held(home, "jeg vil ikke leve", queue=Queue.CARE, severity=4)


def called(case: Case) -> list[tuple[str, datetime]]:
    pages = Page.objects.filter(case=case, why=Why.CRISIS).select_related("member")
    return [(page.member.alias, page.at) for page in pages.order_by("step") if page.member]


def test_nobody_answers_and_the_whole_chain_is_called(
    home: house.House, clock: Any, push_service: str, settings: Any
) -> None:
    """F5: on call, the next, the shift lead, the safeguarding lead, and her again; each two minutes
    after the one before, each time in the case's history, by e-mail and by push."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    vera = house.staff(home.group, "Vera", Role.SHIFT_LEAD)
    for member in (home.mia, home.max, vera, home.siv):
        reachable(member, push_service)
    now = timezone.now()
    shifts.plan(
        vera, starts_at=now, ends_at=now + timedelta(hours=3), people=[home.max.pk, home.mia.pk]
    )
    shifts.go_on(home.mia)
    shifts.go_on(home.max)
    case = crisis(home)
    for second in range(9 * 60):
        paging.turn()
        if second % 30 == 0:
            deliver()
        clock.shift(1)
    deliver()
    whom = called(case)
    # Max stands first in the plan, whoever came on duty first.
    assert [name for name, _ in whom] == ["Max", "Mia", "Vera", "Siv", "Siv"]
    moments = [at for _, at in whom]
    assert moments[0] - case.opened_at < timedelta(seconds=1)
    waits = [later - sooner for sooner, later in pairwise(moments)]
    assert all(timedelta(minutes=2) <= wait < timedelta(minutes=2, seconds=2) for wait in waits)
    history = CaseEvent.objects.filter(case=case, what="paged").order_by("pk")
    assert [line.to.alias for line in history if line.to] == [name for name, _ in whom]
    crises = [letter for letter in mail.outbox if letter.subject == "Noen trenger deg nå"]
    assert [letter.to[0] for letter in crises] == [
        f"{name.lower()}@example.org" for name, _ in whom
    ]
    assert len(PushService.got) == len(mail.outbox)
    notices = Notice.objects.filter(kind=Kind.CRISIS)
    assert all(
        {(one["carrier"], one["taken"]) for one in notice.results}
        == {("push", True), ("email", True)}
        for notice in notices
    )


def test_who_is_planned_and_not_there_is_called_before_the_leads(
    home: house.House, clock: Any
) -> None:
    """F5"""
    now = timezone.now()
    shifts.plan(home.siv, starts_at=now, ends_at=now + timedelta(hours=1), people=[home.mia.pk])
    case = crisis(home)
    paging.turn()
    clock.shift(timedelta(minutes=2))
    paging.turn()
    assert [name for name, _ in called(case)] == ["Mia", "Siv"]


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://push.example.org/x",
        "https://10.0.0.1/x",
        "https://[::1]/x",
        "https://database/x",
        "https://a.internal/x",
        "https://push.example.org:6379/x",
    ],
)
def test_nothing_is_aimed_at_our_own_network(home: house.House, endpoint: str) -> None:
    """G5"""
    with pytest.raises(DomainError, match="push_address"):
        subscribe(home.siv.person, endpoint=endpoint, p256dh="", auth="")


def test_whoever_takes_it_ends_the_calling(home: house.House, clock: Any) -> None:
    """F5: and letting it go begins it again, one further up."""
    shifts.go_on(home.mia)
    case = crisis(home)
    paging.turn()
    cases.claim(home.max, case)
    clock.shift(timedelta(minutes=4))
    assert paging.turn() == 0
    assert Page.objects.get(case=case).answered_at
    cases.release(home.max, case)
    paging.turn()
    assert [name for name, _ in called(case)] == ["Mia", "Siv"]


def test_nobody_is_paged_about_themselves(home: house.House, clock: Any) -> None:
    """E21"""
    shifts.go_on(home.mia)
    message = house.say(home.mia, home.topic, "jeg vil ikke leve")
    case = cases.open_case(message, queue=Queue.CARE, severity=4, because=["crisis_suicide"])
    paging.turn()
    assert [name for name, _ in called(case)] == ["Siv"]


def test_with_nobody_there_at_all_it_is_said(home: house.House, clock: Any) -> None:
    """F5"""
    house.Membership.objects.exclude(role=Role.PARTICIPANT).update(removed_at=timezone.now())
    case = crisis(home)
    paging.turn()
    assert CaseEvent.objects.filter(case=case, what="nobody_to_page").exists()


def test_a_case_beyond_its_time_pages_the_lead_once(home: house.House, clock: Any) -> None:
    """E6"""
    vera = house.staff(home.group, "Vera", Role.SHIFT_LEAD)
    case = held(home)
    clock.shift(timedelta(minutes=29))
    assert paging.turn() == 0
    clock.shift(timedelta(minutes=2))
    assert paging.turn() == 1
    assert paging.turn() == 0
    page = Page.objects.get(case=case)
    assert (page.why, page.member) == (Why.LATE, vera)


def test_a_gap_in_the_duties_pages_the_lead_once_and_ends_with_whoever_comes(
    home: house.House, clock: Any
) -> None:
    """E20"""
    now = timezone.now()
    shifts.plan(home.siv, starts_at=now, ends_at=now + timedelta(hours=2), people=[home.mia.pk])
    shifts.look_for_gaps()
    assert paging.turn() == 1
    assert paging.turn() == 0
    assert Page.objects.get().member == home.siv
    shifts.go_on(home.mia)
    assert Gap.objects.get().until
    shifts.look_for_gaps()
    assert Gap.objects.count() == 1


def test_one_carrier_that_fails_holds_the_other_up_in_nothing(
    home: house.House, push_service: str, settings: Any, clock: Any
) -> None:
    """F5: what failed is tried again, what was taken is not sent twice."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    reachable(home.siv, push_service)
    PushService.status = 500
    paging.drill(home.group.pk)
    deliver()
    assert len(mail.outbox) == 1
    PushService.status = 201
    clock.shift(timedelta(seconds=16))
    deliver()
    assert (len(mail.outbox), len(PushService.got)) == (1, 2)
    notice = Notice.objects.get(kind=Kind.DRILL, person=home.siv.person)
    assert notice.next_at is None
    assert [(one["carrier"], one["taken"]) for one in notice.results] == [
        ("push", False),
        ("email", True),
        ("push", True),
    ]


def test_a_browser_that_is_gone_is_forgotten(
    home: house.House, push_service: str, clock: Any
) -> None:
    """F5"""
    reachable(home.siv, push_service)
    PushService.status = 410
    paging.drill(home.group.pk)
    deliver()
    assert not PushSubscription.objects.exists()


def test_a_notice_tells_nothing(
    home: house.House, push_service: str, settings: Any, clock: Any
) -> None:
    """G3: neither whom nor what nor where."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    reachable(home.siv, push_service)
    crisis(home)
    paging.turn()
    deliver()
    said = f"{mail.outbox[0].subject} {mail.outbox[0].body}".lower()
    for secret in ("leve", "stille elv", "vi som vet", "skole"):
        assert secret not in said
    stored = bytes(PushSubscription.objects.get().sealed) + bytes(
        PushSubscription.objects.get().known_by
    )
    assert b"127.0.0.1" not in stored
