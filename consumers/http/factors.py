"""The second step of the staff's door: giving a factor, and having one. Works without JavaScript,
but for passkeys, which only a browser can make."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

import pyotp
import segno
from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consumers.http.asked import asked, where
from consumers.http.entering import keep_cookie, let_in
from consumers.http.refusing import form_status, missing, words
from forum import env
from forum.errors import Code, DomainError
from forum.factors import actions, oidc, passkeys
from forum.factors.actions import Began
from forum.factors.models import Factor, FactorKind, Pending

STEP_COOKIE = "__Host-fr-step" if env.SECURE else "fr-step"
OIDC_COOKIE = "__Host-fr-oidc" if env.SECURE else "fr-oidc"
_Page = Callable[[HttpRequest, Pending], HttpResponse]


def lead_on(began: Began) -> HttpResponse:
    """In, or to the second step."""
    if began.token:
        return let_in(redirect("/team/"), began.token)
    return _remember(redirect("/team/factors" if began.enrols else "/team/factor"), began.pending)


def _remember(response: HttpResponse, token: str, *, name: str = STEP_COOKIE) -> HttpResponse:
    return keep_cookie(response, name, token, seconds=actions.PENDING_MINUTES * 60)


def _half_in(page: _Page) -> Callable[[HttpRequest], HttpResponse]:
    """Only after the password. A signed-in participant finds nothing here."""

    @wraps(page)
    def opened(request: HttpRequest) -> HttpResponse:
        person = asked(request).person
        if person is not None and not person.is_staff:
            return missing(request)
        try:
            return page(request, actions.find(request.COOKIES.get(STEP_COOKIE, "")))
        except DomainError as refusal:
            if refusal.code != Code.SIGN_IN_AGAIN:
                raise
            return redirect("/team/factors/again" if person else "/team/")

    return opened


def _site(request: HttpRequest) -> passkeys.Site:
    host = request.get_host()
    scheme = "https" if request.is_secure() else "http"
    return passkeys.Site(host.rsplit(":", 1)[0], f"{scheme}://{host}")


@require_http_methods(["GET", "HEAD", "POST"])
@ensure_csrf_cookie
@_half_in
def factor(request: HttpRequest, pending: Pending) -> HttpResponse:
    """Giving a factor."""
    if pending.enrols:
        return redirect("/team/factors")
    page: dict[str, object] = {
        "passkey": Factor.objects.filter(person=pending.person, kind=FactorKind.PASSKEY).exists()
    }
    if request.method != "POST":
        return render(request, "factor.html", page)
    try:
        token = actions.with_code(pending, request.POST.get("code", ""), where=where(request))
    except DomainError as refusal:
        page |= {"error": words(request, refusal)}
        return render(request, "factor.html", page, status=form_status(refusal))
    return let_in(redirect("/team/"), token)


@require_http_methods(["GET", "HEAD", "POST"])
@ensure_csrf_cookie
@_half_in
def factors(request: HttpRequest, pending: Pending) -> HttpResponse:
    """Having factors: adding, removing, new codes on paper."""
    if not pending.enrols:
        return redirect("/team/factor")
    doing, error, status = request.POST.get("do", ""), "", 200
    try:
        if doing == "totp":
            codes = actions.add_totp(pending, request.POST.get("code", ""), where=where(request))
            return _paper(request, codes) if codes else redirect("/team/factors")
        if doing == "paper":
            return _paper(request, actions.new_paper_codes(pending))
        if doing == "remove" and request.POST.get("factor", "").isdecimal():
            actions.remove(pending, int(request.POST["factor"]))
            return redirect("/team/factors")
        if doing == "done":
            return let_in(redirect("/team/"), actions.finish(pending))
    except DomainError as refusal:
        error, status = words(request, refusal), form_status(refusal)
    secret = actions.new_secret(pending)
    uri = pyotp.TOTP(secret).provisioning_uri(
        name=pending.person.username, issuer_name=passkeys.NAME
    )
    held = list(Factor.objects.filter(person=pending.person).order_by("at"))
    page = {
        "held": held,
        "may_remove": actions.enough(len(held) - 1),
        "picture": segno.make(uri).svg_inline(scale=5, border=2, omitsize=True),
        "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        "error": error,
    }
    return render(request, "factors.html", page, status=status)


def _paper(request: HttpRequest, codes: list[str]) -> HttpResponse:
    response = render(request, "paper_codes.html", {"codes": codes})
    response.headers["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@ensure_csrf_cookie
def again(request: HttpRequest) -> HttpResponse:
    """Signed in already: the password once more before anything about factors changes."""
    person = asked(request).person
    if person is None or not person.is_staff:
        return missing(request)
    if request.method != "POST":
        return render(request, "again.html")
    try:
        token = actions.ask_again(
            person, password=request.POST.get("password", ""), where=where(request)
        )
    except DomainError as refusal:
        page = {"error": words(request, refusal)}
        return render(request, "again.html", page, status=form_status(refusal))
    return _remember(redirect("/team/factors"), token)


@require_POST
@_half_in
def passkey_options(request: HttpRequest, pending: Pending) -> HttpResponse:
    """What the browser is to make or to sign."""
    ask = passkeys.ask_to_make if pending.enrols else passkeys.ask_to_use
    return HttpResponse(ask(pending, _site(request)), content_type="application/json")


@require_POST
@_half_in
def passkey(request: HttpRequest, pending: Pending) -> HttpResponse:
    """What the browser has made or signed. Says where to go on."""
    answer = request.body.decode(errors="replace")
    try:
        if not pending.enrols:
            token = passkeys.use(pending, _site(request), answer)
            return let_in(JsonResponse({"to": "/team/"}), token)
        codes = passkeys.make(pending, _site(request), answer)
    except DomainError as refusal:
        return JsonResponse({"error": words(request, refusal)}, status=form_status(refusal))
    return JsonResponse({"to": "/team/factors", "codes": codes})


# --- by an account elsewhere ----------------------------------------------------------------------


@require_safe
def oidc_start(request: HttpRequest) -> HttpResponse:
    """To the issuer."""
    if not oidc.on() or asked(request).person is not None:
        return missing(request)
    url, remembered = oidc.start(env.public_url("/team/oidc/back"))
    kept = signing.dumps([remembered.state, remembered.nonce, remembered.verifier], salt="oidc")
    return _remember(redirect(url), kept, name=OIDC_COOKIE)


@require_safe
def oidc_back(request: HttpRequest) -> HttpResponse:
    """From the issuer."""
    if not oidc.on() or asked(request).person is not None:
        return missing(request)
    try:
        kept = signing.loads(
            request.COOKIES.get(OIDC_COOKIE, ""),
            salt="oidc",
            max_age=actions.PENDING_MINUTES * 60,
        )
        began = oidc.finish(
            oidc.Asked(*kept),
            env.public_url("/team/oidc/back"),
            state=request.GET.get("state", ""),
            code=request.GET.get("code", ""),
        )
    except signing.BadSignature:
        return _refused(request, DomainError(Code.OIDC_FAILED))
    except DomainError as refusal:
        return _refused(request, refusal)
    response = lead_on(began)
    response.delete_cookie(OIDC_COOKIE, path="/")
    return response


def _refused(request: HttpRequest, refusal: DomainError) -> HttpResponse:
    page = {"error": words(request, refusal), "oidc": True}
    return render(request, "sign_in.html", page, status=422)
