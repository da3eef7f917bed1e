"""The table of bells that were rung."""

from __future__ import annotations

from django.db import models


class Bell(models.Model):
    """A bell, rung by the transaction that wrote this row: that something changed, not what."""

    name = models.CharField(max_length=60)
    at = models.DateTimeField(auto_now_add=True, db_index=True)
