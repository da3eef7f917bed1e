"""What a client hears.

Three kinds: answers (they carry `re`), snapshots (`places`, `mine`, `desk`, `shifts`, `limits`: the
whole small picture, sent again whenever it changes, so a lost one costs nothing), and `entries`,
the only incremental stream, gap-free by `seq` within a room.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from consumers.wire.frame import Frame, Part
from forum.activities.kinds import View
from forum.groups.frame import GroupFrame

RoleName = Literal[
    "participant",
    "facilitator",
    "moderator",
    "shift_lead",
    "safeguarding_lead",
    "administrator",
    "auditor",
]


RoomKindName = Literal["common", "topic", "session", "side", "back", "agreement"]
NoticeName = Literal[
    "session_opened",
    "session_closed",
    "looked_after",
    "side_opened",
    "session_closing",
    "session_cancelled",
    "adults_missing",
    "adults_back",
    "slowed",
    "unslowed",
    "locked",
    "unlocked",
    "circle_began",
    "circle_ended",
    "activity_began",
    "activity_ended",
]
ModeName = Literal["publish_then_check", "hold_if_flagged", "hold_all"]


class Member(Part, frozen=True):
    """Someone in a group, as the group knows them. `avatar` is a path to an SVG of this site."""

    id: UUID
    alias: str
    avatar: str
    role: RoleName


class Adult(Part, frozen=True):
    """An adult of a group: as `Member`, and the service they come from, if that is known."""

    id: UUID
    alias: str
    avatar: str
    role: RoleName
    organisation: str


class Quote(Part, frozen=True):
    """The message replied to: its author's alias and the beginning of its text (empty if gone)."""

    id: UUID
    alias: str
    text: str


# --- timeline -------------------------------------------------------------------------------


class MessageEntry(Part, frozen=True, tag_field="type", tag="message"):
    """A published message. `gone` says who took it away; then `text` is empty.

    `note` is a content note: the text stands collapsed under it.
    """

    seq: int
    at: datetime
    id: UUID
    nonce: UUID
    author: Member
    text: str
    reply_to: Quote | None
    note: str | None
    gone: Literal["author", "staff"] | None


class GoneEntry(Part, frozen=True, tag_field="type", tag="gone"):
    """A message published earlier was taken away: blank it where it stands."""

    seq: int
    at: datetime
    message: UUID
    by: Literal["author", "staff"]


class BackEntry(Part, frozen=True, tag_field="type", tag="back"):
    """A message taken away by staff is given back: fill it again where it stands. `text` is empty
    if it has gone once more."""

    seq: int
    at: datetime
    message: UUID
    text: str
    reply_to: Quote | None
    note: str | None


class NoticeEntry(Part, frozen=True, tag_field="type", tag="notice"):
    """A line of the room itself. `looked_after`: someone is being looked after."""

    seq: int
    at: datetime
    notice: NoticeName


Entry = MessageEntry | GoneEntry | BackEntry | NoticeEntry


# --- places ---------------------------------------------------------------------------------


class RoomPlace(Part, frozen=True):
    """A room one may enter. `closed` says why one may not write now (an error code) or null;
    `opens_at` when that is known, and `closed_why` a key under `app.steer.` where somebody locked
    it. `shut`: nor can it be read now. `slow_seconds`: between two messages of a young person, and
    why. `head` is the newest sequence, `read` how far I have seen."""

    id: UUID
    kind: RoomKindName
    title: str
    head: int
    read: int
    closed: str | None
    opens_at: datetime | None
    closed_why: str
    shut: bool
    slow_seconds: int
    slow_why: str
    people: list[Member]  # only in side rooms: who can see it
    may_note: bool  # only staff who care: something was taken away for safety, see `looked_after`


class StepPart(Part, frozen=True):
    """A step of the agenda. `prompt` is pinned above the talk while it is on."""

    title: str
    minutes: int
    prompt: str


class LeaderPart(Part, frozen=True):
    """Who is to lead; or to step in."""

    member: UUID
    substitute: bool


class SessionPlace(Part, frozen=True):
    """A session that is planned, open, cancelled, or ended within the last day. `room` is its room.
    `number` of `of`: its place in its series. `local_date` and `local_time`: what the wall shows in
    the group's zone. `words`: why it was cancelled. `agenda`: for those who lead, also before."""

    id: UUID
    room: UUID
    theme: str
    starts_at: datetime
    ends_at: datetime
    local_date: str
    local_time: str
    state: Literal["planned", "open", "over", "cancelled"]
    series: UUID | None
    number: int
    of: int
    capacity: int | None
    leaders: list[LeaderPart]
    words: str
    agenda: list[StepPart]


class Agreement(Part, frozen=True):
    """The group's agreement, as clean HTML, and whether I have accepted this version. `previous` is
    the one I accepted last, as long as there is a newer one to accept."""

    version: int
    html: str
    accepted: bool
    previous: str | None


class ProposalPart(Part, frozen=True):
    """A proposed change of the agreement. `id` is its message. `text` is the new clause, or for
    `drop` the why, empty if the message is gone; with a `note` it stands collapsed under it.

    `votes`: how many have voted so far; nobody sees how. `yes` and `no` are told once it is decided
    and enough have voted to tell nothing of anybody. `veto_by` is a name.
    """

    id: UUID
    kind: Literal["add", "change", "drop"]
    clause: str
    text: str
    note: str | None
    alias: str
    state: Literal["open", "adopted", "fell", "vetoed"]
    closes_at: datetime
    votes: int
    my_vote: bool | None
    may_vote: bool
    yes: int | None
    no: int | None
    veto_by: str | None
    veto_reason: str


class Follows(Part, frozen=True):
    """What screening adds up over several messages here, so that a person looks: signs of contact
    toward one member; whether somebody writes more heavily of late. Told to the whole group."""

    contact: bool
    distress: bool


class Holds(Part, frozen=True):
    """When messages are shown here, and how many of a newcomer's first a person reads before that.
    Told to the whole group."""

    mode: ModeName
    first_held: int


class GroupPlace(Part, frozen=True):
    """A group I am in: who I am there, what I may do, its rooms and sessions.

    `abilities` are permission names of `forum.permissions`; the screen hides what is not there.
    `adults` are the staff a participant may meet. `suspended_until`: until then the shared rooms
    are not there for me.
    """

    id: UUID
    name: str
    theme: str
    me: Member
    abilities: list[str]
    paused_until: datetime | None
    pause_why: str
    suspended_until: datetime | None
    suspend_why: str
    adults_needed: int
    frame: GroupFrame | None  # only for those who may set it up
    agreement: Agreement
    holds: Holds
    follows: Follows
    adults: list[Adult]
    rooms: list[RoomPlace]
    sessions: list[SessionPlace]
    proposals: list[ProposalPart]  # voted on, oldest first, and decided within the last week


class Places(Frame, frozen=True, tag="places"):
    """Snapshot: all my groups. Sent after `welcome` and whenever it changes, but not for a new
    `head` or `read` alone: heads come in `entries`, `head` and `heartbeat`. `may_found`: whether I
    may make a new group."""

    groups: list[GroupPlace]
    may_found: bool


# --- an evening -----------------------------------------------------------------------------


class CirclePart(Part, frozen=True):
    """A talking circle. Everybody who takes part is in one of the lists, in the order they are
    asked: `waiting`, `passed` (asked once more), `away` (their turn is kept), `heard`. `speaker`:
    whose turn it is, `again` for the second time, until `ends_at`."""

    question: str
    turn_seconds: int
    speaker: UUID | None
    again: bool
    ends_at: datetime | None
    waiting: list[UUID]
    passed: list[UUID]
    away: list[UUID]
    heard: list[UUID]


class ActivityPart(Part, frozen=True):
    """The activity that is on, as I see it."""

    id: UUID
    view: View


class Answered(Part, frozen=True):
    """How I said I was. Nobody else sees it."""

    face: int
    words: list[str]


class SumPart(Part, frozen=True):
    """What at least five people said: on average, and words they shared."""

    people: int
    mean: float
    words: list[str]


class Evening(Part, frozen=True):
    """A session that is near, open, or just over, as I see it.

    `people`: those who are or were there. `step`: the one that is on, until `step_ends_at`.
    `closes_at`: last words until then. `short`: fewer adults are there than the group asks, and
    nothing is shown unread. `full`: every place is taken, and none is mine. `offer_talk`: it has
    become much heavier for me. `summary`: keys under `app.theme.`, of what at least three talked
    about.
    """

    session: UUID
    group: UUID
    people: list[Member]
    agenda: list[StepPart]
    step: int | None
    step_ends_at: datetime | None
    closes_at: datetime | None
    short: bool
    circle: CirclePart | None
    activity: ActivityPart | None
    took_part: bool
    full: bool
    check_in: Answered | None
    check_out: Answered | None
    offer_talk: bool
    outcome_given: bool
    came_with: SumPart | None
    left_with: SumPart | None
    summary: list[str]


class Evenings(Frame, frozen=True, tag="evenings"):
    """Snapshot: what goes on in sessions that are near, open, or just over."""

    evenings: list[Evening]


class Share(Part, frozen=True):
    """How many messages the adults and the young people have written in this session."""

    adults: int
    young: int


class Attending(Frame, frozen=True, tag="attending"):
    """Answer to `attend`: who is there, in the order they came, and how many cleared adults.
    `share`: for adults alone."""

    re: int
    here: list[Member]
    adults: int
    share: Share | None


class YoungPart(Part, frozen=True):
    """A young person of the group, and what holds for them now."""

    member: Member
    paused_until: datetime | None
    suspended_until: datetime | None


class DebriefAnswers(Part, frozen=True):
    """What an adult answered, by question."""

    by: Member
    answers: dict[str, str]


class DebriefPart(Part, frozen=True):
    """A session that is over, and how it was talked through. `lacking`: how many have still to
    answer. `may_answer`: I was there. `waived_by`, and why."""

    session: UUID
    theme: str
    closed_at: datetime
    lacking: int
    may_answer: bool
    answered: list[DebriefAnswers]
    waived_by: str | None
    waive_reason: str


class BackstageGroup(Part, frozen=True):
    """What the adults of a group see of it. `owners`: who may see to a worry."""

    group: UUID
    young: list[YoungPart]
    debriefs: list[DebriefPart]
    owners: list[Member]


class Backstage(Frame, frozen=True, tag="backstage"):
    """Snapshot, for adults who meet young people alone."""

    groups: list[BackstageGroup]


class CourseSession(Part, frozen=True):
    """A session that is over, and what at least five said of it; null where fewer did."""

    session: UUID
    theme: str
    starts_at: datetime
    came_with: SumPart | None
    left_with: SumPart | None
    safe: SumPart | None
    heard: SumPart | None
    less_alone: SumPart | None


class Course(Frame, frozen=True, tag="course"):
    """Answer to `read_course`: the latest sessions, oldest first."""

    re: int
    sessions: list[CourseSession]


class Calendar(Frame, frozen=True, tag="calendar"):
    """Whether I have a calendar address; and the address itself, where it was just made."""

    re: int
    on: bool
    url: str | None


# --- my messages ----------------------------------------------------------------------------


class OwnMessage(Part, frozen=True):
    """A message of mine that is not simply published.

    `pending`: being scored. `held`: a person looks at it, others do not see it; `held_for` says
    why and `wait_minutes` the expected wait. `declined`: not shared; `removed`: was shared, taken
    away; both with a `reason` (a key under `app.reason.`) and perhaps `words` from the moderator;
    `rephrase` asks for other words. With `held_for` = `care` the screen shows help first.

    `appeal`: `may` be asked for, or how it stands: `asked`, `upheld`, `reversed` (then `state` may
    be `published`: given back, and told once). Listed also of a group one was put out of.
    """

    id: UUID
    nonce: UUID
    room: UUID
    text: str
    at: datetime
    state: Literal["pending", "held", "declined", "removed", "published"]
    held_for: Literal["conduct", "care", "privacy", "unscored", "adults", "policy"] | None
    wait_minutes: int | None
    reason: str | None
    words: str
    rephrase: bool
    appeal: Literal["may", "asked", "upheld", "reversed"] | None


class OwnReport(Part, frozen=True):
    """Something I asked an adult to look at. `adult` is whom, or null for a message. `outcome` is
    null while nobody has decided; `acted`: something was done; `looked_at`: it stands."""

    id: UUID
    at: datetime
    why: str
    adult: str | None
    outcome: Literal["acted", "looked_at"] | None


class Mine(Frame, frozen=True, tag="mine"):
    """Snapshot: my unsettled messages in all rooms, and my reports, oldest first."""

    messages: list[OwnMessage]
    reports: list[OwnReport]


# --- the desk -------------------------------------------------------------------------------


class CaseRow(Part, frozen=True):
    """A case in the queue. `severity` 1 (look when you can) to 4 (crisis). Ordered by the server.

    `text` is the beginning of the message; at severity 3 and up the screen blurs it until asked.
    `subject`: a message; an adult who was reported (then `alias` is theirs, and no text); or a
    young person an adult worries about, with the worry as text. `owner` sees to it by `due_at`.
    `level` 0: for any moderator, 1: for a shift lead and up, 2: for the safeguarding lead.
    `for_me`: I may take it, as far as level and appeal go. `skipped`: I would rather not.
    """

    id: UUID
    group: UUID
    group_name: str
    room_title: str
    queue: Literal["conduct", "care"]
    subject: Literal["message", "adult", "young"]
    severity: int
    level: int
    for_me: bool
    appeal: bool
    skipped: bool
    state: Literal["waiting", "claimed", "on_hold", "decided"]
    version: int
    opened_at: datetime
    due_at: datetime
    alias: str
    avatar: str
    text: str
    reasons: list[str]  # keys under `staff.because.`
    holder: str | None
    owner: str | None
    mine: bool
    lease_until: datetime | None


class Unread(Part, frozen=True):
    """`share` (0..1) of the newest `of` messages of a day nobody could score. `failed_at`: when
    that last was the scorer's fault, and not that of a language it does not know. `alone_at`: when
    a second opinion that was asked for last was missing."""

    share: float
    of: int
    failed_at: datetime | None
    alone_at: datetime | None


class Desk(Frame, frozen=True, tag="desk"):
    """Snapshot for moderators: the first hundred open cases of their groups, and their number."""

    cases: list[CaseRow]
    open: int
    unread: Unread


class Cases(Frame, frozen=True, tag="cases"):
    """Answer to `list_cases`: the first hundred that fit, and how many there are."""

    re: int
    cases: list[CaseRow]
    open: int


class Segment(Part, frozen=True):
    """A stretch of the message; `heads` are the findings it carried (empty: none)."""

    text: str
    heads: list[str]


class FindingPart(Part, frozen=True):
    """Why the machine looked: head, score against threshold, by which model or rule."""

    head: str
    score: float
    threshold: float
    language: str
    source: str
    version: str


class CaseMessage(Part, frozen=True):
    """A message around the one judged. `subject` marks the one judged."""

    id: UUID
    at: datetime
    author: Member
    text: str
    state: str
    subject: bool


class Opinion(Part, frozen=True):
    """Two scorers that see a head very differently; the verdict took the graver where it may."""

    head: str
    scorers: list[str]
    scores: list[float]


class CaseEvent(Part, frozen=True):
    """A line of the case's history. `what` is a key under `staff.event.`; `to` is whom it was
    handed to."""

    at: datetime
    what: str
    who: str | None
    to: str | None
    note: str


class EarlierCase(Part, frozen=True):
    """A decided case on the same author in this group."""

    at: datetime
    severity: int
    action: str
    reason: str
    appeal: str


class ReportPart(Part, frozen=True):
    """What somebody who is not named said of it."""

    at: datetime
    why: str
    words: str


class AppealPart(Part, frozen=True):
    """What the author says against the first decision, and what that was."""

    at: datetime
    words: str
    action: str
    reason: str
    decided_by: str
    told: str


class Proposals(Part, frozen=True):
    """Words to the author in their language: one sentence for each action and one for each reason,
    to be put together and changed. `clause` introduces the part of the agreement."""

    language: Literal["nb", "nn", "en"]
    actions: dict[str, str]
    reasons: dict[str, str]
    clause: str


class CountedMessage(Part, frozen=True):
    """An earlier message that counted. `how` says how one knows whom it was directed at. `head` and
    `score` are its own; `segments` is its text with the words that carried it, empty when it is
    gone or not this moderator's to see. `later`: written after the case was raised."""

    id: UUID
    at: datetime
    room_title: str
    how: Literal["reply", "mention", "nearby"] | None
    head: str
    score: float
    segments: list[Segment]
    state: str
    later: bool


class Together(Part, frozen=True):
    """What several messages say together that none of them says alone, oldest first.

    `head` is `contact_pattern` (with `toward`, and each sign weighing half after `half_life_days`)
    or `distress_rising` (the mean of the messages listed is `recent`, that of the `before` messages
    before them `earlier`).
    """

    head: Literal["contact_pattern", "distress_rising"]
    score: float
    limit: float
    version: str
    toward: str | None
    half_life_days: float | None
    recent: float | None
    earlier: float | None
    before: int
    messages: list[CountedMessage]


class Casefile(Frame, frozen=True, tag="casefile"):
    """Answer to `look_case` and `claim_case`: everything needed to judge.

    `actions` are those that fit now. `clauses` are those of the group's agreement. `colleagues`
    could take it instead; `may_escalate`: there is somebody above. `hold_max` in minutes.
    `author_mode`: when the author's messages are shown, where that is not as in their group.
    `side_room` is set once one was opened; `may_side_room`: there is a young person to speak with.
    """

    re: int
    case: CaseRow
    author: Member
    author_mode: ModeName | None
    assessed: bool  # a duty-to-act sheet of this case is finished
    segments: list[Segment]
    message_state: str | None
    findings: list[FindingPart]
    disagree: list[Opinion]
    together: list[Together]
    around: list[CaseMessage]
    earlier_cases: int
    earlier: list[EarlierCase]
    reports: list[ReportPart]
    appeal: AppealPart | None
    events: list[CaseEvent]
    actions: list[str]
    reasons: list[str]
    clauses: list[str]
    proposals: Proposals
    colleagues: list[Member]
    may_escalate: bool
    hold_max: int
    side_room: UUID | None
    may_side_room: bool


# --- duties ---------------------------------------------------------------------------------


class OnDuty(Part, frozen=True):
    """Somebody on duty."""

    member: Member
    since: datetime


class Handover(Part, frozen=True):
    """The latest word to those who come after."""

    who: str
    at: datetime
    note: str


class PlannedShift(Part, frozen=True):
    """A planned shift; `people` in the order in which they are called."""

    id: int
    starts_at: datetime
    ends_at: datetime
    people: list[str]


class Load(Part, frozen=True):
    """What I have looked at that was grave since my last break, and the most before the next."""

    items: int
    items_most: int
    minutes: int
    minutes_most: int
    rests_until: datetime | None


class PagePart(Part, frozen=True):
    """Somebody was called; `why`: crisis, late, gap, drill. `who` is null: nobody was there."""

    at: datetime
    why: str
    who: str | None
    answered_at: datetime | None


class GroupShifts(Part, frozen=True):
    """One group's duties. `gap_since`: somebody should be on duty and nobody is. `at_limit`,
    `colleagues` and `pages` are for those who plan."""

    group: UUID
    name: str
    mine_since: datetime | None
    on_duty: list[OnDuty]
    gap_since: datetime | None
    handover: Handover | None
    planned: list[PlannedShift]
    load: Load
    at_limit: list[str]
    may_plan: bool
    colleagues: list[Member]
    pages: list[PagePart]


class Shifts(Frame, frozen=True, tag="shifts"):
    """Snapshot for moderators: the duties of their groups. `push_key` is what a browser subscribes
    with."""

    push_key: str
    groups: list[GroupShifts]


# --- duty to act ----------------------------------------------------------------------------


class AssessmentQuestion(Part, frozen=True):
    """A question; its words stand under `staff.assess.q.<key>`. `law` is the paragraph that the
    words beside it restate, at `url`; both empty where there is none."""

    key: str
    kind: Literal["choice", "text"]
    law: str
    url: str


class AssessmentAnswer(Part, frozen=True):
    """An answer and its time. A later one to the same question holds; an empty one takes back."""

    key: str
    value: str
    at: datetime
    who: str | None


class AssessmentSheet(Part, frozen=True):
    """One sheet. `outcome` is null until it is finished; then nothing on it changes. `readable`
    is false when the keys it was sealed with are gone."""

    id: UUID
    started_at: datetime
    by: str | None
    answers: list[AssessmentAnswer]
    readable: bool
    outcome: Literal["report", "no_report"] | None
    reason: str
    finished_at: datetime | None
    finished_by: str | None


class AssessmentPlace(Part, frozen=True):
    """Where a person may ring; its words stand under `staff.assess.place.<id>`."""

    id: str
    name: str
    number: str
    phone: str


class Assessment(Frame, frozen=True, tag="assessment"):
    """Answer to `read_assessment` and to what changes a sheet: a case's duty-to-act sheets, the
    newest first. `mine`: I hold the case, and may write."""

    re: int
    case: UUID
    mine: bool
    questions: list[AssessmentQuestion]
    sheets: list[AssessmentSheet]
    places: list[AssessmentPlace]
    reason_min: int
    text_max: int


# --- oversight ------------------------------------------------------------------------------


class OpeningPart(Part, frozen=True):
    """Somebody asks to see who a young person is. `looks`: how often it was seen. `mine`: I asked.
    `may_answer`: I am of another role, and may say yes or no."""

    id: int
    case: UUID
    group_name: str
    ground: str
    why: str
    minutes: int
    state: Literal["asked", "open", "refused", "closed", "lapsed"]
    asked_by: str
    asked_role: RoleName
    asked_at: datetime
    answered_by: str | None
    answered_at: datetime | None
    until: datetime | None
    looks: int
    mine: bool
    may_answer: bool


class Openings(Frame, frozen=True, tag="openings"):
    """Snapshot for those who ask, answer or audit: the newest openings of their groups."""

    openings: list[OpeningPart]


class Revealed(Frame, frozen=True, tag="revealed"):
    """Answer to `look_opening`: what they left, if anything, and on how many devices they are."""

    re: int
    contact: str
    devices: int
    subscriptions: int


class ActPart(Part, frozen=True):
    """A row of the record."""

    seq: int
    at: datetime
    who: str | None
    role: str
    what: str
    subject: str
    facts: str


class Acts(Frame, frozen=True, tag="acts"):
    """Answer to `read_acts`, newest first."""

    re: int
    acts: list[ActPart]
    more: bool


class OwnContact(Frame, frozen=True, tag="own_contact"):
    """Answer to `read_contact` and `leave_contact`; empty: nothing left."""

    re: int
    contact: str


# --- boards ---------------------------------------------------------------------------------


class SpreadPart(Part, frozen=True):
    """Minutes: half of `of` took no longer than `p50`, nineteen of twenty no longer than `p95`."""

    p50: float
    p95: float
    of: int


class BoardWeek(Part, frozen=True):
    """One week from its Monday. Shares are 0..1; null: there were no messages, or no cases."""

    begins: date
    messages: int
    held: float | None
    unscored: float | None
    to_claim: SpreadPart | None
    to_decide: SpreadPart | None
    against: int
    appealed: int
    reversed: int


class Board(Frame, frozen=True, tag="board"):
    """Answer to `read_board`: the last twelve weeks, oldest first."""

    re: int
    weeks: list[BoardWeek]
    appeals_waiting: int


class Transparency(Frame, frozen=True, tag="transparency"):
    """Answer to `read_transparency`: the last four weeks. Null: too few to tell without telling of
    somebody."""

    re: int
    held_in_hundred: int | None
    wait_minutes: int | None
    appealed: int | None
    reversed: int | None


# --- the agreement ----------------------------------------------------------------------------


class AgreementVersion(Part, frozen=True):
    """One version, as clean HTML, and since when it holds or held."""

    version: int
    at: datetime
    html: str


class AgreementBook(Frame, frozen=True, tag="agreement_book"):
    """Answer to `read_agreement`: the newest fifty versions, newest first."""

    re: int
    versions: list[AgreementVersion]


# --- limits ---------------------------------------------------------------------------------


class Rate(Part, frozen=True):
    """A figure with its 95 % interval."""

    share: float
    low: float
    high: float


class LimitFigure(Part, frozen=True):
    """One head in one language: its limit `now` and `then` (0..1), what it flags of 1,000 messages
    and which share of that people would agree with (0..1), from how many decisions."""

    language: str
    head: str
    now: float
    then: float
    decisions: int
    flags_now: Rate
    flags_then: Rate
    precision_now: Rate | None
    precision_then: Rate


class LimitSet(Part, frozen=True):
    """A set of limits that was proposed. `yes`: who accepted it; `mine`: I am one of them.
    `fits`: it was made for the model that scores now. Of `messages`, `looked_now` would go to a
    person without it and `looked_then` with it."""

    id: int
    version: str
    at: datetime
    yes: list[str]
    mine: bool
    fits: bool
    figures: list[LimitFigure]
    messages: int
    looked_now: int
    looked_then: int
    newly_held: int
    newly_shown: int


class LimitScope(Part, frozen=True):
    """One group, or (no group) the whole installation. `version` is what is in force, `in_force`
    the set on top of it (none: the default), `before` what one goes back to. `tunes`: I may accept
    and go back. `lends`: the group's lines may train the model; `may_lend`: I may change that."""

    group: UUID | None
    name: str
    version: str
    in_force: LimitSet | None
    before: str | None
    proposed: LimitSet | None
    tunes: bool
    lends: bool
    may_lend: bool


class Limits(Frame, frozen=True, tag="limits"):
    """Snapshot for those who tune or lend: the limits of screening, and what is proposed."""

    scopes: list[LimitScope]


# --- answers and the stream -------------------------------------------------------------------


class Welcome(Frame, frozen=True, tag="welcome"):
    """Answer to `hello`. A changed `epoch` means the database was restored: drop all cursors.

    `heartbeat_seconds` is how often `heartbeat` comes; silence for more than two of them means
    that the line is dead."""

    re: int
    epoch: str
    now: datetime
    staff: bool
    language: Literal["nb", "nn", "en"]
    heartbeat_seconds: int
    max_text: int


class Page(Frame, frozen=True, tag="page"):
    """Answer to `follow` and `earlier`: entries in rising order. `head` is the room's newest
    sequence; `more` says there is more in the direction asked for."""

    re: int
    room: UUID
    entries: list[Entry]
    head: int
    more: bool


class Resumed(Frame, frozen=True, tag="resumed"):
    """After `hello` with cursors: exactly what came in this room after the cursor, rising. While
    `more` is true another one follows by itself; after `more: false` the room is heard live."""

    room: UUID
    entries: list[Entry]
    head: int
    more: bool


class Entries(Frame, frozen=True, tag="entries"):
    """Live entries of a followed room, in rising order, without gaps after what was sent before."""

    room: UUID
    entries: list[Entry]


class Head(Frame, frozen=True, tag="head"):
    """A room not followed has news."""

    room: UUID
    head: int


class Heartbeat(Frame, frozen=True, tag="heartbeat"):
    """Every few seconds: the clock, and the newest sequence of each of my rooms. A followed room
    behind its head has a gap: follow it again."""

    now: datetime
    heads: dict[str, int]


class Accepted(Frame, frozen=True, tag="accepted"):
    """Answer to `submit`: stored. The same nonce again gives the same answer."""

    re: int
    nonce: UUID
    message: UUID


class Done(Frame, frozen=True, tag="done"):
    """Answer to a command that has nothing more to say."""

    re: int


class Phrase(Frame, frozen=True, tag="phrase"):
    """Answer to `renew_phrase`: four words, shown once."""

    re: int
    words: list[str]


class InviteCode(Part, frozen=True):
    """A code, and the address that holds it."""

    code: str
    url: str


class Invited(Frame, frozen=True, tag="invited"):
    """Answer to `create_invites`: shown once; only hashes are stored. `door`: where a code is typed
    in."""

    re: int
    codes: list[InviteCode]
    door: str
    expires_at: datetime


class BatchPart(Part, frozen=True):
    """Codes made in one go: how many, how many have come, and how many may still come."""

    id: UUID
    at: datetime
    expires_at: datetime
    made: int
    came: int
    open: int


class Invites(Frame, frozen=True, tag="invites"):
    """Answer to `read_invites` and to taking codes back: newest first."""

    re: int
    batches: list[BatchPart]


class Founded(Frame, frozen=True, tag="founded"):
    """Answer to `found_group`: the new group, which is in the next `places`."""

    re: int
    group: UUID


class ColleagueInvited(Frame, frozen=True, tag="colleague_invited"):
    """Answer to `invite_colleague`: shown once; only a hash is stored."""

    re: int
    url: str
    expires_at: datetime


class SideRoom(Frame, frozen=True, tag="side_room"):
    """Answer to `open_side_room`: the room to enter."""

    re: int
    room: UUID


class Error(Frame, frozen=True, tag="error"):
    """A refusal. `code` is one of `forum.errors.Code`; words stand under `errors.<code>`.
    `re` is null when the frame could not be read at all."""

    re: int | None
    code: str
    params: dict[str, str | int | None]


AnyEvent = (
    Welcome
    | Places
    | Mine
    | Evenings
    | Backstage
    | Attending
    | Course
    | Calendar
    | Desk
    | Limits
    | Board
    | Transparency
    | AgreementBook
    | Shifts
    | Openings
    | Revealed
    | Acts
    | OwnContact
    | Cases
    | Casefile
    | Assessment
    | Page
    | Resumed
    | Entries
    | Head
    | Heartbeat
    | Accepted
    | Done
    | Phrase
    | Invited
    | Invites
    | Founded
    | ColleagueInvited
    | SideRoom
    | Error
)
