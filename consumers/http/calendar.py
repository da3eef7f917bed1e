"""A person's calendar, by its key alone: what subscribes to it carries no login."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from consumers.http.refusing import missing
from forum.calendar.feed import document
from forum.calendar.queries import owner
from forum.sessions.queries import of_person
from forum.words import say


@require_safe
def calendar(request: HttpRequest, key: str) -> HttpResponse:
    """The document, or the same page as for anything that is not there."""
    person = owner(key)
    if person is None:
        return missing(request)
    now = timezone.now()
    title = say("app.calendar.neutral", person.language)
    answer = HttpResponse(
        document(of_person(person, now), title, now), content_type="text/calendar; charset=utf-8"
    )
    answer.headers["Content-Disposition"] = 'attachment; filename="calendar.ics"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
