"""Tables of the record. Triggers refuse to change or delete a row of it (migration `audit`)."""

from __future__ import annotations

from django.db import models


class Act(models.Model):
    """One thing somebody did. No foreign keys: a person who goes does not change the record."""

    seq = models.BigIntegerField(primary_key=True)  # 1, 2, 3 without a gap
    at = models.DateTimeField()
    person = models.UUIDField(null=True)
    membership = models.UUIDField(null=True)
    role = models.CharField(max_length=20, blank=True)
    group = models.UUIDField(null=True)
    what = models.CharField(max_length=60)  # the action's own name, such as `cases.decide`
    subject_kind = models.CharField(max_length=20, blank=True)
    subject = models.CharField(max_length=40, blank=True)
    facts = models.JSONField(default=dict)
    before = models.BinaryField(max_length=32)  # the mark of the row before
    mark = models.BinaryField(max_length=32)

    class Meta:
        indexes = [models.Index(fields=["group", "-seq"], name="acts_of_a_group")]


class Head(models.Model):
    """The one row that says where the record ends, so that a tail cut off is missed too."""

    seq = models.BigIntegerField(default=0)
    mark = models.BinaryField(max_length=32, default=bytes(32))
    seal = models.BinaryField(max_length=32, default=bytes(32))
