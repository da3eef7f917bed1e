"""The table of organisations."""

from __future__ import annotations

import uuid

from django.db import models


class Organisation(models.Model):
    """A service whose staff lead and moderate groups."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
