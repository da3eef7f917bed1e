"""The table of summaries."""

from __future__ import annotations

from django.db import models

from forum.sessions.models import Session


class Summary(models.Model):
    """`themes`: keys of `themes.toml`, what most wrote of first."""

    session = models.OneToOneField(
        Session, primary_key=True, on_delete=models.CASCADE, related_name="summary"
    )
    themes = models.JSONField(default=list)
    at = models.DateTimeField()
