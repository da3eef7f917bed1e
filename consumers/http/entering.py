"""The cookies that stay: the login, and the language one reads in."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse

from forum.people.devices import IDLE_DAYS

YEAR = 365 * 86_400


def keep_cookie(
    response: HttpResponse, name: str, value: str, *, seconds: int, path: str = "/"
) -> HttpResponse:
    """A cookie for the server alone. Lax, so that a link from a message still finds its way in."""
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        path=path,
        secure=settings.CSRF_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def let_in(response: HttpResponse, token: str) -> HttpResponse:
    """Carries the login."""
    return keep_cookie(response, settings.DEVICE_COOKIE, token, seconds=IDLE_DAYS * 86_400)


def remember_language(response: HttpResponse, language: str) -> HttpResponse:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=YEAR,
        secure=settings.CSRF_COOKIE_SECURE,
        samesite="Lax",
    )
    return response


def let_out(response: HttpResponse) -> HttpResponse:
    response.delete_cookie(settings.DEVICE_COOKIE, path="/", samesite="Lax")
    # The browser forgets what the app kept, even where its own code did not get to run.
    response.headers["Clear-Site-Data"] = '"storage", "cache"'
    return response
