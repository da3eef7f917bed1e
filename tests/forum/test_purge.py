"""Retention is true: what is old goes, what is not decided stays, and readers find their way."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.utils import timezone

from consumers.wire import commands
from consumers.ws import pictures
from consumers.ws import room as rooms
from forum.attendance.models import Attendance
from forum.checkins import actions as checkins
from forum.checkins.models import CheckIn, Moment
from forum.debriefs.models import Debrief
from forum.debriefs.questions import QUESTIONS
from forum.errors import DomainError
from forum.messages.models import Message
from forum.rooms.models import Group, Room
from forum.sessions import actions as sessions
from forum.timeline.models import Entry
from forum.timeline.queries import since
from moderation.cases import actions as cases
from moderation.cases.access import appealable
from moderation.cases.models import Case, Decision
from moderation.cases.outcomes import Action
from moderation.retention.actions import BATCH, purge
from moderation.screening.verdict import Queue
from moderation.worries.actions import Worry, debrief
from tests import evening, house

pytestmark = pytest.mark.django_db


def at(days: float) -> Any:
    return time_machine.travel(timezone.now() + timedelta(days=days), tick=False)


def seqs(room: Room) -> list[int]:
    return [entry.seq for entry in since(room.pk, 0)]


def test_what_is_older_than_its_group_keeps_it_goes() -> None:
    """D3: with its place in the timeline, and nothing else."""
    home = house.build(retention_days=30)
    old = house.share(home.ada, home.topic, "gammelt")
    with at(20):
        young = house.share(home.bo, home.topic, "nytt")
    there = house.share(home.cam, home.elsewhere.rooms.get(kind="common"), "der")
    Group.objects.filter(pk=home.elsewhere.pk).update(retention_days=365)
    with at(29.9):
        assert purge() == 0
    with at(30.1):
        assert purge() == 1
        assert purge() == 0
    assert set(Message.objects.values_list("pk", flat=True)) == {young.pk, there.pk}
    assert not Entry.objects.filter(message=old.pk).exists()
    assert seqs(home.topic) == [2]
    home.topic.refresh_from_db()
    assert home.topic.head == 2


def test_for_a_session_alone() -> None:
    """D3: until a session has been over for a day; other rooms keep for a day."""
    home = house.build(retention_days=0)
    session = sessions.schedule(home.finn, theme="Kvelden", starts_at=timezone.now(), minutes=60)
    sessions.start(home.finn, session_id=session.pk)
    house.share(home.ada, session.room, "i kveld")
    house.share(home.ada, home.topic, "i rommet")
    with at(2):
        assert purge() == 1, "the session is still on"
        sessions.close(home.finn, session_id=session.pk)
        assert purge() == 0
    with at(2.9):
        assert purge() == 0
    with at(3.1):
        assert purge() == 1
    assert not Message.objects.exists()


def test_nor_who_was_there_and_how_they_were() -> None:
    """D3 D9 D11: the sums of five stay, as they are nobody's."""
    home = house.build(retention_days=7)
    session = evening.opened(home, home.ada, home.mia)
    checkins.check(home.ada, session_id=session.pk, moment=Moment.IN, face=2, words=["tired"])
    sessions.close(home.finn, session_id=session.pk)
    answers = dict.fromkeys(QUESTIONS, "Ada var stille")
    day = timezone.localdate() + timedelta(days=1)
    worry = Worry(home.ada.pk, home.mia.pk, day, "Stille i kveld")
    debrief(home.mia, session_id=session.pk, answers=answers, worries=[worry])
    case = cases.claim(home.mia, Case.objects.get())
    judged = cases.Judgement(Action.TALKED, "care", "Vi snakket sammen")
    cases.decide(home.mia, case, version=case.version, judgement=judged)
    with at(6):
        purge()
        assert CheckIn.objects.exists() and Case.objects.get().text
    with at(8):
        purge()
    assert not CheckIn.objects.exists()
    assert {row.membership for row in Attendance.objects.all()} == {home.finn, home.mia}
    assert Case.objects.get().text == "" and Debrief.objects.get().answers == answers
    with at(31):
        purge()
    assert Debrief.objects.get().answers == {}


def test_what_is_not_decided_stays_and_what_is_leaves_no_word() -> None:
    """D3 E13: until somebody has decided; then the decision alone is left."""
    home = house.build(retention_days=7)
    message = house.share(home.ada, home.topic, "noe sårbart")
    case = cases.open_case(message, queue=Queue.CONDUCT, severity=2, because=["attack"])
    with at(30):
        assert purge() == 0
        assert Message.objects.get().text == "noe sårbart"
        claimed = cases.claim(home.mia, case)
        judgement = cases.Judgement(Action.REMOVE, "attack")
        cases.decide(home.mia, claimed, version=claimed.version, judgement=judgement)
        assert purge() == 1
        assert purge() == 0
    left = Message.objects.get()
    assert left.text == "" and not left.outcome_unread
    assert Case.objects.get().text == ""
    assert Decision.objects.count() == 1
    assert not Entry.objects.filter(message=left).exists()
    with pytest.raises(DomainError):
        appealable(home.ada.person, left.pk)


def test_in_small_batches() -> None:
    """D3"""
    home = house.build(retention_days=1)
    one = house.share(home.ada, home.topic, "en")
    Message.objects.bulk_create(
        [
            Message(
                room=home.topic,
                author=home.ada,
                nonce=UUID(int=n),
                text="mange",
                state="published",
                submitted_at=one.submitted_at,
            )
            for n in range(BATCH)
        ]
    )
    with at(2):
        assert [purge(), purge(), purge()] == [BATCH, 1, 0]


def test_readers_when_old_entries_are_gone() -> None:
    """D3 C5: nobody waits for what will never come."""
    home = house.build(retention_days=7)
    ada, topic = home.ada.person, home.topic
    kept = house.share(home.ada, topic, "venter på noen")
    cases.open_case(kept, queue=Queue.CARE, severity=3, because=["distress"])
    for n in range(3):
        house.share(home.bo, topic, f"gammelt {n}")
    with at(8):
        assert purge() == 3
    # The newest are gone: the page reaches to the head all the same.
    for held in (0, 1, 2, 4, 9):
        page = pictures.missed(topic.pk, held)
        assert (page.head, page.more) == (4, False)
        assert [entry.seq for entry in page.entries] == ([1] if held == 0 else [])
    first = rooms.follow(ada, commands.Follow(re=1, room=topic.pk, after=None))
    assert first.head == 4 and [entry.seq for entry in first.entries] == [1]
    on = rooms.follow(ada, commands.Follow(re=1, room=topic.pk, after=2))
    assert on.head == 4 and on.entries == [] and not on.more
    # New ones go on from where the room was.
    with at(8):
        house.share(home.bo, topic, "nytt")
        house.share(home.bo, topic, "nyere")
    assert seqs(topic) == [1, 5, 6]
    back = rooms.earlier(ada, commands.Earlier(re=1, room=topic.pk, before=7, limit=50))
    assert [entry.seq for entry in back.entries] == [1, 5, 6] and not back.more
    back = rooms.earlier(ada, commands.Earlier(re=1, room=topic.pk, before=7, limit=2))
    assert [entry.seq for entry in back.entries] == [5, 6] and back.more
    back = rooms.earlier(ada, commands.Earlier(re=1, room=topic.pk, before=5, limit=2))
    assert [entry.seq for entry in back.entries] == [1] and not back.more
    # What was before the first is gone: there is nothing more to ask for.
    Message.objects.filter(pk=kept.pk).delete()
    back = rooms.earlier(ada, commands.Earlier(re=1, room=topic.pk, before=7, limit=50))
    assert [entry.seq for entry in back.entries] == [5, 6] and not back.more
