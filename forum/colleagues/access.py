"""What a link opens. Unknown, used and expired give the same refusal."""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings
from django.utils import timezone

from forum.colleagues.models import StaffInvite
from forum.errors import Code, DomainError


def code_hash(code: str) -> bytes:
    """Under which a link's code is kept."""
    return hmac.new(
        settings.SECRET_KEY.encode(), b"colleague:" + code.encode(), hashlib.sha256
    ).digest()


def usable(code: str) -> StaffInvite:
    """The link this code opens now. Error: `invite_invalid`."""
    invite = (
        StaffInvite.objects.select_related("group", "organisation")
        .filter(code_hash=code_hash(code), used_at=None, expires_at__gt=timezone.now())
        .first()
    )
    if invite is None:
        raise DomainError(Code.INVITE_INVALID)
    return invite
