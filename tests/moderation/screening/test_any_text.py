"""Whatever somebody sends gets a score, soon: emptiness, a flood, tricks of Unicode."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consumers.management.commands.score import answer
from moderation.screening.embedded import Embedded
from moderation.screening.normalise import normalise

SCORER = Embedded.load()
LONGEST = 2_000  # characters a message may have
# The goal is 5 ms and is held in `benchmarks scoring`; here, beside other tests, only what would be
# of another order is found.
P99_MS = 25.0
# On a machine that does other things too, the best of a few tries is the text's own cost.
TRIES = 3

tricks = st.sampled_from(
    ["\u200b", "\u202e", "\u202d", "\u2066", "\ufeff", "a\u0301", "\u0489", "😂", "👨‍👩‍👧‍👦", "🇳🇴",
     "ѕ", "ｆ", "1", "@", " ", "\n", ".", "du ", "snap ", "ni ", "9 ", "jeg vil ", "faen"]
)  # fmt: skip
texts = st.one_of(
    st.text(max_size=LONGEST),
    st.lists(tricks, max_size=400).map("".join),
    st.tuples(tricks, st.integers(1, LONGEST)).map(lambda one: (one[0] * one[1])[:LONGEST]),
    st.tuples(st.lists(tricks, min_size=1, max_size=4).map("".join), st.integers(1, LONGEST)).map(
        lambda one: (one[0] * one[1])[:LONGEST]
    ),
)


def milliseconds(text: str) -> float:
    best = float("inf")
    for _ in range(TRIES):
        normalise.cache_clear()  # never seen before
        before = time.perf_counter()
        told = answer(text, "nb", SCORER)
        best = min(best, (time.perf_counter() - before) * 1000)
        assert all(0 <= value <= 1 for value in told["scores"].values())
        for words in told["words"].values():
            assert all(text[word["start"] : word["end"]] == word["word"] for word in words)
    return best


def test_a_message_of_any_characters_is_scored_within_its_time() -> None:
    """E11. The whole way: normalising, language, rules, every head, the verdict."""
    times: list[float] = []

    @settings(deadline=None, max_examples=400)
    @given(texts)
    def sent(text: str) -> None:
        times.append(milliseconds(text))

    milliseconds("hei")
    sent()
    times.sort()
    assert times[int(len(times) * 0.99)] < P99_MS * slowness(), times[-9:]


@pytest.mark.parametrize(
    "text",
    ["", " ", "\u200b" * 1_000, "😂" * 2_000, "\u202edu er dum\u202c", "a" * 100_000, "å " * 50_000,
     "ni " * 33_000, "a@" * 50_000, "9 " * 50_000, "e\u0301" * 50_000, "." * 100_000],
    ids=lambda text: f"{text[:6]!r}x{len(text)}",
)  # fmt: skip
def test_the_worst_that_can_be_sent_takes_no_longer_than_a_breath(text: str) -> None:
    assert milliseconds(text) < 500 * slowness()


def slowness() -> float:
    """How slow this machine is just now beside the one that the bound was made for, at least 1."""
    before = time.perf_counter()
    sum(i * i for i in range(200_000))
    return max(1.0, (time.perf_counter() - before) / 0.01)
