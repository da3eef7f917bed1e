"""Coming back without e-mail: four words that restore a membership on a new phone.

The hash is argon2id salted with a key outside the database, the same for all phrases, because the
phrase alone must find its person; it is sealed besides. Using a phrase replaces it: one seen over a
shoulder and used is noticed by its owner.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from functools import cache
from pathlib import Path

from argon2.low_level import Type, hash_secret_raw
from django.conf import settings
from django.db import transaction

from forum import pace
from forum.errors import Code, DomainError
from forum.people.devices import open_device
from forum.people.models import Person, Recovery
from forum.permissions import system_only
from forum.sealed import seal_same

WORDS = 4
ABOUT = "phrase"


@cache
def word_list(language: str) -> tuple[str, ...]:
    """The words phrases are made of, over 1,024 a language: short, common, kind.

    Four of them are 40 bits, which nobody guesses at six tries a quarter of an hour.
    """
    text = (Path(__file__).parent / "wordlists" / f"{language}.txt").read_text(encoding="utf-8")
    return tuple(text.split())


def _hash(phrase: str) -> bytes:
    words = unicodedata.normalize("NFC", phrase).casefold().replace("-", " ").split()
    salt = hmac.new(settings.SECRET_KEY.encode(), b"recovery", hashlib.sha256).digest()[:16]
    return hash_secret_raw(
        " ".join(words).encode(),
        salt,
        time_cost=2,
        memory_cost=32 * 1024,
        parallelism=1,
        hash_len=32,
        type=Type.ID,
    )


@system_only
def new_phrase(person: Person) -> list[str]:
    """Four words in the person's language; whatever phrase stood before stops working."""
    words = word_list(person.language)
    while True:
        phrase = [secrets.choice(words) for _ in range(WORDS)]
        sealed = seal_same(_hash(" ".join(phrase)), about=ABOUT)
        if not Recovery.objects.filter(phrase_hash__in=sealed).exists():
            break
    Recovery.objects.update_or_create(person=person, defaults={"phrase_hash": sealed[0]})
    return phrase


@system_only
def recover(*, phrase: str, where: str) -> tuple[str, list[str]]:
    """Opens a login for whoever owns the phrase. Returns the cookie's token and the new phrase.

    Errors: `phrase_wrong`, `too_many_tries` (6 wrong ones lock `where` for 15 minutes).
    """
    pace.check("recover", where)
    sealed = seal_same(_hash(phrase), about=ABOUT)
    with transaction.atomic():
        # Deleting is the claim: two phones with one phrase, and only one comes in.
        found = Recovery.objects.filter(phrase_hash__in=sealed).values_list("person_id", flat=True)
        person_id = found.first()
        taken, _ = Recovery.objects.filter(phrase_hash__in=sealed).delete()
        if person_id is not None and taken:
            person = Person.objects.get(pk=person_id)
            return open_device(person), new_phrase(person)
    pace.count("recover", where)
    raise DomainError(Code.PHRASE_WRONG)
