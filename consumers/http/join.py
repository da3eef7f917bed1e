"""Joining by code, in small steps that work without JavaScript and without typing a name.

Every step is a page of its own that a form leads on from, so that the phone's back button and a
reload never end in a browser's error. What was chosen so far travels in a sealed cookie: nothing
is stored, and the code is not spent, before the last step.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from consumers.http.asked import asked, where
from consumers.http.chosen import Chosen, chosen, keep
from consumers.http.entering import let_in
from consumers.http.refusing import words
from forum import pace
from forum.errors import Code, DomainError
from forum.help import lines
from forum.memberships import avatar, invites
from forum.memberships.actions import check_alias, join, propose_alias
from forum.memberships.models import Invite
from forum.people.devices import known, new_token, open_device
from forum.people.models import Person
from forum.people.recovery import new_phrase
from forum.rooms.agreement import current
from forum.rooms.models import AgeBand

AVATARS = 8
Step = Callable[[HttpRequest, Invite, Chosen], HttpResponse]


def by_hand(request: HttpRequest) -> HttpResponse:
    """A code typed at the front door, or the whole link pasted there."""
    if request.method != "POST":
        return redirect("/")
    typed = request.POST.get("code", "").strip().rstrip("/").rsplit("/", 1)[-1]
    code = "".join(c for c in typed if c.isalnum())[:12]
    return redirect(f"/i/{code or '-'}")


def _with_code(step: Step) -> Callable[[HttpRequest, str], HttpResponse]:
    """Opens the code first; one that opens nothing gets the same answer at every step."""

    @wraps(step)
    @require_http_methods(["GET", "HEAD", "POST"])
    def entered(request: HttpRequest, code: str) -> HttpResponse:
        so_far = chosen(request, code)
        in_already = known(so_far.token)
        if in_already is not None:
            return _let_in_again(request, in_already.person, so_far.token)
        place = where(request)
        pace.check("join", place)
        try:
            invite = invites.usable(code)
        except DomainError:
            person = asked(request).person
            if person is not None and not person.is_staff:
                # Their own link once more: for many the most natural way back in.
                return redirect("/")
            pace.count("join", place)
            raise
        return step(request, invite, so_far)

    return entered


def _let_in_again(request: HttpRequest, person: Person, token: str) -> HttpResponse:
    """The last step was sent twice (a second tap, a reload), or its answer was lost on the way.
    The code is spent by then: without this they would stay outside for good."""
    if request.method == "POST":
        page = render(request, "phrase.html", {"phrase": new_phrase(person), "back": False})
        return let_in(page, token)
    return let_in(redirect("/"), token)


def _to(step: str, so_far: Chosen) -> HttpResponse:
    return keep(redirect(f"/i/{so_far.code}/{step}"), so_far)


@_with_code
def welcome(request: HttpRequest, invite: Invite, so_far: Chosen) -> HttpResponse:
    page = {"code": so_far.code, "follows_distress": invite.group.follow_distress}
    return render(request, "join/welcome.html", page)


@_with_code
def age(request: HttpRequest, invite: Invite, so_far: Chosen) -> HttpResponse:
    page: dict[str, object] = {"bands": AgeBand.values, "band": so_far.band}
    if request.method != "POST":
        return render(request, "join/age.html", page)
    band = request.POST.get("band", "")
    if band not in AgeBand.values:
        return render(request, "join/age.html", page | {"unanswered": True}, status=422)
    if band not in invite.group.bands:
        return _outside(request, band)
    so_far.band = band
    return _to("name", so_far)


def _outside(request: HttpRequest, band: str) -> HttpResponse:
    """A kind no, with somebody to talk to who is there for this age."""
    shown = lines.now(timezone.now(), asked(request).language)
    near = [one for one in shown if not one.line.emergency and _fits(one.line.ages, band)][:2]
    return render(request, "join/outside.html", {"lines": near}, status=403)


def _fits(ages: tuple[int, int], band: str) -> bool:
    youngest, oldest = ages
    return oldest >= 20 if band == AgeBand.FROM_20 else youngest < 13


@_with_code
def name(request: HttpRequest, invite: Invite, so_far: Chosen) -> HttpResponse:
    if not so_far.band:
        return _to("age", so_far)
    if request.method != "POST":
        return _offer(request, invite, so_far)
    picked = request.POST.get("avatar", "")
    so_far.avatar = picked if avatar.valid(picked) else so_far.avatar or avatar.random_seed()
    other = "other" in request.POST
    so_far.alias = request.POST.get("alias", "")[:80]
    if other:
        language = asked(request).language
        so_far.alias = propose_alias(invite.group, language, besides=so_far.alias)
    if other or _refusal(request, invite, so_far):
        so_far.token = ""
        return _to("name", so_far)
    so_far.token = new_token()
    return _to("agreement", so_far)


def _refusal(request: HttpRequest, invite: Invite, so_far: Chosen) -> str:
    """Why the alias chosen cannot stand; empty when it can."""
    try:
        so_far.alias = check_alias(invite.group, asked(request).person, so_far.alias)
    except DomainError as refusal:
        return words(request, refusal)
    return ""


def _offer(request: HttpRequest, invite: Invite, so_far: Chosen) -> HttpResponse:
    seeds = [so_far.avatar] if so_far.avatar else []
    while len(seeds) < AVATARS:
        seed = avatar.random_seed()
        if seed not in seeds:
            seeds.append(seed)
    page = {
        "alias": so_far.alias or propose_alias(invite.group, asked(request).language),
        "avatars": [(seed, avatar.path(seed)) for seed in seeds],
        "error": _refusal(request, invite, so_far) if so_far.alias else "",
    }
    return render(request, "join/alias.html", page)


@_with_code
def agreement(request: HttpRequest, invite: Invite, so_far: Chosen) -> HttpResponse:
    if not so_far.token:
        return _to("name", so_far)
    if request.method == "POST":
        return _join(request, invite, so_far)
    return _agreement(request, invite, so_far)


def _agreement(
    request: HttpRequest, invite: Invite, so_far: Chosen, *, error: str = ""
) -> HttpResponse:
    page = {
        "agreement": current(invite.group),
        "alias": so_far.alias,
        "avatar": avatar.path(so_far.avatar),
        "error": error,
    }
    return render(request, "join/agreement.html", page, status=422 if error else 200)


def _join(request: HttpRequest, invite: Invite, so_far: Chosen) -> HttpResponse:
    who = asked(request)
    someone = who.person if who.person and not who.person.is_staff else None
    version = request.POST.get("version", "")
    phrase: list[str] = []
    try:
        # Member, login and words stand or fall together: half of them would shut somebody out.
        with transaction.atomic():
            member = join(
                code=so_far.code,
                person=someone,
                language=who.language,
                band=so_far.band,
                alias=so_far.alias,
                avatar=so_far.avatar,
                agreement_version=int(version) if version.isascii() and version.isdigit() else 0,
            )
            if someone is None:
                open_device(member.person, so_far.token)
                phrase = new_phrase(member.person)
    except DomainError as refusal:
        if refusal.code == Code.AGREEMENT_NEEDED:
            return _agreement(request, invite, so_far, error=words(request, refusal))
        if refusal.code in (Code.ALIAS_TAKEN, Code.ALIAS_ELSEWHERE):
            return _to("name", so_far)
        in_already = known(so_far.token)
        if in_already is not None:
            return _let_in_again(request, in_already.person, so_far.token)
        raise
    if someone is not None:
        return redirect("/")
    page = render(request, "phrase.html", {"phrase": phrase, "back": False})
    return keep(let_in(page, so_far.token), Chosen(so_far.code, token=so_far.token))
