"""The table of those who may found a group without being in one yet."""

from __future__ import annotations

from django.db import models

from forum.organisations.models import Organisation
from forum.people.models import Person


class Founder(models.Model):
    """The first adult of an installation, or of a service that is new to it. `name`: the first name
    young people will see."""

    person = models.OneToOneField(
        Person, primary_key=True, on_delete=models.CASCADE, related_name="founder"
    )
    name = models.CharField(max_length=24)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    cleared = models.BooleanField(default=False)
