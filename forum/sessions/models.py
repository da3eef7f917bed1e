"""Tables of sessions and series, and of who leads them."""

from __future__ import annotations

import uuid

from django.db import models

from forum.memberships.models import Membership
from forum.rooms.models import Group, Room
from forum.sessions.states import SessionState


class Series(models.Model):
    """A course: evenings planned in one go. `rule` and `skipped` (ISO dates) are what they were
    planned by, over local wall time; each may be moved or cancelled on its own since."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="series")
    theme = models.CharField(max_length=80)
    zone = models.CharField(max_length=40)
    first = models.DateField()
    at = models.TimeField()
    rule = models.CharField(max_length=80)
    skipped = models.JSONField(default=list)
    planned_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)


class Session(models.Model):
    """One meeting. `minutes` is its planned length.

    `agenda`: steps of `agenda.Step`, `step` the one that is on, by place. `closes_at`: the soft
    close has begun. `short_since`: fewer adults are there than the group asks. `circling` and
    `speaker`: a circle is on, and whose turn it is (see `forum.circles`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="sessions")
    room = models.OneToOneField(Room, on_delete=models.CASCADE, related_name="session")
    series = models.ForeignKey(
        Series, null=True, blank=True, on_delete=models.SET_NULL, related_name="sessions"
    )
    theme = models.CharField(max_length=80)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    capacity = models.PositiveSmallIntegerField(null=True, blank=True)  # young people
    state = models.CharField(
        max_length=10,
        choices=[(s.value, s.value) for s in SessionState],
        default=SessionState.PLANNED,
    )
    planned_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    cancel_words = models.CharField(max_length=200, blank=True)
    reminded = models.PositiveSmallIntegerField(default=0)

    agenda = models.JSONField(default=list)
    step = models.PositiveSmallIntegerField(null=True, blank=True)
    step_began_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    short_since = models.DateTimeField(null=True, blank=True)
    circling = models.BooleanField(default=False)
    speaker = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["state"],
                condition=models.Q(state__in=["planned", "open"]),
                name="sessions_to_come",
            )
        ]


class Leader(models.Model):
    """An adult who is to lead a session, or to step in."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="leaders")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    substitute = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "membership"], name="one_lead_each")
        ]
