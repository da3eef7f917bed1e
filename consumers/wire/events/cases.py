"""The moderators' desk, and one case."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from consumers.wire.events.people import Member, ModeName
from consumers.wire.frame import Frame, Part


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


AnyCasesEvent = Desk | Cases | Casefile
