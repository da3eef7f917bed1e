"""What we know of a request: whose login it carries and which language it is read in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import cast

from django.conf import settings
from django.http import HttpRequest

from forum.people.devices import known
from forum.people.models import Device, Person
from forum.words import DEFAULT


@dataclass
class Asked:
    """Looked up when somebody asks, not before: the help page has to open without a database."""

    token: str = ""
    language: str = DEFAULT

    @cached_property
    def device(self) -> Device | None:
        return known(self.token)

    @property
    def person(self) -> Person | None:
        return self.device.person if self.device else None


def asked(request: HttpRequest) -> Asked:
    """What the middleware found; a plain one for requests that fail before it ran."""
    return cast(Asked, getattr(request, "asked", None) or Asked())


def where(request: HttpRequest) -> str:
    """The caller's address, for counting tries and nothing else: never logged, never stored but
    as a keyed hash. Behind our proxy it is the last hop the proxy wrote."""
    if settings.SECURE_PROXY_SSL_HEADER:
        hops = request.headers.get("X-Forwarded-For", "").split(",")
        if hops[-1].strip():
            return hops[-1].strip()
    return str(request.META.get("REMOTE_ADDR", ""))
