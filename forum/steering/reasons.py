"""Why a room or a member is held back, as they are told it: keys under `app.steer.`. Pure."""

from __future__ import annotations

ROOM = ("breathe", "fast", "read", "listen")
MEMBER = ("space", "tone", "agreement", "rest")
