"""Small changes a person makes to themselves."""

from __future__ import annotations

from forum.people.models import Person
from forum.permissions import system_only
from forum.words import LANGUAGES


@system_only
def set_language(person: Person, language: str) -> None:
    """The language this person reads; an unknown one is ignored."""
    if language in LANGUAGES:
        Person.objects.filter(pk=person.pk).update(language=language)
        person.language = language
