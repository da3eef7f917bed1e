"""The textbook's one table."""

from __future__ import annotations

from django.db import models


class Said(models.Model):
    """A message in a room."""

    room = models.CharField(max_length=40, db_index=True)
    text = models.TextField()
    at = models.DateTimeField(auto_now_add=True)
