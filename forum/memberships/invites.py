"""Invitations: single-use codes that need no name to be given, and none to be used."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from forum.errors import Code, DomainError
from forum.memberships.models import Invite, Membership
from forum.permissions import Permission, requires, system_only
from forum.rooms.models import Group

# Without the letters and digits that look alike on paper.
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
LENGTH = 10
VALID = timedelta(days=30)


def _hash(code: str) -> bytes:
    plain = "".join(c for c in code.upper() if c.isalnum())
    return hmac.new(
        settings.SECRET_KEY.encode(), b"invite:" + plain.encode(), hashlib.sha256
    ).digest()


@system_only
def new_invite(group: Group) -> tuple[str, datetime]:
    """A code for this group and when it expires."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    expires_at = timezone.now() + VALID
    Invite.objects.create(code_hash=_hash(code), group=group, expires_at=expires_at)
    return code, expires_at


@requires(Permission.INVITE)
def create_invite(by: Membership) -> tuple[str, datetime]:
    """A code for one's own group and when it expires."""
    return new_invite(by.group)


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
