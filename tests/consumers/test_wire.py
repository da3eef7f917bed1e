"""The wire: what may be said, and how rows become frames."""

from __future__ import annotations

import json
import uuid

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from consumers.wire import commands
from consumers.wire.present_together import segments


def test_a_command_is_told_apart_by_its_type() -> None:
    room = uuid.uuid4()
    frame = json.dumps({"type": "follow", "re": 1, "room": str(room), "after": None})
    assert commands.decode(frame) == commands.Follow(re=1, room=room, after=None)


@pytest.mark.parametrize(
    "frame",
    [
        "",
        "null",
        "[]",
        "{}",
        '{"type":"hello"}',
        '{"type":"hello","re":1,"language":"no"}',
        '{"type":"hello","re":-1,"language":"nb"}',
        '{"type":"hello","re":1,"language":"nb","extra":1}',
        '{"type":"unknown","re":1}',
        '{"type":"follow","re":1,"room":"not a room","after":0}',
        '{"type":"submit","re":1,"room":null,"nonce":null,"text":null}',
        '{"type":"earlier","re":1,"room":"6fa459ea-ee8a-4ca4-894e-db77e160355e","before":1,'
        '"limit":101}',
    ],
)
def test_what_is_not_a_command_is_refused_and_nothing_else_happens(frame: str) -> None:
    with pytest.raises(msgspec.DecodeError):
        commands.decode(frame)


def test_json_nested_beyond_reason_is_refused() -> None:
    with pytest.raises((msgspec.DecodeError, RecursionError)):
        commands.decode('{"type":' + "[" * 100_000)


@given(st.text(max_size=300))
def test_no_text_makes_the_decoder_fall(frame: str) -> None:
    with pytest.raises((msgspec.DecodeError, RecursionError)):
        commands.decode(frame)


spans = st.lists(st.tuples(st.integers(-5, 60), st.integers(-5, 60)).map(sorted), max_size=4)


@given(text=st.text(min_size=1, max_size=50), of_insult=spans, of_threat=spans)
def test_marked_words_are_cut_out_of_the_text_without_losing_a_letter(
    text: str, of_insult: list[list[int]], of_threat: list[list[int]]
) -> None:
    """E14: in code points, whatever emoji stand there."""
    findings = [{"head": "insult", "spans": of_insult}, {"head": "threat", "spans": of_threat}]
    cut = segments(text, findings)
    assert "".join(segment.text for segment in cut) == text
    marked = [head for segment in cut for _ in segment.text for head in [segment.heads]]
    for at, heads in enumerate(marked):
        for name, places in (("insult", of_insult), ("threat", of_threat)):
            assert (name in heads) == any(start <= at < end for start, end in places)
