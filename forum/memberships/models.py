"""Tables of memberships, invitations, and seats in side rooms."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from forum.organisations.models import Organisation
from forum.people.models import Person
from forum.permissions import STAFF, Permission, Role, may
from forum.rooms.models import AgeBand, Group, Mode, Room


class Membership(models.Model):
    """A person in a group. `id` is what the group sees; it says nothing of the person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=[(r.value, r.value) for r in Role])
    alias = models.CharField(max_length=24)
    avatar = models.CharField(max_length=12)
    band = models.CharField(max_length=10, choices=AgeBand, blank=True)
    # Of staff: the service they come from, and that their police certificate has been seen.
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    cleared = models.BooleanField(default=False)
    agreement_version = models.PositiveIntegerField(default=0)
    mode = models.CharField(max_length=20, choices=Mode, blank=True)  # overrides the group's
    paused_until = models.DateTimeField(null=True, blank=True)
    pause_reason = models.CharField(max_length=12, blank=True)
    # Out of the shared rooms until then; see `forum.steering`.
    suspended_until = models.DateTimeField(null=True, blank=True)
    suspend_reason = models.CharField(max_length=12, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("group", Lower("alias"), name="alias_once_in_group"),
            models.UniqueConstraint(
                fields=["group", "person"],
                condition=Q(removed_at=None),
                name="one_membership_in_group",
            ),
        ]

    def may(self, permission: Permission) -> bool:
        return may(self.role, permission)

    @property
    def is_staff(self) -> bool:
        return self.role in STAFF


class InviteBatch(models.Model):
    """Codes made in one go. Whom they were given to is stored nowhere."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="invite_batches")
    made = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    expires_at = models.DateTimeField()


class Invite(models.Model):
    """A single-use code, kept as a keyed hash. Who it was given to is not stored."""

    code_hash = models.BinaryField(max_length=32, primary_key=True)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="invites")
    batch = models.ForeignKey(
        InviteBatch, null=True, on_delete=models.CASCADE, related_name="invites"
    )
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)


class Seat(models.Model):
    """Who is in a side room."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE)
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "membership"], name="one_seat_each")]


class Bar(models.Model):
    """Who may not enter a room that is otherwise theirs: put out of one session, and still in the
    group."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE)
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "membership"], name="one_bar_each")]
