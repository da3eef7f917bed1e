"""Sessions as an iCalendar document. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from icalendar import Alarm, Calendar, Event

from forum.sessions.models import Session
from forum.sessions.states import SessionState

REMIND = timedelta(minutes=30)
# What a calendar keeps asking after.
AGAIN = timedelta(hours=6)


def document(sessions: Iterable[Session], title: str, now: datetime) -> bytes:
    """The document (UTF-8): each session under this one title. Moments are in UTC, so that no
    calendar needs to know a zone; a cancelled one stays, as cancelled, until it is past."""
    calendar = Calendar()
    calendar.add("prodid", "-//calendar//")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", title)
    calendar.add("refresh-interval", AGAIN, parameters={"VALUE": "DURATION"})
    for session in sessions:
        calendar.add_component(_event(session, title, now))
    return bytes(calendar.to_ical())


def _event(session: Session, title: str, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{session.pk}@calendar")
    event.add("dtstamp", now)
    event.add("dtstart", session.starts_at)
    event.add("dtend", session.starts_at + timedelta(minutes=session.minutes))
    event.add("summary", title)
    event.add("class", "PRIVATE")
    cancelled = session.state == SessionState.CANCELLED
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    if not cancelled:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", title)
        alarm.add("trigger", -REMIND)
        event.add_component(alarm)
    return event
