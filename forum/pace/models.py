"""The table of counted tries."""

from __future__ import annotations

from django.db import models


class Tries(models.Model):
    """How many wrong tries of one kind came from one place since `since`."""

    key = models.BinaryField(max_length=32, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    since = models.DateTimeField()
