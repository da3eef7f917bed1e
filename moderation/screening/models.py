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
    scorer = models.CharField(max_length=120, blank=True)  # name and version; empty: not scored
    scores = models.JSONField(default=dict)  # head -> 0..1
    opinions = models.JSONField(default=dict)  # scorer -> head -> 0..1, where more than one spoke
    findings = models.JSONField(default=list)  # see phases.Finding
    limits = models.CharField(max_length=80, blank=True)  # version, see screening.thresholds
    rules = models.CharField(max_length=80, blank=True)  # version
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["at"], name="verdicts_by_time")]


class ShadowVerdict(models.Model):
    """What a model on trial would have made of a message that was settled without it."""

    verdict = models.ForeignKey(Verdict, on_delete=models.CASCADE, related_name="shadows")
    scorer = models.CharField(max_length=120)  # name and version
    scores = models.JSONField(default=dict)  # head -> 0..1; empty: no say in this language
    fate = models.CharField(max_length=10)
    queue = models.CharField(max_length=10, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["verdict", "scorer"], name="one_shadow_each")
        ]
