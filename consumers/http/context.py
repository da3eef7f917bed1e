"""What every template may use."""

from __future__ import annotations

from django.http import HttpRequest

from consumers.http.asked import asked
from forum.words import LANGUAGES


def everywhere(request: HttpRequest) -> dict[str, object]:
    """The `language` being read, and the others to choose from. Asks no database: see `Asked`."""
    return {"language": asked(request).language, "languages": LANGUAGES}
