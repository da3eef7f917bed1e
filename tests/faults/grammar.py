"""Frames as a liar would write them: mostly the right shape, with values at every edge.

Ids are drawn as places in a pool and looked up when the frame is sent, so that they are real ones:
of this group and others, of messages, cases and sessions that came up while talking.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from hypothesis import strategies as st

INSULT = "Du er en jævla idiot, ingen vil ha deg her"


@dataclass(frozen=True)
class Id:
    """A place in the pool of ids of this kind."""

    kind: str
    place: int


ODD = [None, True, -1, 1.5, 1e308, "", [], {}, [[]], {"a": None}, "1", 2**200]
ODD_IDS = ["", "0", "null", "{00000000-0000-0000-0000-000000000000}", "ffff", "\x00"]


@st.composite
def mostly(draw: Any, usual: st.SearchStrategy[Any], odd: list[Any], one_in: int = 30) -> Any:
    """This, and once in a while something odd. (Not a number at an edge: those come more often.)"""
    chosen = draw(st.integers(1, one_in)) == 2
    return draw(st.sampled_from(odd)) if chosen else draw(usual)


def ids(kind: str) -> st.SearchStrategy[Any]:
    real = st.builds(Id, st.just(kind), st.integers(0, 10_000))
    kinds = st.sampled_from(["room", "group", "message", "case", "session", "elsewhere"])
    other = st.builds(Id, kinds, st.integers(0, 10_000))
    return mostly(st.one_of(real, real, real, real, real, other, st.uuids().map(str)), ODD_IDS)


NUMBERS = [0, 1, 2, 50, 100, 101, 2**31, 2**32, 2**53 + 1, 2**63 - 1, 2**63, 2**64, 10**30, -1]
small = st.integers(1, 60)
number = mostly(small, NUMBERS, 8)
# Surrogates that stand alone, NUL, marks that turn the direction, letters of many marks, emoji
# of many parts, and what looks like a link, a number or markup.
ODD_TEXT = [
    *("\x00", "a\x00b", "\ud800", "\udfff\ud800", "\ufeff", "\u202eabc", "\u200b", "\u2028"),
    *("e" + "\u0301" * 500, "👩‍👩‍👧‍👦" * 100, "\U0010ffff", "\ufffe", "ﷺ" * 200, "İ" * 300),
    *("<script>alert(1)</script>", "https://example.org/?a=1", "99 88 77 66", "a" * 2000),
    *("a" * 2001, " ", "\n" * 50, "\t", "'; drop table forum_message; --", "%s %d {0}", INSULT),
]
plain = st.sampled_from(["hei", "vi lagde middag sammen", "i dag leste jeg en fin bok", "Ja!"])
text = st.one_of(plain, plain, plain, st.text(max_size=80), st.sampled_from(ODD_TEXT))
title = st.one_of(plain, st.text(max_size=100))
moment = st.one_of(
    st.datetimes().map(lambda at: at.isoformat() + "Z"),
    st.sampled_from(
        [
            *("2031-01-01T19:00:00+01:00", "2031-01-01T19:00:00", "0001-01-01T00:00:00+14:00"),
            *("9999-12-31T23:59:59-12:00", "2030-02-30T00:00:00Z", "2031-06-30T23:59:60Z", "nå"),
        ]
    ),
)
ACTIONS = [
    *("publish", "publish_with_note", "rephrase", "remove", "pause", "looked_after"),
    *("remove_session", "uphold", "lift", "no_ground", "talked"),
]
REASONS = ["fine", "attack", "privacy", "looked_after", "nonsense", ""]
MODES = ["publish_then_check", "hold_if_flagged", "hold_all"]
why = mostly(st.sampled_from(["hurts", "unsafe", "worried", "other"]), ["", "bored"])
language = mostly(st.sampled_from(["nb", "nn", "en"]), ["xx", "NB"])

day = mostly(
    st.dates(date(2026, 1, 1), date(2032, 1, 1)).map(str),
    ["0001-01-01", "9999-12-31", "2030-02-30"],
)
agenda = st.lists(
    st.fixed_dictionaries({"title": title, "minutes": number, "prompt": title}), max_size=3
)
held_back = mostly(st.sampled_from([None, "breathe", "fast", "space", "rest"]), ["", "because"])
PLAN: dict[str, st.SearchStrategy[Any]] = {
    "theme": title,
    "first": day,
    "at": mostly(st.sampled_from(["19:00", "02:30:00"]), ["24:00", "19:00+01:00", "nå"]),
    "minutes": number,
    "capacity": st.one_of(st.none(), number),
    "agenda": agenda,
}

FRAME = st.fixed_dictionaries(
    {
        "name": title,
        "theme": title,
        "bands": st.lists(st.sampled_from(["under_13", "13_15", "16_19", "20_up"]), max_size=4),
        "ground": mostly(st.sampled_from(["child_13", "health_16", "guardian"]), ["", "none"]),
        "languages": st.lists(language, max_size=3),
        "size": number,
        "retention_days": st.integers(1, 365),
        "adults_needed": st.integers(0, 1),
        "opens": st.sampled_from([None, "15:00", "02:30:00", "19:00+01:00"]),
        "closes": st.sampled_from([None, "15:00", "02:30:00", "24:00"]),
        "days": st.lists(number, max_size=3),
        "closed_on_holidays": st.booleans(),
        "closed_dates": st.lists(day, max_size=3),
        "outside": st.just("read_only"),
        "zone": mostly(st.just("Europe/Oslo"), ["", "/etc/passwd", "../x", "Mars"], 6),
    }
)

# Command -> its fields. `remove_member` is left out of the actions: nobody would be left to talk.
COMMANDS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "hello": {
        "language": language,
        "epoch": st.one_of(st.none(), ids("epoch")),
        "cursors": st.lists(st.tuples(ids("room"), number), max_size=2).map(tuple),
    },
    "follow": {"room": ids("room"), "after": st.one_of(st.none(), number)},
    "earlier": {"room": ids("room"), "before": number, "limit": number},
    "read": {"room": ids("room"), "seq": number},
    "submit": {
        "room": ids("room"),
        "nonce": st.one_of(st.uuids().map(str), ids("nonce")),
        "text": text,
        "reply_to": st.one_of(st.none(), st.none(), ids("message")),
    },
    "withdraw": {"message": ids("message")},
    "dismiss": {"message": ids("message")},
    "set_language": {"language": language},
    "renew_phrase": {},
    "accept_agreement": {"group": ids("group"), "version": number},
    "propose": {
        "group": ids("group"),
        "nonce": st.one_of(st.uuids().map(str), ids("nonce")),
        "kind": mostly(st.sampled_from(["add", "change", "drop"]), ["", "burn"]),
        "text": text,
        "clause": st.one_of(st.just("Vi er greie med hverandre."), title),
    },
    "vote": {"proposal": ids("message"), "yes": st.booleans()},
    "veto": {"proposal": ids("message"), "reason": title},
    "read_agreement": {"group": ids("group")},
    "plan_sessions": {"group": ids("group"), **PLAN, "times": number, "every": number}
    | {"skipped": st.lists(day, max_size=3)},
    "change_session": {"session": ids("session"), **PLAN},
    "cancel_session": {"session": ids("session"), "words": title, "rest": st.booleans()},
    "attend": {"room": ids("room")},
    "begin_closing": {"session": ids("session")},
    "go_to_step": {"session": ids("session"), "step": st.one_of(st.none(), number)},
    "set_agenda": {"session": ids("session"), "agenda": agenda},
    "slow_room": {"room": ids("room"), "seconds": number, "reason": held_back},
    "lock_room": {"room": ids("room"), "minutes": number, "reason": held_back},
    "pause_member": {
        "group": ids("group"),
        "member": ids("member"),
        "minutes": number,
        "reason": held_back,
    },
    "send_home": {"group": ids("group"), "member": ids("member"), "reason": held_back},
    "let_back": {"group": ids("group"), "member": ids("member")},
    "begin_circle": {
        "session": ids("session"),
        "question": title,
        "turn_seconds": number,
        "with_adults": st.booleans(),
    },
    "end_turn": {"session": ids("session")},
    "pass_turn": {"session": ids("session")},
    "move_on": {"session": ids("session")},
    "end_circle": {"session": ids("session")},
    "check_in": {
        "session": ids("session"),
        "moment": mostly(st.sampled_from(["in", "out"]), ["", "on"]),
        "face": number,
        "words": st.lists(st.sampled_from(["calm", "sad", "x", "\x00"]), max_size=4),
    },
    "ask_talk": {"session": ids("session")},
    "answer_outcome": {
        "session": ids("session"),
        "nonce": st.uuids().map(str),
        "safe": number,
        "heard": st.integers(0, 2),
        "less_alone": st.integers(0, 2),
        "words": text,
    },
    "start_activity": {
        "session": ids("session"),
        "setup": st.sampled_from(
            [
                {"kind": "feelings"},
                {"kind": "signs", "how": "pairs"},
                {"kind": "poll", "question": "?", "options": ["a", "b"], "hands_up": False},
                {"kind": "poll", "question": " ", "options": ["a", "a"], "hands_up": True},
                {"kind": "chess"},
            ]
        ),
    },
    "play_activity": {
        "activity": ids("session"),
        "move": st.sampled_from(
            [
                {"kind": "feelings", "card": "calm", "face_up": True},
                {"kind": "signs", "sign": "rock"},
                {"kind": "poll", "option": 9},
                {},
            ]
        ),
    },
    "advance_activity": {"activity": ids("session")},
    "end_activity": {"activity": ids("session")},
    "read_calendar": {},
    "make_calendar": {},
    "drop_calendar": {},
    "read_course": {"group": ids("group")},
    "write_debrief": {
        "session": ids("session"),
        "answers": st.dictionaries(
            st.sampled_from(["went", "everybody", "worry", "us", "next", "x"]), title, max_size=6
        ),
        "worries": st.lists(
            st.fixed_dictionaries(
                {"member": ids("member"), "owner": ids("member"), "due": day, "words": title}
            ),
            max_size=2,
        ),
    },
    "waive_debrief": {"session": ids("session"), "reason": title},
    "start_session": {"session": ids("session")},
    "close_session": {"session": ids("session")},
    "create_topic": {"group": ids("group"), "title": title},
    "create_invites": {"group": ids("group"), "count": number},
    "read_colleagues": {"group": ids("group")},
    "revoke_colleague": {"group": ids("group"), "link": ids("link")},
    "read_invites": {"group": ids("group")},
    "revoke_invites": {"group": ids("group"), "batch": ids("batch")},
    "revoke_invite": {"group": ids("group"), "code": title},
    "found_group": {
        "frame": FRAME,
        "mode": mostly(st.sampled_from(MODES), ["", "hold_none"]),
        "first_held": number,
        "agreement": st.lists(title, max_size=3),
    },
    "set_frame": {"group": ids("elsewhere"), "frame": FRAME},
    "invite_colleague": {
        "group": ids("group"),
        "role": mostly(st.sampled_from(["moderator", "auditor"]), ["", "participant"]),
        "organisation": title,
        "cleared": st.booleans(),
    },
    "set_following": {
        "group": ids("group"),
        "contact": st.booleans(),
        "distress": st.booleans(),
    },
    "set_mode": {
        "group": ids("group"),
        "mode": mostly(st.sampled_from(MODES), ["", "hold_none"]),
        "first_held": number,
    },
    "set_member_mode": {
        "group": ids("group"),
        "member": ids("member"),
        "mode": st.sampled_from([None, *MODES]),
    },
    "looked_after": {"room": ids("room")},
    "look_case": {"case": ids("case")},
    "claim_case": {"case": ids("case")},
    "release_case": {"case": ids("case")},
    "hold_case": {"case": ids("case"), "minutes": number, "note": title},
    "hand_over_case": {"case": ids("case"), "to": ids("member"), "note": title},
    "escalate_case": {"case": ids("case"), "note": title},
    "skip_case": {"case": ids("case")},
    "grade_case": {"case": ids("case"), "severity": number, "note": title},
    "note_case": {"case": ids("case"), "note": title},
    "list_cases": {
        "group": st.one_of(st.none(), ids("group")),
        "queue": st.sampled_from([None, "conduct", "care"]),
        "mine": st.booleans(),
    },
    "appeal": {"message": ids("message"), "words": title},
    "report_message": {
        "room": ids("room"),
        "message": ids("message"),
        "why": why,
        "words": title,
    },
    "report_adult": {"group": ids("group"), "adult": ids("member"), "why": why, "words": title},
    "put_away_report": {"report": ids("report")},
    "decide_case": {
        "case": ids("case"),
        "version": number,
        "action": st.sampled_from(ACTIONS),
        "reason": st.sampled_from(REASONS),
        "note": title,
        "clause": title,
        "minutes": st.one_of(st.none(), number),
    },
    "open_side_room": {"case": ids("case")},
    "ask_opening": {
        "case": ids("case"),
        "ground": mostly(st.sampled_from(["vital", "court"]), ["", "curiosity"]),
        "why": title,
        "minutes": number,
    },
    "approve_opening": {"opening": number},
    "refuse_opening": {"opening": number},
    "close_opening": {"opening": number},
    "look_opening": {"opening": number},
    "read_acts": {"before": st.one_of(st.none(), number), "what": title},
    "read_contact": {},
    "leave_contact": {"contact": title},
    "read_board": {"group": ids("group")},
    "read_transparency": {"group": ids("group")},
    "go_on_duty": {"group": ids("group")},
    "go_off_duty": {"group": ids("group"), "note": title},
    "take_break": {"group": ids("group")},
    "plan_shift": {
        "group": ids("group"),
        "starts_at": moment,
        "ends_at": moment,
        "people": st.lists(ids("member"), max_size=3),
    },
    "drop_shift": {"group": ids("group"), "shift": number},
    "push_on": {"endpoint": title, "p256dh": title, "auth": title},
    "push_off": {"endpoint": title},
    "read_assessment": {"case": ids("case")},
    "begin_assessment": {"case": ids("case")},
    "answer_assessment": {
        "assessment": ids("assessment"),
        "key": st.sampled_from(["danger", "said", "home", "nonsense"]),
        "value": st.one_of(st.sampled_from(["yes", "no", "unsure", ""]), text),
    },
    "finish_assessment": {
        "assessment": ids("assessment"),
        "outcome": mostly(st.sampled_from(["report", "no_report"]), ["", "call"]),
        "reason": text,
    },
    "accept_limits": {"limits": number},
    "turn_down_limits": {"limits": number},
    "take_back_limits": {"limits": number},
    "lend_lines": {"group": ids("group"), "on": st.booleans()},
}
# Hashing a phrase is slow on purpose; rooms and sessions make everybody's picture larger.
RARE = {"renew_phrase": 1, "create_topic": 1, "plan_sessions": 2, "create_invites": 2}
RARE |= {"found_group": 1, "set_frame": 2, "invite_colleague": 2}
OFTEN = {"submit": 30, "follow": 15, "earlier": 15, "withdraw": 6}
WEIGHTS = {name: RARE.get(name, OFTEN.get(name, 8)) for name in COMMANDS}


@dataclass(frozen=True)
class Said:
    """A command before its ids are looked up. `twist` says what is wrong with its shape."""

    fields: tuple[tuple[str, Any], ...]
    twist: str
    bite: int

    def text(self, number: int, pool: dict[str, list[str]]) -> str:
        """The frame, with this number."""
        fields = {"re": number} | {name: _real(value, pool) for name, value in self.fields}
        if self.twist == "less" and len(fields) > 2:
            del fields[sorted(fields)[self.bite % len(fields)]]
        if self.twist == "more":
            fields["extra"] = self.bite
        if self.twist == "number":
            fields["re"] = [-1, None, "1", 2**200, 1.0, True][self.bite % 6]
        written = json.dumps(fields)
        if self.twist == "twice":
            written = f'{written[:-1]}, "type": "hello"}}'
        if self.twist == "bitten":
            at = self.bite % len(written)
            written = written[:at] + chr(32 + self.bite % 95) + written[at + 1 :]
        if self.twist == "cut":
            written = written[: self.bite % len(written)]
        return written


def _real(value: Any, pool: dict[str, list[str]]) -> Any:
    if isinstance(value, tuple):  # pairs that become an object
        return {str(_real(key, pool)): one for key, one in value}
    if isinstance(value, list):
        return [_real(one, pool) for one in value]
    if isinstance(value, dict):
        return {key: _real(one, pool) for key, one in value.items()}
    if not isinstance(value, Id):
        return value
    kept = pool.get(value.kind) or ["22222222-2222-4222-8222-222222222222"]
    return kept[value.place % len(kept)]


def _said(name: str) -> st.SearchStrategy[Said]:
    shape = {"type": st.just(name), **{k: mostly(v, ODD) for k, v in COMMANDS[name].items()}}
    twists = ["less", "more", "number", "twice", "bitten", "cut"]
    return st.builds(
        Said,
        st.fixed_dictionaries(shape).map(lambda fields: tuple(fields.items())),
        mostly(st.just(""), twists, 12),
        st.integers(0, 10_000),
    )


_by_name = {name: _said(name) for name in COMMANDS}
said = st.sampled_from([n for n, weight in WEIGHTS.items() for _ in range(weight)]).flatmap(
    _by_name.__getitem__
)
