"""The front door, the shells of the two apps, and pages that anybody may read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from consumers.http.asked import asked
from consumers.http.entering import let_in, let_out, remember_language
from consumers.http.refusing import missing
from forum.help import lines
from forum.memberships import avatar
from forum.people.devices import end_device


@require_safe
@ensure_csrf_cookie
def front(request: HttpRequest) -> HttpResponse:
    """The app for whoever is in; the door for everybody else."""
    who = asked(request)
    if who.person is None:
        return render(request, "front.html")
    if who.person.is_staff:
        return redirect("/team/")
    page = render(request, "shell.html", {"entry": "src/entries/young.ts"})
    # The cookie lasts as long from now as the login does: whoever comes often stays in. With the
    # language at hand, the help page never waits for a database that is gone.
    return remember_language(let_in(page, who.token), who.language)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "about.html")


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """F1: works signed out and without JavaScript."""
    shown = lines.now(timezone.now(), asked(request).language)
    return render(
        request,
        "help.html",
        {
            "emergency": [line for line in shown if line.line.emergency],
            "lines": [line for line in shown if not line.line.emergency],
            "stale": any(line.stale for line in shown),
        },
    )


@require_safe
def help_now(request: HttpRequest) -> HttpResponse:
    """At most three lines that are open, for a card beside a held message."""
    shown = lines.now(timezone.now(), asked(request).language)
    open_now = [line for line in shown if line.open and not line.line.emergency][:3]
    return JsonResponse(
        {
            "open": [
                {
                    "name": line.line.name,
                    "what": line.what,
                    "phone": line.line.number,
                    "chat": line.line.chat,
                    "free": line.line.free,
                }
                for line in open_now
            ]
        }
    )


def leave(request: HttpRequest) -> HttpResponse:
    """Signs out here; whoever only came by is not."""
    if request.method != "POST":
        return redirect("/")
    device = asked(request).device
    if device is not None:
        end_device(device)
    return let_out(redirect("/"))


@require_safe
@cache_control(public=True, max_age=31_536_000, immutable=True)
def avatar_picture(request: HttpRequest, seed: str) -> HttpResponse:
    if not avatar.valid(seed):
        return missing(request)
    return HttpResponse(avatar.svg(seed), content_type="image/svg+xml")
