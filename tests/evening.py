"""An evening for tests: a session that is open, with people who are there for as long as the test
says so."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone

from forum.attendance.actions import attend_all
from forum.errors import DomainError
from forum.memberships.models import Membership
from forum.sessions import actions as sessions
from forum.sessions.models import Session
from tests import house

NAMES = ("Stille bekk", "Rolig fjell", "Varm stein", "Lys natt", "Mild vind", "Grønn li")


def planned(home: house.House, **facts: object) -> Session:
    return sessions.schedule(
        home.finn, theme="Når hjemme er vanskelig", starts_at=timezone.now(), minutes=90
    )


def opened(home: house.House, *there: Membership) -> Session:
    """Open, and these are there."""
    session = planned(home)
    attend(session, home.finn, *there)
    sessions.start(home.finn, session_id=session.pk)
    session.refresh_from_db()
    attend(session, home.finn, *there)
    return session


def attend(session: Session, *there: Membership) -> list[object]:
    """These say that they are there."""
    session.refresh_from_db()
    answers = attend_all([(one, session) for one in there])
    for answer in answers:
        if isinstance(answer, DomainError):
            raise answer
    return list(answers)


def youths(home: house.House, number: int) -> list[Membership]:
    """So many more young people."""
    return [house.youth(home.group, name) for name in NAMES[:number]]


def gone(people: Iterable[Membership], session: Session) -> None:
    """Their screens have said nothing for a while."""
    from forum.attendance.models import Attendance

    Attendance.objects.filter(session=session, membership__in=list(people)).update(
        seen_at=timezone.now() - timedelta(minutes=1)
    )
