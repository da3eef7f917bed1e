"""The table of links for colleagues."""

from __future__ import annotations

from uuid import uuid4

from django.db import models

from forum.memberships.models import Membership
from forum.organisations.models import Organisation
from forum.permissions import STAFF
from forum.rooms.models import Group


class StaffInvite(models.Model):
    """A single-use link, kept as a keyed hash. Without a group it lets somebody found one. `ref`
    names it to those who may take it back, who no longer have its code."""

    ref = models.UUIDField(default=uuid4, unique=True, editable=False)
    code_hash = models.BinaryField(max_length=32, primary_key=True)
    group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.CASCADE, related_name="staff_invites"
    )
    role = models.CharField(max_length=20, choices=[(r.value, r.value) for r in sorted(STAFF)])
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    cleared = models.BooleanField(default=False)
    by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
