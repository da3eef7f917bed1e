"""The table of calendar keys."""

from __future__ import annotations

from django.db import models

from forum.people.models import Person


class CalendarKey(models.Model):
    """The one calendar address of a person."""

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.CASCADE)
    key_hash = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField()
