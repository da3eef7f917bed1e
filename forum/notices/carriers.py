"""The two carriers. Called outside any transaction and away from the database's threads: a slow
mail server holds nobody up."""

from __future__ import annotations

import json
from collections.abc import Callable

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from requests import RequestException

from forum import env
from forum.notices import vapid
from forum.notices.actions import Letter, Result
from forum.words import say

log = structlog.get_logger(__name__)

TIMEOUT_SECONDS = 5
# How long a push service keeps it for a phone that is off.
KEEP_SECONDS = 600
NO_MAIL = "django.core.mail.backends.dummy.EmailBackend"
_ENDED = frozenset({404, 410})


def push(letter: Letter) -> Result | None:
    """To every browser that asked; taken when one has it. None: there is no browser to tell."""
    if not letter.subscriptions:
        return None
    # It brings a web client of its own: a seventh of the time that a process takes to start.
    from pywebpush import WebPushException, webpush

    said = json.dumps(
        {"title": say("app.name", letter.language), "body": _words(letter, "subject")}
    )
    gone: list[int] = []
    taken = False
    for pk, info in letter.subscriptions:
        try:
            webpush(
                subscription_info=info,
                data=said,
                vapid_private_key=vapid.private_key(),
                vapid_claims={"sub": f"mailto:{env.EMAIL_FROM}"},
                ttl=KEEP_SECONDS,
                timeout=TIMEOUT_SECONDS,
                headers={"Urgency": "high"},
            )
            taken = True
        except (WebPushException, RequestException) as error:
            answer = getattr(error, "response", None)
            status = answer.status_code if answer is not None else 0
            log.warning("push_failed", status=status)
            if status in _ENDED:
                gone.append(pk)
    nobody_left = len(gone) == len(letter.subscriptions)
    return Result(letter.notice, "push", taken or nobody_left, tuple(gone))


def email(letter: Letter) -> Result | None:
    """By Django's backend. None: there is no address, or no way to send."""
    if not letter.email or settings.EMAIL_BACKEND == NO_MAIL:
        return None
    try:
        EmailMessage(
            subject=_words(letter, "subject"),
            body=f"{_words(letter, 'body')}\n\n{env.public_url('/team/')}\n",
            from_email=env.EMAIL_FROM,
            to=[letter.email],
        ).send()
    except Exception as error:
        # Whatever a backend raises: the other carrier must not suffer for it.
        log.warning("email_failed", kind=type(error).__name__)
        return Result(letter.notice, "email", False)
    return Result(letter.notice, "email", True)


CARRIERS: dict[str, Callable[[Letter], Result | None]] = {"push": push, "email": email}


def carry(letter: Letter) -> list[Result]:
    """Tries each carrier that has not taken it yet. Never raises."""
    results: list[Result] = []
    for name, carrier in CARRIERS.items():
        if name in letter.done:
            continue
        try:
            result = carrier(letter)
        except Exception as error:
            log.error("carrier_failed", carrier=name, kind=type(error).__name__)
            result = Result(letter.notice, name, False)
        if result is not None:
            results.append(result)
    return results


def _words(letter: Letter, part: str) -> str:
    return say(f"pages.notice.{letter.kind}_{part}", letter.language)
