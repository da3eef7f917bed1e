"""Invitations: single-use codes that need no name to be given, and none to be used."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from forum.errors import Code, DomainError
from forum.memberships.models import Invite, InviteBatch, Membership
from forum.permissions import Permission, requires, system_only
from forum.rooms.models import Group

# Without the letters and digits that look alike on paper.
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
LENGTH = 10
VALID = timedelta(days=30)
COUNT_MAX = 30


def _hash(code: str) -> bytes:
    plain = "".join(c for c in code.upper() if c.isalnum())
    return hmac.new(
        settings.SECRET_KEY.encode(), b"invite:" + plain.encode(), hashlib.sha256
    ).digest()


def _new(group: Group, expires_at: datetime, batch: InviteBatch | None = None) -> str:
    code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    Invite.objects.create(code_hash=_hash(code), group=group, batch=batch, expires_at=expires_at)
    return code


@system_only
def new_invite(group: Group) -> tuple[str, datetime]:
    """One code for this group, of no batch, and when it expires."""
    expires_at = timezone.now() + VALID
    return _new(group, expires_at), expires_at


@requires(Permission.INVITE)
@transaction.atomic
def create_invites(by: Membership, *, count: int) -> tuple[InviteBatch, list[str]]:
    """So many codes for one's own group, which are shown now and never again. Error:
    `invite_count`."""
    if not 1 <= count <= COUNT_MAX:
        raise DomainError(Code.INVITE_COUNT, max=COUNT_MAX)
    now = timezone.now()
    batch = InviteBatch.objects.create(group=by.group, made=count, at=now, expires_at=now + VALID)
    return batch, [_new(by.group, batch.expires_at, batch) for _ in range(count)]


@requires(Permission.INVITE)
@transaction.atomic
def revoke_batch(by: Membership, *, batch_id: UUID) -> int:
    """Takes back those of a batch that nobody has used. Returns how many. Error: `invite_invalid`
    for a batch of no group of one's own."""
    batch = InviteBatch.objects.filter(pk=batch_id, group=by.group_id).first()
    if batch is None:
        raise DomainError(Code.INVITE_INVALID)
    left = Invite.objects.filter(batch=batch, used_at=None, revoked_at=None)
    return left.update(revoked_at=timezone.now())


@requires(Permission.INVITE)
def revoke_invite(by: Membership, *, code: str) -> None:
    """Takes an unused code back. An unknown one: `invite_invalid`."""
    if not Invite.objects.filter(
        code_hash=_hash(code), group=by.group, used_at=None, revoked_at=None
    ).update(revoked_at=timezone.now()):
        raise DomainError(Code.INVITE_INVALID)


def usable(code: str) -> Invite:
    """The invitation this code opens now.

    Raises `invite_invalid`, the same for unknown, used, expired and revoked codes.
    """
    invite = (
        Invite.objects.select_related("group")
        .filter(code_hash=_hash(code), used_at=None, revoked_at=None, expires_at__gt=timezone.now())
        .first()
    )
    if invite is None:
        raise DomainError(Code.INVITE_INVALID)
    return invite


@system_only
def use(invite: Invite) -> None:
    """Spends it. Raises `invite_invalid` when somebody was faster."""
    spent = Invite.objects.filter(pk=invite.pk, used_at=None, revoked_at=None).update(
        used_at=timezone.now()
    )
    if not spent:
        raise DomainError(Code.INVITE_INVALID)
