"""Which life of the database this is.

A restored backup has forgotten what phones have seen; restoring writes a new epoch, and phones
that notice drop their cursors and read afresh.
"""

from __future__ import annotations

import uuid

from forum.timeline.models import Epoch


def epoch() -> str:
    """The epoch's name; made at the first question."""
    row, _ = Epoch.objects.get_or_create(pk=1, defaults={"value": uuid.uuid4()})
    return str(row.value)
