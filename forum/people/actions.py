"""Small changes a person makes to themselves."""

from __future__ import annotations

from forum.errors import Code, DomainError
from forum.people.models import Contact, Person
from forum.permissions import system_only
from forum.sealed import seal, unseal
from forum.words import LANGUAGES


@system_only
def set_language(person: Person, language: str) -> None:
    """The language this person reads; an unknown one is ignored."""
    if language in LANGUAGES:
        Person.objects.filter(pk=person.pk).update(language=language)
        person.language = language


CONTACT_MAX = 200
CONTACT = "contact"


@system_only
def leave_contact(person: Person, text: str) -> None:
    """How this young person may be reached outside; empty: no longer. Error: `contact_length`."""
    said = " ".join(text.split())
    if len(said) > CONTACT_MAX:
        raise DomainError(Code.CONTACT_LENGTH, max=CONTACT_MAX)
    if said:
        sealed = seal(said, about=CONTACT)
        Contact.objects.update_or_create(person=person, defaults={"sealed": sealed})
    else:
        Contact.objects.filter(person=person).delete()


@system_only
def contact_of(person: Person) -> str:
    """What they left, or nothing. For themselves, and for `moderation.breakglass`."""
    left = Contact.objects.filter(person=person).first()
    return unseal(bytes(left.sealed), about=CONTACT) if left else ""
