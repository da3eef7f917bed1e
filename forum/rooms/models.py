"""Tables of groups and rooms."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from forum.organisations.models import Organisation


class Mode(models.TextChoices):
    """When messages are shown."""

    PUBLISH_THEN_CHECK = "publish_then_check"
    HOLD_IF_FLAGGED = "hold_if_flagged"
    HOLD_ALL = "hold_all"


class Unscored(models.TextChoices):
    """What happens to a message nobody could score. Never: silently clean."""

    HOLD = "hold"
    PUBLISH_AND_QUEUE = "publish_and_queue"


class Outside(models.TextChoices):
    """What the rooms are outside their hours."""

    READ_ONLY = "read_only"
    CLOSED = "closed"  # nobody reads either


class AgeBand(models.TextChoices):
    """All we ever know of anyone's age."""

    UNDER_13 = "under_13"
    FROM_13 = "13_15"
    FROM_16 = "16_19"
    FROM_20 = "20_up"


class Ground(models.TextChoices):
    """Why people of this age may take part, as the law puts it."""

    CHILD_13 = "child_13"  # from 13 a child consents to such a service itself
    HEALTH_16 = "health_16"  # from 16 one decides on one's own health care
    GUARDIAN = "guardian"  # those who have the parental responsibility have said yes


class Group(models.Model):
    """A closed group. Its name appears to members only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisations = models.ManyToManyField(Organisation, related_name="groups")
    name = models.CharField(max_length=80)
    theme = models.CharField(max_length=200)
    language = models.CharField(max_length=2, default="nb")  # what the rooms mostly write in
    languages = models.JSONField(default=list)  # what the adults read, beside it
    ground = models.CharField(max_length=10, choices=Ground, default=Ground.CHILD_13)
    size = models.PositiveSmallIntegerField(default=10)  # as many as it is meant for
    retention_days = models.PositiveSmallIntegerField(default=30)
    bands = models.JSONField(default=list)  # AgeBand values that may join

    mode = models.CharField(max_length=20, choices=Mode, default=Mode.HOLD_IF_FLAGGED)
    first_held = models.PositiveSmallIntegerField(default=0)  # a newcomer's first N go to a person
    unscored = models.CharField(max_length=20, choices=Unscored, default=Unscored.HOLD)
    patience = models.DurationField(default=timedelta(seconds=20))  # then "not scored"
    # Whether its lines may be exported, de-identified, to train the model.
    lends_lines = models.BooleanField(default=False)

    # What screening adds up over several messages; see `moderation.context`.
    follow_contact = models.BooleanField(default=True)
    follow_distress = models.BooleanField(default=False)

    # The version of the agreement in force, so that each message need not look for it.
    agreement_version = models.PositiveIntegerField(default=0)

    # So many cleared adults must be there for a session to start, and for its room to show anything
    # before somebody has read it.
    adults_needed = models.PositiveSmallIntegerField(default=2)

    # The hours of the rooms that are there between sessions, local; see `opening.Hours`.
    zone = models.CharField(max_length=40, default="Europe/Oslo")
    opens = models.TimeField(null=True, blank=True)
    closes = models.TimeField(null=True, blank=True)
    days = models.JSONField(default=list)  # Monday is 0
    closed_on_holidays = models.BooleanField(default=False)
    closed_dates = models.JSONField(default=list)  # ISO
    outside = models.CharField(max_length=10, choices=Outside, default=Outside.READ_ONLY)


class Agreement(models.Model):
    """One version of what the group has agreed on, as clean HTML."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="agreements")
    version = models.PositiveIntegerField()
    html = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "version"], name="agreement_version_once")
        ]


class RoomKind(models.TextChoices):
    COMMON = "common"
    TOPIC = "topic"
    SESSION = "session"
    SIDE = "side"
    AGREEMENT = "agreement"
    BACK = "back"


# What is said in these is between few, and nobody else's.
APART = frozenset({RoomKind.SIDE, RoomKind.BACK})


class Room(models.Model):
    """A place to talk. `head` is the newest sequence of its timeline: raised in the transaction
    that appends, it never skips and never repeats."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="rooms")
    kind = models.CharField(max_length=10, choices=RoomKind)
    title = models.CharField(max_length=80, blank=True)
    head = models.PositiveBigIntegerField(default=0)
    # Set by those who lead; see `forum.steering`.
    slow_seconds = models.PositiveSmallIntegerField(default=0)
    slow_reason = models.CharField(max_length=12, blank=True)
    locked_until = models.DateTimeField(null=True, blank=True)
    lock_reason = models.CharField(max_length=12, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["group", "kind"])]
        constraints = [
            models.UniqueConstraint(
                fields=["group"], condition=Q(kind=RoomKind.AGREEMENT), name="one_agreement_room"
            )
        ]
