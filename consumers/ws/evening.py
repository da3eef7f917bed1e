"""What happens in a session: being there, taking turns, playing, saying how one is."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils import timezone

from consumers.wire import commands, events
from consumers.wire.frame import Frame
from consumers.wire.present import member
from consumers.ws.sessions import of_session
from forum.activities import actions as activities
from forum.activities.models import Activity
from forum.attendance.actions import attend_all
from forum.attendance.queries import adults_here, here
from forum.checkins import actions as checkins
from forum.checkins.models import Moment
from forum.circles import actions as circles
from forum.errors import Code, DomainError
from forum.memberships.access import in_room, in_rooms
from forum.memberships.models import Membership
from forum.messages.queries import shares
from forum.outcomes import actions as outcomes
from forum.people.models import Person
from forum.rooms.models import Room, RoomKind
from forum.sessions.models import Session
from moderation.care import actions as care


def attend(asked: Sequence[tuple[Person, commands.Attend]]) -> list[Frame | Exception]:
    """For all who say so at once: a hall full of phones says it every few seconds."""
    found: list[tuple[Membership, Session] | DomainError] = []
    for way_in in in_rooms([(person, command.room) for person, command in asked]):
        found.append(way_in if isinstance(way_in, DomainError) else _session(*way_in))
    entered = [one for one in found if not isinstance(one, DomainError)]
    attended = iter(attend_all(entered))
    sessions = {session.pk: session for _, session in entered}
    now = timezone.now()
    there, adults = here(sessions, now), adults_here(sessions, now)
    watched = {session.pk for by, session in entered if by.is_staff}
    shared = shares([sessions[one] for one in watched])
    answers: list[Frame | Exception] = []
    for (_, command), one in zip(asked, found, strict=True):
        row = one if isinstance(one, DomainError) else next(attended)
        if isinstance(one, DomainError) or isinstance(row, DomainError):
            assert isinstance(row, DomainError)
            answers.append(row)
            continue
        by, session = one
        adult, young = shared.get(session.pk, (0, 0))
        answers.append(
            events.Attending(
                re=command.re,
                here=[member(who) for who in there.get(session.pk, [])],
                adults=adults.get(session.pk, 0),
                share=events.Share(adults=adult, young=young) if by.is_staff else None,
            )
        )
    return answers


def _session(by: Membership, room: Room) -> tuple[Membership, Session] | DomainError:
    if room.kind != RoomKind.SESSION:
        return DomainError(Code.ROOM_NOT_FOUND)
    return by, room.session


def begin_circle(person: Person, command: commands.BeginCircle) -> events.Done:
    circles.begin(
        of_session(person, command.session),
        session_id=command.session,
        question=command.question,
        turn_seconds=command.turn_seconds,
        with_adults=command.with_adults,
    )
    return events.Done(re=command.re)


def end_turn(person: Person, command: commands.EndTurn) -> events.Done:
    circles.end_turn(_in_session(person, command.session), session_id=command.session)
    return events.Done(re=command.re)


def pass_turn(person: Person, command: commands.PassTurn) -> events.Done:
    circles.pass_on(_in_session(person, command.session), session_id=command.session)
    return events.Done(re=command.re)


def move_on(person: Person, command: commands.MoveOn) -> events.Done:
    circles.move_on(of_session(person, command.session), session_id=command.session)
    return events.Done(re=command.re)


def end_circle(person: Person, command: commands.EndCircle) -> events.Done:
    circles.end(of_session(person, command.session), session_id=command.session)
    return events.Done(re=command.re)


def check_in(person: Person, command: commands.CheckIn) -> events.Done:
    checkins.check(
        of_session(person, command.session),
        session_id=command.session,
        moment=Moment(command.moment),
        face=command.face,
        words=command.words,
    )
    return events.Done(re=command.re)


def ask_talk(person: Person, command: commands.AskTalk) -> events.SideRoom:
    room = care.ask_talk(of_session(person, command.session), session_id=command.session)
    return events.SideRoom(re=command.re, room=room.pk)


def outcome(person: Person, command: commands.AnswerOutcome) -> events.Done:
    outcomes.answer(
        of_session(person, command.session),
        session_id=command.session,
        safe=command.safe,
        heard=command.heard,
        less_alone=command.less_alone,
        words=command.words,
        nonce=command.nonce,
    )
    return events.Done(re=command.re)


def start_activity(person: Person, command: commands.StartActivity) -> events.Done:
    activities.start(
        of_session(person, command.session), session_id=command.session, setup=command.setup
    )
    return events.Done(re=command.re)


def play(person: Person, command: commands.PlayActivity) -> events.Done:
    by = _player(person, command.activity)
    activities.play(by, activity_id=command.activity, move=command.move)
    return events.Done(re=command.re)


def advance(person: Person, command: commands.AdvanceActivity) -> events.Done:
    by = _player(person, command.activity)
    activities.advance(by, activity_id=command.activity)
    return events.Done(re=command.re)


def end_activity(person: Person, command: commands.EndActivity) -> events.Done:
    activities.end(_player(person, command.activity), activity_id=command.activity)
    return events.Done(re=command.re)


def _in_session(person: Person, session_id: UUID) -> Membership:
    """Who this person is there, if they may be in its room."""
    session = Session.objects.filter(pk=session_id).first()
    if session is None:
        raise DomainError(Code.SESSION_NOT_FOUND)
    try:
        return in_room(person, session.room_id)[0]
    except DomainError as error:
        raise DomainError(Code.SESSION_NOT_FOUND) from error


def _player(person: Person, activity_id: UUID) -> Membership:
    activity = Activity.objects.select_related("session").filter(pk=activity_id).first()
    if activity is None:
        raise DomainError(Code.ACTIVITY_NOT_FOUND)
    try:
        return in_room(person, activity.session.room_id)[0]
    except DomainError as error:
        raise DomainError(Code.ACTIVITY_NOT_FOUND) from error
