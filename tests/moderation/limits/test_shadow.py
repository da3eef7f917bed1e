"""A candidate changes nothing, and a report says what it would have changed."""

from __future__ import annotations

import asyncio
import dataclasses
import shutil
import time
import uuid
from collections.abc import Callable, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from consumers.jobs import shadow
from forum.messages.models import Message
from forum.messages.states import State
from forum.rooms.models import Mode, Unscored
from moderation.cases.models import Case
from moderation.limits import actions as limits
from moderation.limits import replay, trial
from moderation.screening import actions as screening
from moderation.screening import embedded, heads, phases, rules, thresholds
from moderation.screening.models import ShadowVerdict, Verdict
from moderation.screening.scorer import Score, Scorer, ScorerUnavailable
from moderation.screening.verdict import Policy
from tests import house
from tests.moderation.limits import season


class Says:
    """A scorer that says the same of everything."""

    heads = frozenset({"insult"})
    languages = frozenset({"nb", "nn", "en"})

    def __init__(self, insult: float, name: str = "says") -> None:
        self.name, self.version, self._insult = name, "1", insult

    def score(self, texts: Sequence[str]) -> list[Score]:
        return [Score({"insult": self._insult}, {}) for _ in texts]


def report(**options: Any) -> str:
    said = StringIO()
    call_command("shadow_report", stdout=said, **options)
    return said.getvalue()


def settle(scorer: Scorer) -> None:
    worker = uuid.uuid4()
    taken = screening.take(worker)
    outcomes = phases.screen([draft for _, draft in taken], scorer)
    screening.settle_all([(m, o) for (m, _), o in zip(taken, outcomes, strict=True)], worker)


# --- replaying ---------------------------------------------------------------------------------


@settings(deadline=None, max_examples=150)
@given(
    scores=st.dictionaries(st.sampled_from(heads.SCORED), st.floats(0, 1), min_size=1),
    text=st.sampled_from(["hei", "ring 412 34 567", "jeg vil ikke leve mer", "kom på snap: ola_n"]),
    mode=st.sampled_from(Mode),
    limit=st.floats(0.05, 0.95),
)
def test_a_replay_gives_what_was_decided(
    scores: dict[str, float], text: str, mode: Mode, limit: float
) -> None:
    """E13 E14: from the stored scores and findings alone."""

    class Fixed(Says):
        heads = frozenset(scores)

        def score(self, texts: Sequence[str]) -> list[Score]:
            return [Score(scores, {}) for _ in texts]

    policy = Policy(mode, Unscored.HOLD)
    held_to = thresholds.load().over({"nb": dict.fromkeys(heads.SCORED, round(limit, 2))}, "set-1")
    draft = phases.Draft(uuid.uuid4(), text, "nb", policy, False, False, limits=held_to)
    [outcome] = phases.screen([draft], Fixed(0.0))
    stored = [dataclasses.asdict(finding) for finding in outcome.findings]
    others = tuple(
        finding
        for finding, row in zip(outcome.findings, stored, strict=True)
        if not replay.of_model(row, outcome.scores)
    )
    one = replay.Seen(uuid.uuid4(), outcome.language, outcome.scores, others, policy)
    assert one.decided(held_to) == outcome.decision


# --- limits ------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_report_counts_what_a_proposal_would_have_changed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """E13"""
    monkeypatch.setattr(thresholds, "load", lambda: season.DEFAULT)
    home = house.build()
    season.verdicts(home, [0.1] * 900 + [0.5] * 60 + [0.9] * 40)
    limits.propose(
        group=None,
        limits={"nb": {"insult": 0.7}},
        scorer=season.SCORER,
        figures=[],
        replayed={},
    )
    before = list(Message.objects.order_by("pk").values_list("pk", "state"))
    said = report(days=14)
    assert "messages         1000" in said
    assert "newly held       0" in said
    assert "newly shown      60" in said
    assert "the same fate    940 (94.0%)" in said
    assert "conduct cases a week 50.0 now, 20.0 then" in said
    assert "100.0 (82.9-120.2)" in said
    assert "40.0 (29.5-54.0)" in said
    assert list(Message.objects.order_by("pk").values_list("pk", "state")) == before


@pytest.mark.django_db
def test_the_report_says_plainly_when_there_is_nothing_to_tell() -> None:
    with pytest.raises(CommandError, match="No limits are proposed"):
        report()
    with pytest.raises(CommandError, match="No model has been on trial"):
        report(model=True)
    with pytest.raises(CommandError, match="There is no set-9"):
        report(limits="set-9")
    made = limits.propose(
        group=None, limits={"nb": {"insult": 0.7}}, scorer="", figures=[], replayed={}
    )
    with pytest.raises(CommandError, match="No message was scored"):
        report(limits=made.version)


# --- a model on trial --------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_model_on_trial_is_heard_and_changes_nothing() -> None:
    """E13: messages, cases and verdicts stay as they are; only its own rows come."""
    home = house.build()
    message = house.say(home.ada, home.topic, "det går bedre i dag")
    settle(Says(0.01))
    before = Verdict.objects.values().get()
    model = Says(0.99, "stern")
    trial.keep("stern 1", shadow.score(model, trial.waiting("stern 1")))
    [row] = ShadowVerdict.objects.all()
    assert (row.fate, row.queue, row.scores) == ("hold", "conduct", {"insult": 0.99})
    message.refresh_from_db()
    assert message.state == State.PUBLISHED
    assert Verdict.objects.values().get() == before
    assert not Case.objects.exists()
    assert trial.waiting("stern 1") == []
    said = report(model=True)
    assert "stern 1" in said
    assert "newly held       1" in said


@pytest.mark.django_db
def test_its_rows_go_with_the_message_and_hold_no_text() -> None:
    home = house.build()
    message = house.say(home.ada, home.topic, "dette er bare mitt")
    settle(Says(0.01))
    trial.keep("stern 1", shadow.score(Says(0.9), trial.waiting("stern 1")))
    assert "bare mitt" not in repr(list(ShadowVerdict.objects.values_list()))
    message.delete()
    assert not ShadowVerdict.objects.exists()


def fails(_: Sequence[str]) -> list[Score]:
    raise RuntimeError("du er en idiot")


def hangs(_: Sequence[str]) -> list[Score]:
    time.sleep(2)
    return []


def nonsense(texts: Sequence[str]) -> list[Score]:
    return [Score({"insult": float("nan")}, {}) for _ in texts]


def too_few(_: Sequence[str]) -> list[Score]:
    return []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("score", [fails, hangs, nonsense, too_few])
def test_a_model_that_goes_wrong_is_left_alone_and_nobody_notices(
    score: Callable[[Sequence[str]], list[Score]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """E13 G3: its failure is a log line without a word of the message."""
    home = house.build()
    message = house.say(home.ada, home.topic, "du er en idiot, sa pappa")
    settle(Says(0.01))
    asked = []

    class Wrong(Says):
        def score(self, texts: Sequence[str]) -> list[Score]:
            asked.append(len(texts))
            return score(texts)

    async def here(work: Callable[..., Any], *args: Any) -> Any:
        return work(*args)

    monkeypatch.setattr(shadow, "hop", here)
    monkeypatch.setattr(shadow, "DEADLINE_SECONDS", 0.05)
    monkeypatch.setattr(shadow, "load", lambda kind: Wrong(0.5, "wrong"))
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    on_trial = shadow.Trial("wrong")

    async def rounds() -> None:
        for _ in range(shadow.FAILURES_MAX + 3):
            assert await on_trial.work() is False

    asyncio.run(rounds())
    assert len(asked) == shadow.FAILURES_MAX
    message.refresh_from_db()
    assert message.state == State.PUBLISHED
    assert not ShadowVerdict.objects.exists()
    assert "idiot" not in "".join(capsys.readouterr())


def test_a_folder_is_a_model_and_a_damaged_one_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "candidate"
    shutil.copytree(embedded.MODEL, folder)
    assert shadow.load(str(folder)).version == embedded.Embedded.load().version
    (folder / "embedded.bin").write_bytes(b"damaged")
    with pytest.raises(ScorerUnavailable, match=r"embedded\.bin"):
        shadow.load(str(folder))


# --- findings can be made again ----------------------------------------------------------------


@pytest.mark.django_db
def test_the_same_message_with_the_same_versions_gives_the_same_findings() -> None:
    """E14: scored again from scratch, hours later, by a model loaded anew; word for word."""
    home = house.build()
    texts = [
        "Du er en jævla idiot, ingen vil ha deg her",
        "jeg er så teit og stygg",
        "Jeg vil ikke leve mer",
        "han sa at jeg var en hore",
        "snapen min er kulejenta08",
        "you are a fucking idiot",
        "eg har det betre i dag",
    ]
    for text in texts:
        house.say(home.ada, home.topic, text)
    settle(embedded.Embedded.load())
    again = embedded.Embedded.load()
    stored = list(Verdict.objects.select_related("message__room__group", "message__author"))
    assert len(stored) == len(texts)
    assert sum(bool(verdict.findings) for verdict in stored) >= 2
    in_force = screening.limits_in_force()
    for verdict in stored:
        assert verdict.scorer == f"{again.name} {again.version}"
        assert verdict.limits == thresholds.load().version
        assert verdict.rules == " ".join(sorted({rule.version for rule in rules.load()}))
        draft = screening.draft(verdict.message, in_force)
        [outcome] = phases.screen([draft], again)
        made = [dataclasses.asdict(finding) for finding in outcome.findings]
        assert made == [
            {**finding, "spans": tuple(map(tuple, finding["spans"]))}
            for finding in verdict.findings
        ]
        assert outcome.scores == verdict.scores
        assert outcome.decision.fate == verdict.fate
