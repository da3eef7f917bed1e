"""What somebody has chosen so far while joining: in a sealed cookie, for an hour, for one code."""

from __future__ import annotations

from dataclasses import dataclass

from django.core import signing
from django.http import HttpRequest, HttpResponse

from consumers.http.entering import keep_cookie

COOKIE = "fr-join"
PATH = "/i/"
HOUR = 3600


@dataclass
class Chosen:
    """`token` is the login that will be opened: made before the last step, so that the step can be
    sent twice and still let exactly one person in."""

    code: str
    band: str = ""
    alias: str = ""
    avatar: str = ""
    token: str = ""


def chosen(request: HttpRequest, code: str) -> Chosen:
    """An empty one where nothing was chosen with this code, or somebody tampered with it."""
    code = "".join(c for c in code.upper() if c.isalnum())
    sealed = request.COOKIES.get(COOKIE, "")
    try:
        kept = signing.loads(sealed, salt=COOKIE, max_age=HOUR)
    except signing.BadSignature:
        return Chosen(code)
    return Chosen(**kept) if kept["code"] == code else Chosen(code)


def keep(response: HttpResponse, so_far: Chosen) -> HttpResponse:
    sealed = signing.dumps(vars(so_far), salt=COOKIE)
    return keep_cookie(response, COOKIE, sealed, seconds=HOUR, path=PATH)
