"""What it costs: nothing for harmless talk, and as much for a long history as for none."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum.messages.models import Message
from forum.messages.states import State
from moderation.context import queries
from moderation.context.actions import remember
from moderation.context.models import Sign
from moderation.screening import actions, phases
from moderation.screening.models import Verdict
from tests import house
from tests.moderation.context.speech import Numbers, say

pytestmark = pytest.mark.django_db


def ready(home: house.House, text: str, times: int) -> list[tuple[Message, phases.Screened]]:
    answered = house.share(home.bo, home.topic, "jeg er her")
    for _ in range(times):
        say(home.ada, home.topic, text, answered)
    taken = actions.take(uuid.uuid4())
    outcomes = phases.screen([draft for _, draft in taken], Numbers())
    return [(message, outcome) for (message, _), outcome in zip(taken, outcomes, strict=True)]


def asked(home: house.House, text: str, times: int) -> int:
    batch = ready(home, text, times)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        remember(batch)
    Message.objects.filter(state=State.PENDING).update(state=State.WITHDRAWN)
    Message.objects.update(submitted_at=timezone.now() - timedelta(minutes=5))
    return len(caught)


def past(home: house.House, count: int) -> None:
    """This many messages of Ada's, each with a sign and a verdict."""
    now = timezone.now()
    written = Message.objects.bulk_create(
        Message(
            room=home.topic,
            author=home.ada,
            nonce=uuid.uuid4(),
            text="hei",
            state=State.PUBLISHED,
            submitted_at=now - timedelta(days=1, minutes=n),
        )
        for n in range(count)
    )
    Verdict.objects.bulk_create(
        Verdict(message=one, fate="publish", language="nb", scores={"self_directed": 0.1})
        for one in written
    )
    Sign.objects.bulk_create(
        Sign(
            message=one,
            room=home.topic,
            author=home.ada,
            toward=home.bo,
            how="reply",
            head="contact",
            level=0.2,
            at=one.submitted_at,
        )
        for one in written
    )


def test_harmless_talk_asks_the_database_nothing() -> None:
    home = house.build(follow_distress=True)
    assert asked(home, "hei", 8) == 0


@pytest.mark.parametrize("text", ["tegn 35", "tungt 55", "tegn 35 og tungt 55"])
def test_a_batch_asks_as_little_as_one_message_whatever_went_before(text: str) -> None:
    home = house.build(follow_distress=True)
    asked(home, text, 1)  # compiles
    one = asked(home, text, 1)
    many = asked(home, text, 8)
    past(home, 1_000)
    later = asked(home, text, 8)
    # A pattern that is found is stored: one more.
    assert 0 < one <= many <= later <= one + 1 <= 13


def test_looking_back_ends() -> None:
    """However much one has written, so many messages are read and no more."""
    home = house.build(follow_distress=True)
    past(home, 1_000)
    since = timezone.now() - timedelta(days=28)
    [marks] = queries.pairs([home.ada.pk], since).signs.values()
    assert len(marks) == queries.SIGNS_MOST
    levels = queries.levels(home.ada.pk)
    assert len(levels) == queries.LOOKED_BACK
    newest = Message.objects.filter(author=home.ada).order_by("-submitted_at")
    assert {mark.message for mark in levels} == {one.pk for one in newest[: queries.LOOKED_BACK]}
