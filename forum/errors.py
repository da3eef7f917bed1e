"""Every way the domain can say no, each with one stable code.

The code is the contract: it travels over the socket and into pages, and the words a person reads
stand under `errors.<code>` in `forum/words`. A test proves that each code has words in every
language.
"""

from __future__ import annotations

from enum import StrEnum


class Code(StrEnum):
    """A stable error code. Values never change once released."""

    # Coming in
    SIGNED_OUT = "signed_out"
    INVITE_INVALID = "invite_invalid"
    INVITE_COUNT = "invite_count"  # max
    PHRASE_WRONG = "phrase_wrong"
    TOO_MANY_TRIES = "too_many_tries"  # minutes
    AGE_OUTSIDE = "age_outside"
    AGREEMENT_NEEDED = "agreement_needed"
    ALIAS_TAKEN = "alias_taken"
    ALIAS_LENGTH = "alias_length"
    ALIAS_LOOKS_REAL = "alias_looks_real"
    ALIAS_CONTACT = "alias_contact"
    ALIAS_ELSEWHERE = "alias_elsewhere"
    LOGIN_WRONG = "login_wrong"
    SIGN_IN_AGAIN = "sign_in_again"
    FACTOR_WRONG = "factor_wrong"
    LAST_FACTOR = "last_factor"
    OIDC_UNKNOWN = "oidc_unknown"
    OIDC_FAILED = "oidc_failed"
    OIDC_UNAVAILABLE = "oidc_unavailable"

    # In a room
    ROOM_NOT_FOUND = "room_not_found"  # unknown and forbidden alike
    ROOM_CLOSED = "room_closed"  # opens_at
    SESSION_WAITING = "session_waiting"
    SESSION_OVER = "session_over"
    PAUSED = "paused"  # until, why
    ROOM_LOCKED = "room_locked"  # opens_at, why
    SLOW_DOWN = "slow_down"  # seconds
    NOT_YOUR_TURN = "not_your_turn"
    SESSION_FULL = "session_full"  # capacity
    TEXT_EMPTY = "text_empty"
    TEXT_TOO_LONG = "text_too_long"  # max
    NONCE_REUSED = "nonce_reused"
    REPLY_GONE = "reply_gone"
    MESSAGE_NOT_FOUND = "message_not_found"
    TOO_FAST = "too_fast"  # seconds

    # Agreeing
    PROPOSAL_NOT_FOUND = "proposal_not_found"
    PROPOSAL_DECIDED = "proposal_decided"
    CLAUSE_GONE = "clause_gone"
    CLAUSE_LENGTH = "clause_length"  # min, max
    TOO_MANY_PROPOSALS = "too_many_proposals"  # max

    # Asking an adult to look
    REPORT_OWN = "report_own"
    REPORT_NOT_FOUND = "report_not_found"
    TOO_MANY_REPORTS = "too_many_reports"
    ADULT_NOT_FOUND = "adult_not_found"
    APPEAL_USED = "appeal_used"
    APPEAL_WAITS = "appeal_waits"

    # Leading and judging
    NOT_ALLOWED = "not_allowed"
    SESSION_NOT_FOUND = "session_not_found"
    SESSION_LENGTH = "session_length"  # min, max
    SESSION_PAST = "session_past"
    SERIES_LENGTH = "series_length"  # max
    CAPACITY_UNFIT = "capacity_unfit"  # min, max
    LEADER_NOT_FOUND = "leader_not_found"
    AGENDA_UNFIT = "agenda_unfit"  # steps, minutes, title, prompt
    STEP_NOT_FOUND = "step_not_found"
    ADULTS_MISSING = "adults_missing"  # here, needed
    DEBRIEF_WAITS = "debrief_waits"
    SLOW_UNFIT = "slow_unfit"  # max
    LOCK_UNFIT = "lock_unfit"  # max
    PAUSE_UNFIT = "pause_unfit"  # max
    CIRCLE_NOT_FOUND = "circle_not_found"
    CIRCLE_UNFIT = "circle_unfit"  # min, max
    CHECKIN_UNFIT = "checkin_unfit"
    ACTIVITY_NOT_FOUND = "activity_not_found"
    ACTIVITY_UNFIT = "activity_unfit"
    ACTIVITY_ON = "activity_on"
    MOVE_UNFIT = "move_unfit"
    DEBRIEF_UNFIT = "debrief_unfit"
    OWNER_NEEDED = "owner_needed"
    TITLE_LENGTH = "title_length"  # min, max
    CASE_NOT_FOUND = "case_not_found"
    CASE_TAKEN = "case_taken"  # holder
    CASE_NOT_YOURS = "case_not_yours"
    CASE_DECIDED = "case_decided"  # by
    CASE_CHANGED = "case_changed"
    CASE_ESCALATED = "case_escalated"
    APPEAL_OF_MINE = "appeal_of_mine"
    HOLD_LENGTH = "hold_length"  # max
    NOTE_NEEDED = "note_needed"
    NOT_FOR_THEM = "not_for_them"
    NOBODY_ABOVE = "nobody_above"
    REASON_NEEDED = "reason_needed"
    ACTION_UNFIT = "action_unfit"
    LIMITS_NOT_FOUND = "limits_not_found"
    LIMITS_CHANGED = "limits_changed"
    LIMITS_TWO_PEOPLE = "limits_two_people"
    PUSH_ADDRESS = "push_address"
    CASES_UNOWNED = "cases_unowned"  # count
    ON_DUTY_ALREADY = "on_duty_already"
    NOT_ON_DUTY = "not_on_duty"
    SHIFT_LENGTH = "shift_length"
    SHIFT_PEOPLE = "shift_people"
    SHIFT_NOT_FOUND = "shift_not_found"
    BREAK_NEEDED = "break_needed"  # minutes
    ASSESSMENT_NOT_FOUND = "assessment_not_found"
    ASSESSMENT_DONE = "assessment_done"
    ANSWER_UNFIT = "answer_unfit"
    ANSWERS_NEEDED = "answers_needed"
    REASON_SHORT = "reason_short"  # min
    NOTHING_TO_NOTE = "nothing_to_note"
    MEMBER_NOT_FOUND = "member_not_found"
    CONTACT_LENGTH = "contact_length"  # max
    OPENING_NOT_FOUND = "opening_not_found"
    OPENING_CHANGED = "opening_changed"
    OPENING_TWO_ROLES = "opening_two_roles"
    OPENING_LENGTH = "opening_length"  # max
    OPENING_WAITS = "opening_waits"
    TOO_FEW_ADULTS = "too_few_adults"
    ALREADY_THERE = "already_there"
    NOT_FROM_HERE = "not_from_here"

    # Founding, and colleagues
    GROUP_NAME_LENGTH = "group_name_length"  # min, max
    THEME_LENGTH = "theme_length"  # min, max
    BANDS_EMPTY = "bands_empty"
    BANDS_UNFIT = "bands_unfit"
    LANGUAGES_EMPTY = "languages_empty"
    SIZE_UNFIT = "size_unfit"  # min, max
    RETENTION_UNFIT = "retention_unfit"  # max
    ADULTS_UNFIT = "adults_unfit"  # max
    ZONE_UNKNOWN = "zone_unknown"
    HOURS_HALF = "hours_half"
    HOURS_SAME = "hours_same"
    DAYS_UNFIT = "days_unfit"
    DATES_UNFIT = "dates_unfit"  # max
    AGREEMENT_EMPTY = "agreement_empty"  # max
    ORGANISATION_LENGTH = "organisation_length"  # min, max
    NAME_LENGTH = "name_length"  # min, max
    NAME_TAKEN = "name_taken"
    USERNAME_UNFIT = "username_unfit"
    USERNAME_TAKEN = "username_taken"
    PASSWORD_WEAK = "password_weak"

    # On the wire
    FRAME_MALFORMED = "frame_malformed"
    FRAME_TOO_LARGE = "frame_too_large"  # max
    FRAME_BINARY = "frame_binary"
    HELLO_FIRST = "hello_first"
    FLOODING = "flooding"
    UNAVAILABLE = "unavailable"


Param = str | int | None


class DomainError(Exception):
    """A refusal with a code and the few facts its words need.

    `params` hold only what may be shown to the person refused: numbers, times, a staff name;
    never message text.
    """

    def __init__(self, code: Code, **params: Param) -> None:
        super().__init__(code.value)
        self.code = code
        self.params = params
