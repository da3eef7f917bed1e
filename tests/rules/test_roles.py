"""Who may do what, from the routing tables themselves: a new address or a new command that does not
stand here fails, and each that does is tried by every role."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from consumers.http.urls import urlpatterns
from consumers.wire import commands as wire
from consumers.ws.commands import COMMANDS, TOGETHER
from forum.activities import actions as activities
from forum.activities import feelings
from forum.attendance.actions import attend_all
from forum.errors import Code, DomainError
from forum.factors.models import Factor
from forum.groups.frame import GroupFrame
from forum.notices import actions as notices
from forum.people.devices import open_device
from forum.permissions import Role
from forum.sessions import actions as sessions
from moderation.assessments import actions as assessments
from moderation.breakglass import actions as breakglass
from moderation.breakglass.models import Ground
from moderation.cases import actions as cases
from moderation.cases.models import Case
from moderation.limits.actions import propose
from moderation.reports.actions import report_message
from moderation.reports.models import Why
from moderation.screening.verdict import Queue
from moderation.shifts import actions as shifts
from tests import house
from tests.forum.test_proposals import proposed
from tests.moderation.test_cases import held

pytestmark = pytest.mark.django_db

P, F, M, V, S, A, U = (
    Role.PARTICIPANT,
    Role.FACILITATOR,
    Role.MODERATOR,
    Role.SHIFT_LEAD,
    Role.SAFEGUARDING_LEAD,
    Role.ADMINISTRATOR,
    Role.AUDITOR,
)
ALL = {P, F, M, V, S, A, U}
STAFF = ALL - {P}
TALK = {P, F, M, V, S}
JUDGE = {M, V, S}
CARE = {F, M, V, S}
LEADS = {V, S}

# Every command, and who is let through to what it does. (What then comes of it is told elsewhere.)
MAY: dict[type[wire.Command], set[Role]] = {
    wire.Earlier: TALK,
    wire.Read: TALK,
    wire.Submit: TALK,
    wire.Withdraw: TALK,
    wire.Dismiss: TALK,
    wire.Appeal: set(),  # nothing was decided against any of them
    wire.ReportMessage: TALK,
    wire.ReportAdult: TALK,
    wire.PutAwayReport: {P},  # whose report it is
    wire.SetLanguage: ALL,
    wire.RenewPhrase: ALL,
    wire.AcceptAgreement: ALL,
    wire.Propose: TALK,
    wire.Vote: {P},
    wire.Veto: {F},
    wire.ReadAgreement: ALL,
    wire.ReadTransparency: ALL,
    wire.ReadContact: ALL,
    wire.LeaveContact: ALL,
    wire.PlanSessions: {F},
    wire.ChangeSession: {F},
    wire.CancelSession: {F},
    wire.StartSession: {F},
    wire.BeginClosing: {F},
    wire.CloseSession: {F},
    wire.GoToStep: {F},
    wire.SetAgenda: {F},
    wire.Attend: TALK,
    wire.SlowRoom: CARE,
    wire.LockRoom: CARE,
    wire.PauseMember: CARE,
    wire.SendHome: CARE,
    wire.LetBack: CARE,
    wire.BeginCircle: {F},
    wire.EndTurn: TALK,
    wire.PassTurn: TALK,
    wire.MoveOn: {F},
    wire.EndCircle: {F},
    wire.CheckIn: {P},
    wire.AskTalk: {P},
    wire.AnswerOutcome: {P},
    wire.StartActivity: {F},
    wire.PlayActivity: TALK,
    wire.AdvanceActivity: {F},
    wire.EndActivity: {F},
    wire.ReadCalendar: ALL,
    wire.MakeCalendar: ALL,
    wire.DropCalendar: ALL,
    wire.ReadCourse: {F, V, S, A, U},
    wire.WriteDebrief: CARE,
    wire.WaiveDebrief: LEADS,
    wire.CreateTopic: {F},
    wire.CreateInvites: {F, A},
    wire.ReadColleagues: {F, A},
    wire.RevokeColleague: {F, A},
    wire.ReadInvites: {F, A},
    wire.RevokeInvites: {F, A},
    wire.RevokeInvite: {F, A},
    wire.FoundGroup: {F, A},
    wire.SetFrame: {F, A},
    wire.InviteColleague: {F, A},
    wire.SetFollowing: {V, S, A},
    wire.SetMode: {V, S, A},
    wire.SetMemberMode: JUDGE,
    wire.LookedAfter: CARE,
    wire.LookCase: JUDGE,
    wire.ClaimCase: JUDGE,
    wire.ReleaseCase: JUDGE,
    wire.HoldCase: JUDGE,
    wire.HandOverCase: JUDGE,
    wire.EscalateCase: JUDGE,
    wire.SkipCase: JUDGE,
    wire.GradeCase: JUDGE,
    wire.NoteCase: JUDGE,
    wire.ListCases: ALL,  # an empty list for those who judge nowhere
    wire.DecideCase: JUDGE,
    wire.OpenSideRoom: JUDGE,
    wire.ReadAssessment: JUDGE,
    wire.BeginAssessment: JUDGE,
    wire.AnswerAssessment: JUDGE,
    wire.FinishAssessment: JUDGE,
    wire.AskOpening: LEADS,
    wire.ApproveOpening: {S, A},
    wire.RefuseOpening: {S, A},
    wire.CloseOpening: {S},  # who asked
    wire.LookOpening: LEADS,
    wire.ReadActs: {U},
    wire.ReadBoard: {V, S, A, U},
    wire.GoOnDuty: JUDGE,
    wire.GoOffDuty: JUDGE,
    wire.TakeBreak: JUDGE,
    wire.PlanShift: LEADS,
    wire.DropShift: LEADS,
    wire.PushOn: STAFF,
    wire.PushOff: STAFF,
    wire.AcceptLimits: LEADS,
    wire.TurnDownLimits: LEADS,
    wire.TakeBackLimits: LEADS,
    wire.LendLines: {A},
}
# Answered by the link itself: anybody with a login, and room by room as for `Earlier`.
BY_THE_LINK = {wire.Hello, wire.Follow}
# Not let through: not allowed, or as if it were not there.
TURNED_AWAY = {
    Code.NOT_ALLOWED,
    Code.ROOM_NOT_FOUND,
    Code.MESSAGE_NOT_FOUND,
    Code.REPORT_NOT_FOUND,
    Code.CASE_NOT_FOUND,
    Code.LIMITS_NOT_FOUND,
    Code.OPENING_NOT_FOUND,
    Code.ASSESSMENT_NOT_FOUND,
    Code.SESSION_NOT_FOUND,
    Code.ACTIVITY_NOT_FOUND,
    Code.PROPOSAL_NOT_FOUND,
}


@dataclass
class World:
    """A group with one of each role in it, and something of everything to do something with."""

    home: house.House
    members: dict[Role, house.Membership]
    case: Case
    mine: dict[Role, house.Message]
    ids: dict[str, Any]


@pytest.fixture
def world() -> World:
    home = house.build()
    members = {
        P: home.ada,
        F: home.finn,
        M: home.mia,
        V: house.staff(home.group, "Vera", V),
        S: home.siv,
        A: house.staff(home.group, "Arne", A),
        U: house.staff(home.group, "Aud", U),
    }
    judged = house.share(home.bo, home.topic, "noe")
    case = cases.open_case(judged, queue=Queue.CARE, severity=4, because=["crisis_suicide"])
    session = sessions.schedule(home.finn, theme="Kvelden", starts_at=timezone.now(), minutes=60)
    tonight = sessions.schedule(home.finn, theme="I kveld", starts_at=timezone.now(), minutes=60)
    sessions.start(home.finn, session_id=tonight.pk)
    tonight.refresh_from_db()
    attend_all([(home.ada, tonight)])
    activity = activities.start(home.finn, session_id=tonight.pk, setup=feelings.Setup())
    unsealed = cases.claim(home.siv, held(home, "jeg vil ikke leve", queue=Queue.CARE, severity=4))
    opening = breakglass.ask(home.siv, unsealed, ground=Ground.VITAL, why="fare", minutes=30)
    assessment = assessments.begin(home.siv, unsealed)
    now = timezone.now()
    shift = shifts.plan(
        home.siv, starts_at=now, ends_at=now + timedelta(hours=1), people=[home.mia.pk]
    )
    limits = propose(
        group=home.group, limits={"nb": {"insult": 0.5}}, scorer="", figures=[], replayed={}
    )
    mine = {
        role: house.share(member, home.topic, f"fra {role}")
        for role, member in members.items()
        if role in TALK
    }
    report = report_message(home.ada, home.topic, message_id=judged.pk, why=Why.HURTS)
    return World(
        home=home,
        members=members,
        case=case,
        mine=mine,
        ids={
            "session": session.pk,
            "tonight": tonight,
            "activity": activity.pk,
            "opening": opening.pk,
            "assessment": assessment.pk,
            "shift": shift.pk,
            "limits": limits.pk,
            "report": report.pk,
            "message": judged.pk,
            "proposal": proposed(home.bo).pk,
        },
    )


def fields(world: World, command: type[wire.Command], role: Role) -> dict[str, Any]:
    """A well-formed command for things that are there."""
    now = timezone.now()
    own = world.mine.get(role)
    on = command in (wire.Attend, wire.CheckIn, wire.AnswerOutcome)
    everything = {
        "re": 1,
        "room": world.ids["tonight"].room_id if on else world.home.topic.pk,
        "group": world.home.group.pk,
        "case": world.case.pk,
        "before": None if command is wire.ReadActs else 5,
        "limit": 5,
        "seq": 1,
        "nonce": uuid.uuid4(),
        "text": "hei",
        "message": own.pk if own and command in (wire.Withdraw, wire.Dismiss) else None,
        "report": world.ids["report"],
        "adult": world.home.max.pk,
        "why": "fare" if command is wire.AskOpening else "hurts",
        "words": [] if command is wire.CheckIn else "",
        "language": "nb",
        "version": 1,
        "theme": "Et tema",
        "title": "Et tema",
        "starts_at": now,
        "ends_at": now + timedelta(hours=1),
        "minutes": 30,
        "people": [world.home.mia.pk],
        "session": world.ids["tonight"].pk if on else world.ids["session"],
        "activity": world.ids["activity"],
        "setup": feelings.Setup(),
        "move": feelings.Move(card="calm"),
        "first": now.date(),
        "at": "19:00",
        "step": 0,
        "count": 2,
        "batch": uuid.uuid4(),
        "link": uuid.uuid4(),
        "code": "ABCDEFGHJK",
        "seconds": 30,
        "question": "Hvordan er det?",
        "turn_seconds": 60,
        "moment": "in",
        "face": 3,
        "safe": 2,
        "heard": 2,
        "less_alone": 2,
        "answers": {},
        "agenda": [],
        "agreement": ["Vi er greie med hverandre"],
        "contact": "" if command is wire.LeaveContact else True,
        "distress": False,
        "mode": "hold_all",
        "first_held": 0,
        "member": world.home.ada.pk,
        "to": world.home.max.pk,
        "note": "et ord",
        "severity": 2,
        "action": "publish",
        "reason": "Fordi det er nok slik"
        if command in (wire.FinishAssessment, wire.Veto)
        else "fine",
        "outcome": "no_report",
        "assessment": world.ids["assessment"],
        "key": "danger",
        "value": "yes",
        "ground": "vital",
        "opening": world.ids["opening"],
        "what": "",
        "shift": world.ids["shift"],
        "endpoint": "https://push.example.org/x",
        "p256dh": "x",
        "auth": "x",
        "limits": world.ids["limits"],
        "on": True,
        "kind": "add",
        "clause": "",
        "proposal": world.ids["proposal"],
        "yes": True,
        "frame": GroupFrame.of(world.home.group),
        "role": "moderator",
        "organisation": "",
        "cleared": True,
    }
    everything["message"] = everything["message"] or world.ids["message"]
    return {
        name: everything[name]
        for name in command.__struct_fields__
        if name in everything and everything[name] is not None
    }


def asked(command: type[wire.Command]) -> Callable[[Any, Any], Any]:
    if command in COMMANDS:
        return COMMANDS[command]

    def one(person: Any, said: Any) -> Any:
        [answer] = TOGETHER[command]._work([(person, said)])
        if isinstance(answer, Exception):
            raise answer
        return answer

    return one


def test_every_command_stands_here() -> None:
    """B1: a command without a declared role fails."""
    assert set(COMMANDS) | set(TOGETHER) == set(MAY)
    spoken = {one for one in vars(wire).values() if isinstance(one, type)}
    known = {one for one in spoken if issubclass(one, wire.Command) and one is not wire.Command}
    assert known == set(MAY) | BY_THE_LINK


def test_each_role_and_each_command(world: World) -> None:
    """B1: whoever may not is turned away, whoever may is let through."""
    wrong: list[str] = []
    for command, role in itertools.product(sorted(MAY, key=lambda one: one.__name__), ALL):
        said = command(**fields(world, command, role))
        through = True
        with transaction.atomic():
            try:
                asked(command)(world.members[role].person, said)
            except DomainError as refusal:
                through = refusal.code not in TURNED_AWAY
            transaction.set_rollback(True)
        if through != (role in MAY[command]):
            wrong.append(f"{command.__name__}: {role} {'let through' if through else 'refused'}")
    assert not wrong


# Every address, and who finds something there; signed out and signed in.
FINDS: dict[str, set[Role]] = {
    "": ALL,
    "i/": ALL,
    "i/<str:code>": ALL,
    "i/<str:code>/age": ALL,
    "i/<str:code>/name": ALL,
    "i/<str:code>/agreement": ALL,
    "back": ALL,
    "help": ALL,
    "help/now.json": ALL,
    "about": ALL,
    "leave": ALL,
    "c/<str:key>.ics": ALL,
    "avatar/<str:seed>.svg": ALL,
    "livez": ALL,
    "readyz": ALL,
    "team/": STAFF,
    "team/wake.js": STAFF,
    "team/factor": STAFF,
    "team/factors": STAFF,
    "team/factors/again": STAFF,
    "team/passkey/options": STAFF,
    "team/passkey": STAFF,
    # No such link: what a real one opens, and for whom, is told in `test_colleagues`.
    "team/i/<str:code>": set(),
    # Switched off: not there for anybody.
    "team/oidc": set(),
    "team/oidc/back": set(),
}
OPEN_TO_NOBODY_IN_PARTICULAR = [path for path, who in FINDS.items() if who == ALL]


def test_every_address_stands_here() -> None:
    """B1: an address without a declared role fails."""
    assert {str(one.pattern) for one in urlpatterns} == set(FINDS)


def test_each_role_and_each_address(world: World) -> None:
    """B1 B4: a participant finds no staff address, by whatever method."""
    wrong: list[str] = []
    for role, member in world.members.items():
        for path, method in itertools.product(sorted(FINDS), ["get", "post"]):
            address = "/" + path.replace("<str:code>", "ABCDEFGHJK").replace("<str:seed>", "0-0-0")
            address = address.replace("<str:key>", "x")
            with transaction.atomic():
                client = Client()
                client.cookies["fr"] = open_device(member.person)
                status = getattr(client, method)(address).status_code
                transaction.set_rollback(True)
            strays = path.startswith("team/") and (status != 404) != (role in FINDS[path])
            if status >= 500 or (strays and status != 405):
                wrong.append(f"{method} {path}: {role} got {status}")
    assert not wrong


def test_signed_out_nothing_of_the_staff_is_shown_but_the_door() -> None:
    """B4"""
    client = Client()
    for path in FINDS:
        if path.startswith("team/") and path != "team/":
            answer = client.get("/" + path)
            assert answer.status_code in (302, 404, 405), path
    assert not Factor.objects.exists()
    assert notices.PER_PERSON
