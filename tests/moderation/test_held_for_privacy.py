"""What tells who somebody is stands in the held message, and nowhere else."""

from __future__ import annotations

import pytest
from django.db import connection

from consumers.wire.present_case import casefile
from forum.messages import actions as messages
from forum.messages.models import HeldFor
from moderation.cases import actions as cases
from moderation.cases.access import find
from moderation.cases.models import Case
from moderation.screening.verdict import Queue
from tests import house
from tests.moderation.test_screening import screen_all, state

pytestmark = pytest.mark.django_db

NUMBER = "912 34 567"


def places(value: str) -> list[str]:
    """Every table and column of the whole database with this value in it."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                cells = zip(columns, row, strict=True)
                found += [f"{table}.{column}" for column, cell in cells if value in str(cell)]
    return found


def test_a_number_is_held_and_stored_in_one_place() -> None:
    """E17"""
    home = house.build()
    message = house.say(home.ada, home.topic, f"ring meg {NUMBER}")
    screen_all()
    assert state(message) == "held" and message.held_for == HeldFor.PRIVACY
    assert places(NUMBER) == [f"{message._meta.db_table}.text"]

    case = find(home.mia.person, Case.objects.get().pk)[1]
    shown = casefile(1, home.mia, case)
    assert shown.case.text == f"ring meg {NUMBER}"
    assert "".join(part.text for part in shown.segments) == f"ring meg {NUMBER}"
    assert any(NUMBER in part.text and part.heads for part in shown.segments)

    messages.withdraw(home.ada, message_id=message.pk)
    assert places(NUMBER) == []


def test_somebody_in_need_is_still_understood() -> None:
    """F2: once a reason of care joins, the case keeps the words, as for every cry for help."""
    home = house.build()
    message = house.say(home.ada, home.topic, f"jeg vil ikke leve mer, ring {NUMBER}")
    screen_all()
    assert state(message) == "held" and message.held_for == HeldFor.CARE
    assert Case.objects.get().text == message.text

    other = house.say(home.bo, home.topic, f"ring {NUMBER}")
    messages.hold(other, why=HeldFor.PRIVACY)
    other.refresh_from_db()
    opened = cases.open_case(other, queue=Queue.CONDUCT, severity=2, because=["personal_data"])
    assert opened.text == ""
    joined = cases.open_case(other, queue=Queue.CARE, severity=4, because=["crisis_suicide"])
    assert joined.text == other.text
