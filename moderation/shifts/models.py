"""Tables of shifts, of people on duty, and of breaks."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from forum.memberships.models import Membership
from forum.rooms.models import Group


class Shift(models.Model):
    """A planned stretch of time for which somebody is to be on duty."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="shifts")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    people: models.ManyToManyField[Membership, Watch] = models.ManyToManyField(
        Membership, through="Watch", related_name="shifts"
    )

    class Meta:
        indexes = [models.Index(fields=["group", "ends_at"], name="shifts_by_end")]


class Watch(models.Model):
    """Somebody planned for a shift. `place`: the order in which they are called."""

    shift = models.ForeignKey(Shift, on_delete=models.CASCADE)
    member = models.ForeignKey(Membership, on_delete=models.CASCADE)
    place = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shift", "member"], name="once_on_a_shift"),
            models.UniqueConstraint(fields=["shift", "place"], name="one_in_each_place"),
        ]


class Duty(models.Model):
    """Somebody on duty, from when to when. `note` is for those who come after."""

    member = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="duties")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="duties")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    note = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member"], condition=Q(until=None), name="on_duty_once")
        ]
        indexes = [models.Index(fields=["group", "-since"], name="duties_of_a_group")]


class Rest(models.Model):
    """A break. What one has looked at counts from its end."""

    member = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="rests")
    since = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["member", "-until"], name="rests_of_a_member")]


class Gap(models.Model):
    """A stretch of time for which somebody should have been on duty and nobody was. Open until
    somebody is, or it is over."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="gaps")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group"], condition=Q(until=None), name="one_open_gap")
        ]
