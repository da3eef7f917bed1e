"""Pages that say no, or that something went wrong: in plain words, with help at hand."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from consumers.http.asked import asked
from forum.errors import Code, DomainError
from forum.words import say

_STATUS = {
    Code.INVITE_INVALID: 404,
    Code.ROOM_NOT_FOUND: 404,
    Code.TOO_MANY_TRIES: 429,
    Code.UNAVAILABLE: 503,
}


def words(request: HttpRequest, error: DomainError) -> str:
    """The refusal in the reader's language."""
    return say(f"errors.{error.code.value}", asked(request).language, **error.params)


def form_status(error: DomainError) -> int:
    """The status of a form shown again with this refusal in it."""
    return 429 if error.code == Code.TOO_MANY_TRIES else 422


def refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    """A page of its own for a refusal that no form can show."""
    status = _STATUS.get(error.code, 403)
    page = {"title": "pages.refused.title", "text": words(request, error)}
    return render(request, "plain.html", page, status=status)


def plain(request: HttpRequest, kind: str, status: int) -> HttpResponse:
    """`kind` is missing, broken or stale."""
    text = say(f"pages.{kind}.text", asked(request).language)
    return render(
        request, "plain.html", {"title": f"pages.{kind}.title", "text": text}, status=status
    )


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return plain(request, "missing", 404)


def unclear(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request that no browser of ours sends. Says no more than that nothing is here."""
    return plain(request, "missing", 400)


def broken(request: HttpRequest) -> HttpResponse:
    return plain(request, "broken", 500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open too long, or cookies are off."""
    return plain(request, "stale", 403)
