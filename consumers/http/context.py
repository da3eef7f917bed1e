"""What every template may use."""

from __future__ import annotations

from django.http import HttpRequest

from consumers.http.asked import asked
from forum.words import LANGUAGES


def everywhere(request: HttpRequest) -> dict[str, object]:
    """`language` being read, the others to choose from, and whether somebody is signed in."""
    who = asked(request)
    return {
        "language": who.language,
        "languages": LANGUAGES,
        "signed_in": who.person is not None,
    }
