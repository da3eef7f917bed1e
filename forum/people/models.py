"""Tables of people and of what lets them in again."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models


class Person(models.Model):
    """Somebody who can come in, known by nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    language = models.CharField(max_length=2, default="nb")
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE
    )

    @property
    def is_staff(self) -> bool:
        return self.account_id is not None

    @property
    def username(self) -> str:
        """Of staff; empty for everybody else."""
        return self.account.get_username() if self.account else ""


class Device(models.Model):
    """A login: one browser that holds the token whose hash stands here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="devices")
    token_hash = models.BinaryField(max_length=32, unique=True)
    last_day = models.DateField()  # a day is precise enough to end idle logins
    # Of staff alone, whose logins end after hours.
    seen_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)


class Recovery(models.Model):
    """The keyed hash of a person's recovery phrase, sealed."""

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.CASCADE)
    phrase_hash = models.BinaryField(max_length=64, unique=True)


class Contact(models.Model):
    """How a young person may be reached outside, if they chose to say it. Sealed; opened only by
    `moderation.breakglass`."""

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.CASCADE)
    sealed = models.BinaryField(max_length=1024)
    at = models.DateTimeField(auto_now=True)
