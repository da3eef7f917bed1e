"""What every request passes through: who asks, in which language, and what a refusal looks like."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import structlog
from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from consumers.http.asked import Asked, asked
from consumers.http.entering import remember_language
from consumers.http.refusing import refused
from forum.errors import DomainError
from forum.words import DEFAULT, LANGUAGES

log = structlog.get_logger(__name__)

Respond = Callable[[HttpRequest], HttpResponse]


def person(respond: Respond) -> Respond:
    """Whose login the cookie carries."""

    def middleware(request: HttpRequest) -> HttpResponse:
        token = request.COOKIES.get(settings.DEVICE_COOKIE, "")
        request.asked = Asked(token=token)  # type: ignore[attr-defined]
        response = respond(request)
        # Nothing here is for a shared cache or the back button of a shared phone.
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware


def language(respond: Respond) -> Respond:
    """Chosen on the page, else remembered, else the person's, else the browser's."""

    def middleware(request: HttpRequest) -> HttpResponse:
        who = asked(request)
        chosen = request.GET.get("lang", "")
        who.language = next((wish for wish in _wishes(request) if wish in LANGUAGES), DEFAULT)
        response = respond(request)
        if chosen == who.language:
            remember_language(response, chosen)
        return response

    return middleware


def _wishes(request: HttpRequest) -> Iterator[str]:
    yield request.GET.get("lang", "")
    yield request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    try:
        person = asked(request).person
        yield person.language if person else ""
    except DatabaseError:
        # No reason to turn anybody away: help must open in some language.
        log.warning("language_unknown")
    yield from _accepted(request.headers.get("Accept-Language", ""))


def _accepted(header: str) -> list[str]:
    wishes = [part.split(";")[0].strip().lower()[:2] for part in header.split(",")[:8]]
    return ["nb" if wish == "no" else wish for wish in wishes]


class refusals:
    """A domain refusal becomes a page with its words; anything unforeseen a calm one."""

    def __init__(self, respond: Respond) -> None:
        self._respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._respond(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, DomainError):
            return refused(request, error)
        return None
