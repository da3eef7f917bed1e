"""The staff's door. To a signed-in participant this path does not exist."""

from __future__ import annotations

from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_http_methods, require_safe

from consumers.http.asked import asked, where
from consumers.http.factors import lead_on
from consumers.http.refusing import form_status, missing, words
from forum.errors import DomainError
from forum.factors import oidc
from forum.factors.actions import begin

WAKE = (Path(__file__).parent / "wake.js").read_text(encoding="utf-8")


@require_safe
def wake(request: HttpRequest) -> HttpResponse:
    """The script that shows a notice while the app is closed."""
    person = asked(request).person
    if person is None or not person.is_staff:
        return missing(request)
    return HttpResponse(WAKE, content_type="text/javascript")


@require_http_methods(["GET", "HEAD", "POST"])
@ensure_csrf_cookie
def team(request: HttpRequest) -> HttpResponse:
    person = asked(request).person
    if person is not None and not person.is_staff:
        return missing(request)
    if person is not None:
        return render(request, "shell.html", {"entry": "src/entries/staff.ts"})
    if request.method != "POST":
        return render(request, "sign_in.html", {"oidc": oidc.on()})
    username = request.POST.get("username", "").replace("\0", "")
    try:
        began = begin(
            username=username, password=request.POST.get("password", ""), where=where(request)
        )
    except DomainError as refusal:
        page = {"error": words(request, refusal), "username": username[:150], "oidc": oidc.on()}
        return render(request, "sign_in.html", page, status=form_status(refusal))
    return lead_on(began)
