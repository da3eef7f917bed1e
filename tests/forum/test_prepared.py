"""A prepared queryset gives what the plain one gives, for whatever values and however many."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from forum.messages.models import Message
from forum.messages.states import State
from forum.prepared import Prepared, PreparedUpdate
from forum.timeline.models import Entry
from tests import house

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> house.House:
    home = house.build()
    for text in ("en", "to", "tre"):
        house.share(home.ada, home.topic, text)
    house.share(home.bo, home.topic, "fire")
    return home


def test_objects_come_with_what_they_were_joined_to(
    home: house.House, django_assert_num_queries: object
) -> None:
    def after(room: uuid.UUID, seq: int) -> object:
        return (
            Entry.objects.filter(room=room, seq__gt=seq)
            .select_related("message__author", "message__reply_to__author")
            .order_by("seq")
        )

    prepared = Prepared(after)
    for seq in (0, 2, 99):
        rows = prepared(home.topic.pk, seq)
        assert rows == list(after(home.topic.pk, seq))
        with django_assert_num_queries(0):  # type: ignore[operator]
            assert all(row.message.author.alias for row in rows)
    assert prepared(uuid.uuid4(), 0) == []


@pytest.mark.parametrize("more", range(6))
def test_lists_may_have_any_length(home: house.House, more: int) -> None:
    prepared = Prepared(
        lambda authors, since: Message.objects.filter(
            author__in=authors, submitted_at__gt=since
        ).order_by("pk")
    )
    authors = [home.ada.pk, *(uuid.uuid4() for _ in range(more))]
    ago = timezone.now() - timedelta(minutes=1)
    assert prepared(authors, ago) == list(Message.objects.filter(author=home.ada).order_by("pk"))
    assert len(prepared([*authors, home.bo.pk], ago)) == 4
    assert prepared(authors, timezone.now() + timedelta(minutes=1)) == []


def test_tuples_come_as_tuples(home: house.House) -> None:
    prepared = Prepared(
        lambda authors: Message.objects.filter(author__in=authors).values_list("author", "text")
    )
    assert prepared([home.bo.pk]) == [(home.bo.pk, "fire")]


def test_an_update_says_how_many_rows_it_changed(home: house.House) -> None:
    lease = PreparedUpdate(
        lambda ids, worker, until: (
            Message.objects.filter(pk__in=ids, state=State.PUBLISHED),
            {"lease": worker, "lease_until": until},
        )
    )
    worker, until = uuid.uuid4(), timezone.now()
    ids = list(Message.objects.filter(author=home.ada).values_list("pk", flat=True))
    assert lease([*ids, uuid.uuid4()], worker, until) == 3
    assert list(Message.objects.filter(lease=worker, lease_until=until).values_list("pk")) != []
    assert lease([uuid.uuid4()], worker, until) == 0


def test_a_value_that_does_not_stand_in_the_query_is_refused_at_once() -> None:
    later = Prepared(
        lambda now: Message.objects.filter(submitted_at__gt=now + timedelta(seconds=1))
    )
    with pytest.raises(AssertionError, match="not found"):
        later(timezone.now())
