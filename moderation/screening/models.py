"""The table of verdicts."""

from __future__ import annotations

from django.db import models

from forum.messages.models import Message


class Verdict(models.Model):
    """What screening made of one message, and from what. Holds places in the text, never text."""

    message = models.OneToOneField(
        Message, primary_key=True, on_delete=models.CASCADE, related_name="verdict"
    )
    fate = models.CharField(max_length=10)
    language = models.CharField(max_length=8)
    scorer = models.CharField(max_length=40, blank=True)  # name and version; empty: not scored
    scores = models.JSONField(default=dict)  # head -> 0..1
    findings = models.JSONField(default=list)  # see phases.Finding
    at = models.DateTimeField(auto_now_add=True)
