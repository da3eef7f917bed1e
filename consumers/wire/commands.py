"""What a client may say.

Every command carries `re`, a number the client chooses; each gets exactly one answer with the
same `re`: the answer named in its docstring, or `error`. Snapshots (`places`, `mine`, `desk`) and
`entries` come by themselves.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from consumers.wire.frame import Frame, Part
from forum.activities.kinds import Move, Setup
from forum.groups.frame import GroupFrame

Seq = Annotated[int, Meta(ge=0, le=2**53 - 1)]  # what a browser can count
Language = Literal["nb", "nn", "en"]
CURSORS_MAX = 50
# PostgreSQL stores no NUL, and no keyboard writes one.
NO_NUL = r"^[^\x00]*$"
CaseNote = Annotated[str, Meta(max_length=500, pattern=NO_NUL)]
ModeName = Literal["publish_then_check", "hold_if_flagged", "hold_all"]
SteerReason = Literal["breathe", "fast", "read", "listen"]
MemberReason = Literal["space", "tone", "agreement", "rest"]
Why = Literal["hurts", "threat", "sexual", "unsafe", "worried", "other"]


class Command(Frame, frozen=True):
    """The base of all commands."""

    re: Annotated[int, Meta(ge=0)]


class Hello(Command, frozen=True, tag="hello"):
    """The first command on a socket. Answer: `welcome`, then `places`, `mine` (and `desk`).

    A phone that comes back says in `cursors` the last sequence it holds without a hole, for each
    room it has open, and in `epoch` which life of the database they belong to (from the last
    `welcome`). When the epoch is still the same, it then gets `resumed` for each of these rooms
    that it may enter, and hears them live. Anything else first: `hello_first`.
    """

    language: Language
    epoch: str | None = None
    cursors: Annotated[dict[UUID, Seq], Meta(max_length=CURSORS_MAX)] = {}


class Follow(Command, frozen=True, tag="follow"):
    """Hear this room live, starting after sequence `after`.

    Answer: `page`. With `after` null: the newest entries. Otherwise exactly what came after it;
    while `page.more` is true the client follows again from the last sequence it holds, and hears
    live entries once a page said `more: false`. Errors: `room_not_found`.
    """

    room: UUID
    after: Seq | None


class Earlier(Command, frozen=True, tag="earlier"):
    """Older entries, for scrolling up. Answer: `page`; `more` says if there are older still."""

    room: UUID
    before: Seq
    limit: Annotated[int, Meta(ge=1, le=100)] = 50


class Read(Command, frozen=True, tag="read"):
    """I have seen this room up to `seq`. Answer: `done`."""

    room: UUID
    seq: Seq


class Submit(Command, frozen=True, tag="submit"):
    """Send a message. `nonce` is made by the client: the same nonce stores one message.

    Answer: `accepted` - it is durable and will be scored before anyone sees it. Its further fate
    comes in `mine` (held, declined) or `entries` (published; settle by `nonce`).
    Errors: `text_empty`, `text_too_long`, `nonce_reused`, `room_not_found`, `room_closed`,
    `session_waiting`, `session_over`, `paused`, `too_fast`, `reply_gone`, `agreement_needed`.
    """

    room: UUID
    nonce: UUID
    text: str
    reply_to: UUID | None = None


class Withdraw(Command, frozen=True, tag="withdraw"):
    """Delete my own message, whatever came of it. Answer: `done`. Error: `message_not_found`."""

    message: UUID


class Dismiss(Command, frozen=True, tag="dismiss"):
    """I have read the outcome of my message: take it out of `mine`. Answer: `done`."""

    message: UUID


class SetLanguage(Command, frozen=True, tag="set_language"):
    """The language this person reads. Answer: `done`."""

    language: Language


class RenewPhrase(Command, frozen=True, tag="renew_phrase"):
    """A new recovery phrase; the old one stops working. Answer: `phrase`."""


class AcceptAgreement(Command, frozen=True, tag="accept_agreement"):
    """I accept this version of the group's agreement. Answer: `done`, then `places`."""

    group: UUID
    version: int


class Propose(Command, frozen=True, tag="propose"):
    """I propose a change of the group's agreement; it is a message in the agreement's room, and
    screened like one. `text` is the new clause, or for `drop` the why; `clause` is the one changed
    or dropped, as it stands. Answer: `accepted`. Once published it stands in `places`.

    Errors: those of `submit`, and `clause_length`, `clause_gone`, `too_many_proposals`.
    """

    group: UUID
    nonce: UUID
    kind: Literal["add", "change", "drop"]
    text: str
    clause: Annotated[str, Meta(max_length=300, pattern=NO_NUL)] = ""


class Vote(Command, frozen=True, tag="vote"):
    """Participant: my vote on a proposal, also if I voted otherwise before. Answer: `done`, then
    `places` for everyone in the group. Errors: `not_allowed`, `agreement_needed`,
    `proposal_not_found`, `proposal_decided`."""

    proposal: UUID
    yes: bool


class Veto(Command, frozen=True, tag="veto"):
    """Facilitator: stop a proposal, with a reason that everyone in the group reads. Answer: `done`,
    then `places`. Errors: `not_allowed`, `proposal_not_found`, `proposal_decided`,
    `reason_short`."""

    proposal: UUID
    reason: CaseNote


class ReadAgreement(Command, frozen=True, tag="read_agreement"):
    """All versions of the group's agreement. Answer: `agreement_book`. Error: `room_not_found`."""

    group: UUID


class StepSpec(Part, frozen=True):
    """A step of the evening: how long, and what is pinned above the talk while it is on."""

    title: Annotated[str, Meta(max_length=60, pattern=NO_NUL)]
    minutes: Annotated[int, Meta(ge=1, le=120)]
    prompt: Annotated[str, Meta(max_length=300, pattern=NO_NUL)] = ""


Clock = Annotated[str, Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]  # what a wall shows
Theme = Annotated[str, Meta(max_length=200, pattern=NO_NUL)]
Agenda = Annotated[list[StepSpec], Meta(max_length=12)]
Adults = Annotated[list[UUID], Meta(max_length=20)]


class PlanSessions(Command, frozen=True, tag="plan_sessions"):
    """Facilitator: plan a session, or a whole series: `times` of them, every so many weeks, without
    those on the days `skipped` (which count). `first` and `at` are what the wall shows in the
    group's zone. Without leaders it is led by whoever plans it.

    Answer: `done`, then `places` for everyone in the group. Errors: `not_allowed`,
    `session_length`, `session_past`, `title_length`, `series_length`, `capacity_unfit`,
    `agenda_unfit`, `leader_not_found`.
    """

    group: UUID
    theme: Theme
    first: date
    at: Clock
    minutes: int
    times: int = 1
    every: int = 1
    skipped: Annotated[list[date], Meta(max_length=26)] = []
    capacity: int | None = None
    leaders: Adults = []
    substitutes: Adults = []
    agenda: Agenda = []


class ChangeSession(Command, frozen=True, tag="change_session"):
    """Facilitator: another theme, hour, length or adults, of one that has not begun. An empty
    agenda leaves the old one. Answer: `done`. Errors: those of `plan_sessions`,
    `session_not_found`, `not_from_here`."""

    session: UUID
    theme: Theme
    first: date
    at: Clock
    minutes: int
    capacity: int | None = None
    leaders: Adults = []
    substitutes: Adults = []
    agenda: Agenda = []


class CancelSession(Command, frozen=True, tag="cancel_session"):
    """Facilitator: it does not take place; with `rest`, nor do those of its series after it. All
    are told, in these words. Answer: `done`. Errors: `session_not_found`, `already_there`,
    `not_from_here`."""

    session: UUID
    words: Annotated[str, Meta(max_length=200, pattern=NO_NUL)] = ""
    rest: bool = False


class StartSession(Command, frozen=True, tag="start_session"):
    """Facilitator: open the session's room. Answer: `done`. Errors: `session_not_found`,
    `not_from_here`, `adults_missing` (fewer are there than the group asks), `debrief_waits` (the
    last session has not been talked through)."""

    session: UUID


class Attend(Command, frozen=True, tag="attend"):
    """I have this session open: said every two and a half seconds, in the waiting room too. Who has
    not said it for seven is not there. Answer: `attending`. Errors: `room_not_found`,
    `session_over`, `session_full`."""

    room: UUID


class BeginClosing(Command, frozen=True, tag="begin_closing"):
    """Facilitator: five minutes for last words, then the room closes by itself. Answer: `done`.
    Errors: `session_not_found`, `already_there`, `not_from_here`."""

    session: UUID


class GoToStep(Command, frozen=True, tag="go_to_step"):
    """Facilitator: the step of the agenda that is on from now, by place; null: none. Answer:
    `done`. Errors: `session_not_found`, `step_not_found`, `not_from_here`."""

    session: UUID
    step: int | None


class SetAgenda(Command, frozen=True, tag="set_agenda"):
    """Facilitator: other steps, also while it is on. Answer: `done`. Errors: `session_not_found`,
    `agenda_unfit`, `not_from_here`."""

    session: UUID
    agenda: Agenda


class SlowRoom(Command, frozen=True, tag="slow_room"):
    """Facilitator, moderator: so many seconds between two messages of one young person; 0: as ever.
    Answer: `done`. Errors: `room_not_found`, `not_allowed`, `slow_unfit`, `reason_needed`,
    `action_unfit`."""

    room: UUID
    seconds: int
    reason: SteerReason | None = None


class LockRoom(Command, frozen=True, tag="lock_room"):
    """Facilitator, moderator: nobody writes for so many minutes; 0: open again. Answer: `done`.
    Errors: `room_not_found`, `not_allowed`, `lock_unfit`, `reason_needed`, `action_unfit`."""

    room: UUID
    minutes: int
    reason: SteerReason | None = None


class PauseMember(Command, frozen=True, tag="pause_member"):
    """Facilitator, moderator: one young person does not write for so many minutes; 0: may again.
    Answer: `done`. Errors: `room_not_found`, `not_allowed`, `member_not_found`, `pause_unfit`,
    `reason_needed`."""

    group: UUID
    member: UUID
    minutes: int
    reason: MemberReason | None = None


class SendHome(Command, frozen=True, tag="send_home"):
    """Facilitator, moderator: out of the shared rooms for the rest of the day. Answer: `done`.
    Errors: `room_not_found`, `not_allowed`, `member_not_found`, `reason_needed`."""

    group: UUID
    member: UUID
    reason: MemberReason


class LetBack(Command, frozen=True, tag="let_back"):
    """Facilitator, moderator: may come in again before the day is over. Answer: `done`. Errors:
    `room_not_found`, `not_allowed`, `member_not_found`."""

    group: UUID
    member: UUID


class BeginCircle(Command, frozen=True, tag="begin_circle"):
    """Facilitator: a talking circle among those who are there. While it is on only the one whose
    turn it is may write. Answer: `done`. Errors: `session_not_found`, `not_from_here`,
    `circle_unfit`, `already_there`."""

    session: UUID
    question: Annotated[str, Meta(max_length=200, pattern=NO_NUL)]
    turn_seconds: int
    with_adults: bool = True


class EndTurn(Command, frozen=True, tag="end_turn"):
    """I am done. Answer: `done`. Errors: `session_not_found`, `circle_not_found`,
    `not_your_turn`."""

    session: UUID


class PassTurn(Command, frozen=True, tag="pass_turn"):
    """I pass; I am asked once more at the end. Answer: `done`. Errors: as for `end_turn`."""

    session: UUID


class MoveOn(Command, frozen=True, tag="move_on"):
    """Facilitator: as if the speaker's time were up. Answer: `done`. Errors: `session_not_found`,
    `circle_not_found`."""

    session: UUID


class EndCircle(Command, frozen=True, tag="end_circle"):
    """Facilitator: the circle is over. Answer: `done`. Errors: as for `move_on`."""

    session: UUID


class CheckIn(Command, frozen=True, tag="check_in"):
    """How I am, when I come or when I go: a face, 1 the heaviest to 5, and up to three words. Only
    I see it. Answer: `done`, then `evenings`. Errors: `session_not_found`, `not_allowed`,
    `not_from_here`, `checkin_unfit`."""

    session: UUID
    moment: Literal["in", "out"]
    face: int
    words: Annotated[list[Annotated[str, Meta(max_length=20)]], Meta(max_length=3)] = []


class AskTalk(Command, frozen=True, tag="ask_talk"):
    """I would like to talk with the adults after this session. Answer: `side_room`. Errors:
    `session_not_found`, `not_allowed`, `too_few_adults`."""

    session: UUID


class AnswerOutcome(Command, frozen=True, tag="answer_outcome"):
    """What the session was worth: 0 no, 1 a little, 2 yes. The words go to the adults, as a message
    under this nonce. Answer: `done`. Errors: `session_not_found`, `not_allowed`, `not_from_here`,
    and those of `submit`."""

    session: UUID
    nonce: UUID
    safe: Annotated[int, Meta(ge=0, le=2)]
    heard: Annotated[int, Meta(ge=0, le=2)]
    less_alone: Annotated[int, Meta(ge=0, le=2)]
    words: str = ""


class StartActivity(Command, frozen=True, tag="start_activity"):
    """Facilitator: begins one; `setup` says which and how. Answer: `done`, then `evenings`. Errors:
    `session_not_found`, `not_from_here`, `activity_on`, `activity_unfit`."""

    session: UUID
    setup: Setup


class PlayActivity(Command, frozen=True, tag="play_activity"):
    """My move. Answer: `done`. Errors: `activity_not_found`, `move_unfit`."""

    activity: UUID
    move: Move


class AdvanceActivity(Command, frozen=True, tag="advance_activity"):
    """Facilitator: turns over, or goes on to the next round. Answer: `done`. Error:
    `activity_not_found`."""

    activity: UUID


class EndActivity(Command, frozen=True, tag="end_activity"):
    """Facilitator: it is over. Answer: `done`. Error: `activity_not_found`."""

    activity: UUID


class ReadCalendar(Command, frozen=True, tag="read_calendar"):
    """Whether I have a calendar address. Answer: `calendar`, without the address."""


class MakeCalendar(Command, frozen=True, tag="make_calendar"):
    """An address my phone's calendar can subscribe to; one made before opens nothing from now on.
    Answer: `calendar`."""


class DropCalendar(Command, frozen=True, tag="drop_calendar"):
    """Takes my calendar address back. Answer: `calendar`."""


class ReadCourse(Command, frozen=True, tag="read_course"):
    """Those who lead or oversee: how the sessions of a group went, of five people or more. Answer:
    `course`. Errors: `room_not_found`, `not_allowed`."""

    group: UUID


class WorrySpec(Part, frozen=True):
    """A worry about a young person: who sees to it, and by when."""

    member: UUID
    owner: UUID
    due: date
    words: Annotated[str, Meta(min_length=3, max_length=500, pattern=NO_NUL)]


DebriefText = Annotated[str, Meta(max_length=600, pattern=NO_NUL)]


class WriteDebrief(Command, frozen=True, tag="write_debrief"):
    """An adult who was there: five answers, and worries that become cases. Answer: `done`. Errors:
    `session_not_found`, `not_allowed`, `not_from_here`, `debrief_unfit`, `member_not_found`,
    `owner_needed`."""

    session: UUID
    answers: dict[Annotated[str, Meta(max_length=20)], DebriefText]
    worries: Annotated[list[WorrySpec], Meta(max_length=10)] = []


class WaiveDebrief(Command, frozen=True, tag="waive_debrief"):
    """A lead: the next session may begin without. Answer: `done`. Errors: `session_not_found`,
    `not_allowed`, `reason_short`, `already_there`."""

    session: UUID
    reason: Annotated[str, Meta(max_length=300, pattern=NO_NUL)]


class CloseSession(Command, frozen=True, tag="close_session"):
    """Facilitator: close the session's room. Answer: `done`."""

    session: UUID


class CreateTopic(Command, frozen=True, tag="create_topic"):
    """Facilitator: a new lasting topic. Answer: `done`. Errors: `not_allowed`, `title_length`."""

    group: UUID
    title: str


class CreateInvites(Command, frozen=True, tag="create_invites"):
    """Facilitator, administrator: so many single-use codes, shown once. Answer: `invited`. Errors:
    `room_not_found`, `not_allowed`, `invite_count`."""

    group: UUID
    count: int


class ReadInvites(Command, frozen=True, tag="read_invites"):
    """Facilitator, administrator: how the codes of a group stand; never whose they are. Answer:
    `invites`. Errors: `room_not_found`, `not_allowed`."""

    group: UUID


class RevokeInvites(Command, frozen=True, tag="revoke_invites"):
    """Facilitator, administrator: take back what is left of a batch. Answer: `invites`. Errors:
    `room_not_found`, `not_allowed`, `invite_invalid`."""

    group: UUID
    batch: UUID


class RevokeInvite(Command, frozen=True, tag="revoke_invite"):
    """Facilitator, administrator: take this one code back. Answer: `invites`. Errors: as for
    `revoke_invites`."""

    group: UUID
    code: Annotated[str, Meta(max_length=40, pattern=NO_NUL)]


class FoundGroup(Command, frozen=True, tag="found_group"):
    """Facilitator, administrator, founder: a new group, with an agreement made of these lines, and
    oneself as its facilitator.

    Answer: `founded`, and `places`. Errors: `not_allowed`, `group_name_length`, `theme_length`,
    `bands_empty`, `bands_unfit`, `languages_empty`, `size_unfit`, `retention_unfit`,
    `adults_unfit`, `zone_unknown`, `hours_half`, `hours_same`, `days_unfit`, `dates_unfit`,
    `agreement_empty`, `clause_length`.
    """

    frame: GroupFrame
    mode: ModeName
    first_held: Annotated[int, Meta(ge=0, le=20)]
    agreement: Annotated[
        list[Annotated[str, Meta(max_length=500, pattern=NO_NUL)]], Meta(max_length=40)
    ]


class SetFrame(Command, frozen=True, tag="set_frame"):
    """Facilitator, administrator: another frame for the group, from now on. Answer: `done`, then
    `places` for everyone in the group. Errors: `not_allowed`, and those of the frame of
    `found_group`."""

    group: UUID
    frame: GroupFrame


class InviteColleague(Command, frozen=True, tag="invite_colleague"):
    """Facilitator, administrator: a link for a colleague, that works once. `organisation`: the name
    of theirs, empty for one's own. `cleared`: their police certificate has been seen. Only an
    administrator invites administrators and auditors.

    Answer: `colleague_invited`. Errors: `not_allowed`, `organisation_length`.
    """

    group: UUID
    role: Literal[
        "facilitator",
        "moderator",
        "shift_lead",
        "safeguarding_lead",
        "administrator",
        "auditor",
    ]
    organisation: Annotated[str, Meta(max_length=300, pattern=NO_NUL)]
    cleared: bool


class SetFollowing(Command, frozen=True, tag="set_following"):
    """Shift lead, safeguarding lead, administrator: what screening adds up over several messages.

    Answer: `done`, then `places` for everyone in the group. Error: `not_allowed`.
    """

    group: UUID
    contact: bool
    distress: bool


class SetMode(Command, frozen=True, tag="set_mode"):
    """Shift lead, safeguarding lead, administrator: when the group's messages are shown, and how
    many of a newcomer's first go to a person.

    Answer: `done`, then `places` for everyone in the group. Error: `not_allowed`.
    """

    group: UUID
    mode: ModeName
    first_held: Annotated[int, Meta(ge=0, le=20)]


class SetMemberMode(Command, frozen=True, tag="set_member_mode"):
    """Moderator: when a young person's messages are shown; null: as in the group. Answer: `done`.
    Errors: `room_not_found`, `not_allowed`, `member_not_found`."""

    group: UUID
    member: UUID
    mode: ModeName | None


class LookedAfter(Command, frozen=True, tag="looked_after"):
    """Facilitator, moderator: tell the room that somebody is being looked after, once something was
    taken away for safety (`may_note` of the room). Answer: `done`, then `entries`. Errors:
    `room_not_found`, `not_allowed`, `nothing_to_note`, `already_there`."""

    room: UUID


class LookCase(Command, frozen=True, tag="look_case"):
    """Moderator: the whole case, without taking it. Answer: `casefile`. Error: `case_not_found`."""

    case: UUID


class ClaimCase(Command, frozen=True, tag="claim_case"):
    """Moderator: take the case for five minutes, or renew one's own claim.

    Answer: `casefile`. Errors: `case_taken`, `case_decided`, `case_not_found`,
    `case_escalated`, `appeal_of_mine`.
    """

    case: UUID


class ReleaseCase(Command, frozen=True, tag="release_case"):
    """Moderator: let go of a claim. Answer: `done`. Error: `case_not_yours`."""

    case: UUID


class HoldCase(Command, frozen=True, tag="hold_case"):
    """Moderator: keep the case one holds while waiting for something. Answer: `done`. Errors:
    `case_not_yours`, `hold_length`, `note_needed`."""

    case: UUID
    minutes: Annotated[int, Meta(ge=1, le=600)]
    note: CaseNote


class HandOverCase(Command, frozen=True, tag="hand_over_case"):
    """Moderator: give the case one holds to a named colleague. Answer: `done`. Errors:
    `case_not_yours`, `not_for_them`, `note_needed`."""

    case: UUID
    to: UUID
    note: CaseNote


class EscalateCase(Command, frozen=True, tag="escalate_case"):
    """Moderator: put the case one holds before a lead. Answer: `done`. Errors: `case_not_yours`,
    `nobody_above`, `note_needed`."""

    case: UUID
    note: CaseNote


class SkipCase(Command, frozen=True, tag="skip_case"):
    """Moderator: not for me; it stands last in my queue. Answer: `done`. Error: `case_decided`."""

    case: UUID


class GradeCase(Command, frozen=True, tag="grade_case"):
    """Moderator: how grave the care case one holds is, 1 green to 4 crisis. Answer: `casefile`.
    Errors: `case_not_yours`, `action_unfit`, `note_needed`."""

    case: UUID
    severity: Annotated[int, Meta(ge=1, le=4)]
    note: CaseNote


class NoteCase(Command, frozen=True, tag="note_case"):
    """Moderator: a line for colleagues in the case's history. Answer: `casefile`. Error:
    `note_needed`."""

    case: UUID
    note: CaseNote


class ListCases(Command, frozen=True, tag="list_cases"):
    """Moderator: the first hundred open cases of this group, queue, or held by me. Ask again when
    `desk` comes. Answer: `cases`."""

    group: UUID | None = None
    queue: Literal["conduct", "care"] | None = None
    mine: bool = False


class DecideCase(Command, frozen=True, tag="decide_case"):
    """Moderator: decide the case one holds, against the version one saw.

    `note` is for `publish_with_note` (what stands above the collapsed text) and otherwise a few
    words to the author. `clause` is the part of the agreement it rests on, as `casefile` gave it.
    `minutes` is for `pause`. Answer: `done`; the outcome comes in `desk`, and to the author in
    `mine` or `entries`. Errors: `case_not_yours`, `case_changed`, `case_decided`, `reason_needed`,
    `action_unfit`.
    """

    case: UUID
    version: int
    action: Literal[
        "publish",
        "publish_with_note",
        "rephrase",
        "remove",
        "pause",
        "remove_session",
        "remove_member",
        "looked_after",
        "uphold",
        "lift",
        "no_ground",
        "talked",
    ]
    reason: Annotated[str, Meta(max_length=24, pattern=NO_NUL)]
    note: CaseNote = ""
    clause: Annotated[str, Meta(max_length=300, pattern=NO_NUL)] = ""
    minutes: Annotated[int, Meta(ge=1, le=60)] | None = None


class Appeal(Command, frozen=True, tag="appeal"):
    """I ask for another look at a decision against my message, once. Another adult decides.
    Answer: `done`, then `mine`. Errors: `message_not_found`, `appeal_used`, `appeal_waits`."""

    message: UUID
    words: CaseNote = ""


class ReportMessage(Command, frozen=True, tag="report_message"):
    """I ask an adult to look at a message. Said again it is the same report, said more clearly.
    Answer: `done`, then `mine` with the receipt. Errors: `room_not_found`, `message_not_found`,
    `report_own`, `too_many_reports`."""

    room: UUID
    message: UUID
    why: Why
    words: CaseNote = ""


class ReportAdult(Command, frozen=True, tag="report_adult"):
    """I tell of an adult of the group, past that adult. Said again it is the same report. Answer:
    `done`, then `mine` with the receipt. Errors: `room_not_found`, `adult_not_found`, `report_own`,
    `too_many_reports`."""

    group: UUID
    adult: UUID
    why: Why
    words: CaseNote = ""


class PutAwayReport(Command, frozen=True, tag="put_away_report"):
    """I have read the receipt or the outcome: take it out of `mine`. Answer: `done`. Error:
    `report_not_found`."""

    report: UUID


class OpenSideRoom(Command, frozen=True, tag="open_side_room"):
    """Moderator: a private room between the case's author and the group's moderators and
    facilitators. Answer: `side_room`. Errors: `case_not_found`, `case_not_yours`,
    `too_few_adults`."""

    case: UUID


class AskOpening(Command, frozen=True, tag="ask_opening"):
    """Lead: ask to see who the young person of the case one holds is. Somebody of another role says
    yes. Answer: `done`, then `openings`. Errors: `case_not_yours`, `action_unfit`, `note_needed`,
    `opening_length`, `opening_waits`, `not_allowed`."""

    case: UUID
    ground: Literal["vital", "avert", "help", "child", "court"]
    why: CaseNote
    minutes: Annotated[int, Meta(ge=1, le=60)]


class ApproveOpening(Command, frozen=True, tag="approve_opening"):
    """Yes to an opening. Answer: `done`. Errors: `opening_not_found`, `opening_two_roles`,
    `opening_changed`, `not_allowed`."""

    opening: Seq


class RefuseOpening(Command, frozen=True, tag="refuse_opening"):
    """No to an opening. Answer: `done`. Errors: as for `approve_opening`."""

    opening: Seq


class CloseOpening(Command, frozen=True, tag="close_opening"):
    """Done with an opening of mine. Answer: `done`. Errors: `opening_not_found`,
    `opening_changed`, `not_allowed`."""

    opening: Seq


class LookOpening(Command, frozen=True, tag="look_opening"):
    """What is sealed, while an opening of mine is open. Answer: `revealed`. Errors:
    `opening_not_found`, `opening_changed`, `not_allowed`."""

    opening: Seq


class ReadActs(Command, frozen=True, tag="read_acts"):
    """Auditor: the record of what staff did, newest first, before this row, of actions whose name
    begins so. Answer: `acts`. Error: `not_allowed`."""

    before: Seq | None = None
    what: Annotated[str, Meta(max_length=60, pattern=NO_NUL)] = ""


class ReadContact(Command, frozen=True, tag="read_contact"):
    """What I left about how to reach me outside. Answer: `own_contact`."""


class LeaveContact(Command, frozen=True, tag="leave_contact"):
    """How I may be reached outside if I am in danger; empty: no longer. Answer: `own_contact`.
    Error: `contact_length`."""

    contact: Annotated[str, Meta(max_length=500, pattern=NO_NUL)]


class ReadBoard(Command, frozen=True, tag="read_board"):
    """Lead, administrator, auditor: how well the watching works. Answer: `board`. Errors:
    `room_not_found`, `not_allowed`."""

    group: UUID


class ReadTransparency(Command, frozen=True, tag="read_transparency"):
    """How my group is looked after, in figures. Answer: `transparency`. Error:
    `room_not_found`."""

    group: UUID


class GoOnDuty(Command, frozen=True, tag="go_on_duty"):
    """Moderator: on duty from now. Answer: `done`, then `shifts`. Error: `on_duty_already`."""

    group: UUID


class GoOffDuty(Command, frozen=True, tag="go_off_duty"):
    """Moderator: off duty, with a word to those who come after. Answer: `done`, then `shifts`.
    Errors: `not_on_duty`, `cases_unowned`, `note_needed`."""

    group: UUID
    note: Annotated[str, Meta(max_length=1000, pattern=NO_NUL)] = ""


class TakeBreak(Command, frozen=True, tag="take_break"):
    """Moderator: a break from now. Answer: `done`, then `shifts`. Error: `cases_unowned`."""

    group: UUID


class PlanShift(Command, frozen=True, tag="plan_shift"):
    """Lead: plan a shift; `people` in the order in which they are called. Answer: `done`, then
    `shifts`. Errors: `shift_length`, `shift_people`, `not_allowed`."""

    group: UUID
    starts_at: Annotated[datetime, Meta(tz=True)]
    ends_at: Annotated[datetime, Meta(tz=True)]
    people: Annotated[list[UUID], Meta(max_length=10)]


class DropShift(Command, frozen=True, tag="drop_shift"):
    """Lead: take a planned shift back. Answer: `done`, then `shifts`. Error: `shift_not_found`."""

    group: UUID
    shift: Seq


class PushOn(Command, frozen=True, tag="push_on"):
    """Staff: tell this browser when something is urgent. What a browser's subscription says.
    Answer: `done`. Errors: `push_address`, `not_allowed`."""

    endpoint: Annotated[str, Meta(max_length=1000, pattern=NO_NUL)]
    p256dh: Annotated[str, Meta(max_length=200, pattern=NO_NUL)]
    auth: Annotated[str, Meta(max_length=100, pattern=NO_NUL)]


class PushOff(Command, frozen=True, tag="push_off"):
    """Staff: tell this browser no more. Answer: `done`. Error: `not_allowed`."""

    endpoint: Annotated[str, Meta(max_length=1000, pattern=NO_NUL)]


class ReadAssessment(Command, frozen=True, tag="read_assessment"):
    """Moderator: the duty-to-act sheets of a case. Answer: `assessment`. Error:
    `case_not_found`."""

    case: UUID


class BeginAssessment(Command, frozen=True, tag="begin_assessment"):
    """Moderator: begin a sheet in the care case one holds, or go on with the open one. Answer:
    `assessment`. Errors: `case_not_found`, `case_not_yours`, `action_unfit`."""

    case: UUID


class AnswerAssessment(Command, frozen=True, tag="answer_assessment"):
    """Moderator: answer a question of the open sheet: `yes`, `no`, `unsure`, or text. Answer:
    `assessment`. Errors: `assessment_not_found`, `case_not_yours`, `assessment_done`,
    `answer_unfit`."""

    assessment: UUID
    key: Annotated[str, Meta(max_length=40, pattern=NO_NUL)]
    value: Annotated[str, Meta(max_length=4000, pattern=NO_NUL)]


class FinishAssessment(Command, frozen=True, tag="finish_assessment"):
    """Moderator: end the sheet. It reports nobody: a person rings. Answer: `assessment`. Errors:
    `assessment_not_found`, `case_not_yours`, `assessment_done`, `answers_needed`,
    `reason_short`."""

    assessment: UUID
    outcome: Literal["report", "no_report"]
    reason: Annotated[str, Meta(max_length=2000, pattern=NO_NUL)] = ""


class AcceptLimits(Command, frozen=True, tag="accept_limits"):
    """Lead: yes to a proposed set of limits. The second person's yes puts it in force.

    Answer: `done`, then `limits`. Errors: `limits_not_found`, `limits_changed`,
    `limits_two_people`.
    """

    limits: Seq


class TurnDownLimits(Command, frozen=True, tag="turn_down_limits"):
    """Lead: no to a proposed set. Answer: `done`, then `limits`. Errors: `limits_not_found`,
    `limits_changed`."""

    limits: Seq


class TakeBackLimits(Command, frozen=True, tag="take_back_limits"):
    """Lead: out of force with this set, and back to the one before it, at once. Answer: `done`,
    then `limits`. Errors: `limits_not_found`, `limits_changed`."""

    limits: Seq


class LendLines(Command, frozen=True, tag="lend_lines"):
    """Administrator: whether the group's lines may leave, de-identified, to train the model.
    Answer: `done`, then `limits`. Errors: `room_not_found`, `not_allowed`."""

    group: UUID
    on: bool


AnyCommand = (
    Hello
    | Follow
    | Earlier
    | Read
    | Submit
    | Withdraw
    | Dismiss
    | Appeal
    | ReportMessage
    | ReportAdult
    | PutAwayReport
    | SetLanguage
    | RenewPhrase
    | AcceptAgreement
    | PlanSessions
    | ChangeSession
    | CancelSession
    | Attend
    | BeginClosing
    | GoToStep
    | SetAgenda
    | SlowRoom
    | LockRoom
    | PauseMember
    | SendHome
    | LetBack
    | BeginCircle
    | EndTurn
    | PassTurn
    | MoveOn
    | EndCircle
    | CheckIn
    | AskTalk
    | AnswerOutcome
    | StartActivity
    | PlayActivity
    | AdvanceActivity
    | EndActivity
    | ReadCalendar
    | MakeCalendar
    | DropCalendar
    | ReadCourse
    | WriteDebrief
    | WaiveDebrief
    | Propose
    | Vote
    | Veto
    | ReadAgreement
    | StartSession
    | CloseSession
    | CreateTopic
    | CreateInvites
    | ReadInvites
    | RevokeInvites
    | RevokeInvite
    | FoundGroup
    | SetFrame
    | InviteColleague
    | SetFollowing
    | SetMode
    | SetMemberMode
    | LookedAfter
    | LookCase
    | ClaimCase
    | ReleaseCase
    | HoldCase
    | HandOverCase
    | EscalateCase
    | SkipCase
    | GradeCase
    | NoteCase
    | ListCases
    | DecideCase
    | OpenSideRoom
    | AskOpening
    | ApproveOpening
    | RefuseOpening
    | CloseOpening
    | LookOpening
    | ReadActs
    | ReadContact
    | LeaveContact
    | ReadBoard
    | ReadTransparency
    | GoOnDuty
    | GoOffDuty
    | TakeBreak
    | PlanShift
    | DropShift
    | PushOn
    | PushOff
    | ReadAssessment
    | BeginAssessment
    | AnswerAssessment
    | FinishAssessment
    | AcceptLimits
    | TurnDownLimits
    | TakeBackLimits
    | LendLines
)

_decoder: msgspec.json.Decoder[AnyCommand] = msgspec.json.Decoder(AnyCommand)


def decode(text: str) -> AnyCommand:
    """The command in this text.

    Raises `msgspec.DecodeError` (which covers wrong shapes, unknown fields and bad JSON) or
    `RecursionError` for JSON nested beyond reason.
    """
    return _decoder.decode(text)
