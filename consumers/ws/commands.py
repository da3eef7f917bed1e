"""The tables: which function answers which command. `hello` and `follow` also touch the link
itself, and are answered there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from consumers.hop import Together
from consumers.wire import commands
from consumers.wire.frame import Frame
from consumers.ws import (
    agreement,
    asking,
    assess,
    desk,
    duty,
    facilitate,
    figures,
    oversee,
    room,
    tune,
)
from forum.people.models import Person

COMMANDS: dict[type[commands.Command], Callable[[Person, Any], Frame]] = {
    commands.Earlier: room.earlier,
    commands.Withdraw: room.withdraw,
    commands.Dismiss: room.dismiss,
    commands.Appeal: asking.appeal,
    commands.ReportMessage: asking.report_message,
    commands.ReportAdult: asking.report_adult,
    commands.PutAwayReport: asking.put_away_report,
    commands.SetLanguage: room.language,
    commands.RenewPhrase: room.phrase,
    commands.AcceptAgreement: room.agree,
    commands.Propose: agreement.propose,
    commands.Vote: agreement.vote,
    commands.Veto: agreement.veto,
    commands.ReadAgreement: agreement.read,
    commands.ScheduleSession: facilitate.schedule,
    commands.StartSession: facilitate.start,
    commands.CloseSession: facilitate.close,
    commands.CreateTopic: facilitate.topic,
    commands.CreateInvite: facilitate.invite,
    commands.SetFollowing: facilitate.following,
    commands.SetMode: facilitate.mode,
    commands.SetMemberMode: desk.member_mode,
    commands.LookedAfter: facilitate.looked_after,
    commands.LookCase: desk.look,
    commands.ClaimCase: desk.claim,
    commands.ReleaseCase: desk.release,
    commands.HoldCase: desk.hold,
    commands.HandOverCase: desk.hand_over,
    commands.EscalateCase: desk.escalate,
    commands.SkipCase: desk.skip,
    commands.GradeCase: desk.grade,
    commands.NoteCase: desk.note,
    commands.ListCases: desk.listed,
    commands.DecideCase: desk.decide,
    commands.OpenSideRoom: desk.side_room,
    commands.AskOpening: oversee.ask,
    commands.ApproveOpening: oversee.approve,
    commands.RefuseOpening: oversee.refuse,
    commands.CloseOpening: oversee.close,
    commands.LookOpening: oversee.look,
    commands.ReadActs: oversee.acts,
    commands.ReadContact: oversee.own_contact,
    commands.LeaveContact: oversee.contact,
    commands.ReadBoard: figures.board,
    commands.ReadTransparency: figures.transparency,
    commands.GoOnDuty: duty.go_on,
    commands.GoOffDuty: duty.go_off,
    commands.TakeBreak: duty.rest,
    commands.PlanShift: duty.plan,
    commands.DropShift: duty.drop,
    commands.PushOn: duty.push_on,
    commands.PushOff: duty.push_off,
    commands.ReadAssessment: assess.read,
    commands.BeginAssessment: assess.begin,
    commands.AnswerAssessment: assess.answer,
    commands.FinishAssessment: assess.finish,
    commands.AcceptLimits: tune.accept,
    commands.TurnDownLimits: tune.turn_down,
    commands.TakeBackLimits: tune.take_back,
    commands.LendLines: tune.lend,
}

# What comes from everybody all the time: those who ask at once share a hop and a transaction.
TOGETHER: dict[type[commands.Command], Together[tuple[Person, Any], Frame]] = {
    commands.Read: Together(room.read),
    commands.Submit: Together(room.submit),
}
