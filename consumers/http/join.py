"""Joining by code, in small steps that work without JavaScript and without typing a name.

What was chosen so far travels in a signed field of the form: nothing is stored, and the code is
not spent, before the last step.
"""

from __future__ import annotations

from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from consumers.http.asked import asked, where
from consumers.http.entering import let_in
from consumers.http.refusing import words
from forum import pace
from forum.errors import Code, DomainError
from forum.memberships import avatar, invites
from forum.memberships.actions import check_alias, join, propose_alias
from forum.memberships.models import Invite
from forum.people.devices import open_device
from forum.people.recovery import new_phrase
from forum.rooms.agreement import current
from forum.rooms.models import AgeBand

AVATARS = 8
HOUR = 3600
_SALT = "join"


@require_POST
def by_hand(request: HttpRequest) -> HttpResponse:
    """A code typed at the front door."""
    code = "".join(c for c in request.POST.get("code", "") if c.isalnum())[:12]
    return redirect(f"/i/{code or '-'}")


@require_http_methods(["GET", "HEAD", "POST"])
def steps(request: HttpRequest, code: str) -> HttpResponse:
    """All steps of joining with this code; which one is in the form."""
    invite = _invite(request, code)
    chosen = _chosen(request)
    step = request.POST.get("step", "welcome")
    if step == "age":
        return render(request, "join/age.html", {"bands": AgeBand.values})
    if step == "alias":
        return _alias(request, invite, chosen)
    if step == "agreement":
        return _agreement(request, invite, chosen)
    if step == "join":
        return _join(request, code, invite, chosen)
    return render(request, "join/welcome.html")


def _invite(request: HttpRequest, code: str) -> Invite:
    place = where(request)
    pace.check("join", place)
    try:
        return invites.usable(code)
    except DomainError:
        pace.count("join", place)
        raise


def _chosen(request: HttpRequest) -> dict[str, Any]:
    try:
        found: dict[str, Any] = signing.loads(
            request.POST.get("chosen", ""), salt=_SALT, max_age=HOUR
        )
    except signing.BadSignature:
        return {}
    return found


def _sealed(chosen: dict[str, Any]) -> str:
    return signing.dumps(chosen, salt=_SALT)


def _alias(request: HttpRequest, invite: Invite, chosen: dict[str, Any]) -> HttpResponse:
    band = request.POST.get("band") or chosen.get("band")
    if band not in AgeBand.values:
        return render(request, "join/age.html", {"bands": AgeBand.values, "unanswered": True})
    if band not in invite.group.bands:
        return render(request, "join/outside.html", status=403)
    return _offer(request, invite, {"band": band})


def _offer(
    request: HttpRequest,
    invite: Invite,
    chosen: dict[str, Any],
    *,
    error: str = "",
    typed: str = "",
) -> HttpResponse:
    alias = typed or propose_alias(invite.group, asked(request).language)
    avatars: list[str] = []
    while len(avatars) < AVATARS:
        seed = avatar.random_seed()
        if seed not in avatars:
            avatars.append(seed)
    picked = request.POST.get("avatar", "")
    if avatar.valid(picked):
        avatars = [picked, *(seed for seed in avatars if seed != picked)][:AVATARS]
    page = {
        "alias": alias,
        "avatars": [(seed, avatar.path(seed)) for seed in avatars],
        "chosen": _sealed(chosen),
        "error": error,
    }
    return render(request, "join/alias.html", page, status=422 if error else 200)


def _agreement(
    request: HttpRequest, invite: Invite, chosen: dict[str, Any], *, error: str = ""
) -> HttpResponse:
    if "band" not in chosen:
        return render(request, "join/age.html", {"bands": AgeBand.values})
    if "alias" in request.POST:
        typed = request.POST["alias"]
        try:
            alias = check_alias(invite.group, asked(request).person, typed)
        except DomainError as refusal:
            return _offer(request, invite, chosen, error=words(request, refusal), typed=typed[:40])
        seed = request.POST.get("avatar", "")
        chosen |= {
            "alias": alias,
            "avatar": seed if avatar.valid(seed) else avatar.random_seed(),
        }
    if "alias" not in chosen:
        return _offer(request, invite, chosen)
    agreement = current(invite.group)
    page = {
        "agreement": agreement,
        "alias": chosen["alias"],
        "avatar": avatar.path(chosen["avatar"]),
        "chosen": _sealed(chosen | {"version": agreement.version}),
        "error": error,
    }
    return render(request, "join/agreement.html", page, status=422 if error else 200)


def _join(request: HttpRequest, code: str, invite: Invite, chosen: dict[str, Any]) -> HttpResponse:
    if not {"band", "alias", "avatar", "version"} <= chosen.keys():
        return _agreement(request, invite, chosen)
    who = asked(request)
    known_person = who.person if who.person and not who.person.is_staff else None
    try:
        member = join(
            code=code,
            person=known_person,
            language=who.language,
            band=chosen["band"],
            alias=chosen["alias"],
            avatar=chosen["avatar"],
            agreement_version=chosen["version"],
        )
    except DomainError as refusal:
        if refusal.code == Code.AGREEMENT_NEEDED:
            return _agreement(request, invite, chosen, error=words(request, refusal))
        if refusal.code in (Code.ALIAS_TAKEN, Code.ALIAS_ELSEWHERE):
            return _offer(request, invite, chosen, error=words(request, refusal))
        raise
    if known_person is not None:
        return redirect("/")
    phrase = new_phrase(member.person)
    page = render(request, "phrase.html", {"phrase": phrase, "back": False})
    return let_in(page, open_device(member.person))
