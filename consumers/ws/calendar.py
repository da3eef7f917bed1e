"""One's own calendar address."""

from __future__ import annotations

from consumers.wire import commands, events
from forum.calendar.actions import drop_key, make_key
from forum.calendar.queries import has_key
from forum.env import public_url
from forum.people.models import Person


def read(person: Person, command: commands.ReadCalendar) -> events.Calendar:
    return events.Calendar(re=command.re, on=has_key(person), url=None)


def make(person: Person, command: commands.MakeCalendar) -> events.Calendar:
    url = public_url(f"/c/{make_key(person)}.ics")
    return events.Calendar(re=command.re, on=True, url=url)


def drop(person: Person, command: commands.DropCalendar) -> events.Calendar:
    drop_key(person)
    return events.Calendar(re=command.re, on=False, url=None)
