"""The duty-to-act sheet: a person assesses, and the system reports nobody."""

from __future__ import annotations

import ast
import contextlib
import re
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from consumers.wire.present_assessment import assessment
from forum.errors import Code, DomainError
from forum.messages import actions as messages
from forum.messages.models import HeldFor
from forum.words import LANGUAGES, catalogue
from moderation.assessments import actions
from moderation.assessments.access import find
from moderation.assessments.answers import latest, opened, opened_reason
from moderation.assessments.models import Assessment, Outcome
from moderation.assessments.queries import assessed
from moderation.assessments.questions import CHOICES, places, questions
from moderation.cases import actions as cases
from moderation.cases.models import Case, CaseEvent
from moderation.screening.verdict import Queue
from tests import house

ROOT = Path(__file__).parents[2]
WHY = "Vi har snakket med den unge og en kollega."
THOUGHT_THROUGH = {
    key: "no" if one.kind == "choice" else "Ingen." for key, one in questions().items()
}


def refused(code: Code) -> Any:
    return pytest.raises(DomainError, match=f"^{code.value}$")


@pytest.fixture
def home(db: None) -> house.House:
    return house.build()


def held(home: house.House, queue: Queue = Queue.CARE) -> Case:
    message = house.say(home.ada, home.topic, "jeg tør ikke gå hjem")
    messages.hold(message, why=HeldFor.CARE)
    case = cases.open_case(message, queue=queue, severity=3, because=["distress"])
    return cases.claim(home.mia, case)


def test_a_sheet_goes_from_its_first_answer_to_its_end(home: house.House) -> None:
    """F7: each answer has its time and is kept when it changes; the end has a reason and a name."""
    case = held(home)
    sheet = actions.begin(home.mia, case)
    assert actions.begin(home.mia, case) == sheet
    actions.answer(home.mia, sheet, key="danger", value="no")
    actions.answer(home.mia, sheet, key="danger", value="yes")
    actions.answer(home.mia, sheet, key="danger", value=" yes ")
    actions.answer(home.mia, sheet, key="said", value="  «Jeg tør ikke gå hjem»  ")
    assert not assessed(case)
    actions.finish(home.mia, sheet, outcome=Outcome.REPORT, reason="Barnevernvakten, klokka ni.")
    assert assessed(case)

    frame = assessment(1, home.mia, case)
    [told] = frame.sheets
    assert [(one.key, one.value, one.who) for one in told.answers] == [
        ("danger", "no", "Mia"),
        ("danger", "yes", "Mia"),
        ("said", "«Jeg tør ikke gå hjem»", "Mia"),
    ]
    times = [one.at for one in told.answers]
    assert times == sorted(times) and told.started_at <= times[0]
    assert (told.outcome, told.reason) == ("report", "Barnevernvakten, klokka ni.")
    assert told.finished_by == "Mia" and told.finished_at and told.finished_at >= times[-1]
    whats = list(CaseEvent.objects.filter(case=case).values_list("what", flat=True))
    assert whats.count("assessment_begun") == whats.count("assessment_done") == 1


def test_a_finished_sheet_is_never_changed_and_a_new_one_may_be_begun(home: house.House) -> None:
    """F7"""
    case = held(home)
    first = actions.begin(home.mia, case)
    actions.finish(home.mia, first, outcome=Outcome.REPORT, reason="")
    with refused(Code.ASSESSMENT_DONE):
        actions.answer(home.mia, first, key="danger", value="no")
    with refused(Code.ASSESSMENT_DONE):
        actions.finish(home.mia, first, outcome=Outcome.NO_REPORT, reason=WHY)
    second = actions.begin(home.mia, case)
    assert second != first
    assert [one.id for one in assessment(1, home.mia, case).sheets] == [second.pk, first.pk]


def test_not_to_report_needs_every_answer_and_a_reason(home: house.House) -> None:
    """F7: and to report is never held up by a question that is open."""
    sheet = actions.begin(home.mia, held(home))
    with refused(Code.ANSWERS_NEEDED):
        actions.finish(home.mia, sheet, outcome=Outcome.NO_REPORT, reason=WHY)
    for key, value in THOUGHT_THROUGH.items():
        actions.answer(home.mia, sheet, key=key, value=value)
    with refused(Code.REASON_SHORT):
        actions.finish(home.mia, sheet, outcome=Outcome.NO_REPORT, reason="  Nei.  ")
    actions.answer(home.mia, sheet, key="said", value="")
    with refused(Code.ANSWERS_NEEDED):
        actions.finish(home.mia, sheet, outcome=Outcome.NO_REPORT, reason=WHY)
    actions.answer(home.mia, sheet, key="said", value="Ingenting.")
    actions.finish(home.mia, sheet, outcome=Outcome.NO_REPORT, reason=WHY)


def test_only_who_holds_the_case_writes_and_only_in_a_case_of_care(home: house.House) -> None:
    """F7 B1"""
    case = held(home)
    sheet = actions.begin(home.mia, case)
    with refused(Code.CASE_NOT_YOURS):
        actions.begin(home.max, case)
    with refused(Code.CASE_NOT_YOURS):
        actions.answer(home.max, sheet, key="danger", value="yes")
    with refused(Code.CASE_NOT_YOURS):
        actions.finish(home.max, sheet, outcome=Outcome.REPORT, reason="")
    with refused(Code.NOT_ALLOWED):
        actions.begin(home.ada, case)
    with refused(Code.ACTION_UNFIT):
        actions.begin(home.mia, held(home, Queue.CONDUCT))
    for key, value in (("nonsense", "yes"), ("danger", "perhaps"), ("said", "a" * 2001)):
        with refused(Code.ANSWER_UNFIT):
            actions.answer(home.mia, sheet, key=key, value=value)
    # Handed over, it goes on where it was.
    cases.hand_over(home.mia, case, to=home.max, note="Jeg må gå.")
    with refused(Code.CASE_NOT_YOURS):
        actions.answer(home.mia, sheet, key="danger", value="yes")
    actions.answer(home.max, sheet, key="danger", value="no")


def test_a_sheet_is_found_by_those_who_judge_here_alone(home: house.House) -> None:
    """F7 B1"""
    sheet = actions.begin(home.mia, held(home))
    assert find(home.max.person, sheet.pk)[0] == home.max
    for stranger in (home.ada, home.cam, home.finn):
        with refused(Code.ASSESSMENT_NOT_FOUND):
            find(stranger.person, sheet.pk)


def test_what_was_said_is_sealed(home: house.House, monkeypatch: pytest.MonkeyPatch) -> None:
    """F7 F6: no copy of the database tells it, and without the keys the sheet says so."""
    case = held(home)
    sheet = actions.begin(home.mia, case)
    actions.answer(home.mia, sheet, key="said", value="faren min slår")
    actions.finish(home.mia, sheet, outcome=Outcome.REPORT, reason="Ringte barnevernvakten.")
    row = Assessment.objects.values().get(pk=sheet.pk)
    written = b" ".join(bytes(one) for one in (row["answers"], row["reason"]))
    assert b"faren" not in written and b"barnevern" not in written
    assert opened_reason(row["reason"]) == "Ringte barnevernvakten."
    Assessment.objects.filter(pk=sheet.pk).update(answers=b"another key sealed this, long ago")
    [told] = assessment(1, home.mia, case).sheets
    assert not told.readable and told.answers == [] and told.outcome == "report"


class TestSheets(TestCase):
    """F7: whatever is tried in whatever order."""

    @settings(max_examples=25, deadline=None)
    @given(
        st.lists(
            st.one_of(
                st.tuples(st.just("begin")),
                st.tuples(
                    st.just("answer"),
                    st.sampled_from(sorted(questions())),
                    st.sampled_from([*CHOICES, "", "ord"]),
                ),
                st.tuples(
                    st.just("finish"), st.sampled_from(list(Outcome)), st.sampled_from(["", WHY])
                ),
            ),
            max_size=12,
        )
    )
    def test_answers_are_only_added_and_ends_stay(self, steps: list[tuple[Any, ...]]) -> None:
        home = house.build()
        case = held(home)
        sheet = actions.begin(home.mia, case)
        known: dict[Any, tuple[Any, ...]] = {}
        for step, *more in steps:
            with contextlib.suppress(DomainError):
                if step == "begin":
                    sheet = actions.begin(home.mia, case)
                elif step == "answer":
                    actions.answer(home.mia, sheet, key=more[0], value=more[1])
                else:
                    actions.finish(home.mia, sheet, outcome=more[0], reason=more[1])
            for row in Assessment.objects.filter(case=case):
                said = opened(row.answers)
                was = known.get(row.pk)
                if was:
                    assert said[: len(was[1])] == was[1]
                    assert was[0] == "" or (row.outcome, said) == (was[0], was[1])
                if row.outcome == Outcome.NO_REPORT:
                    assert latest(said).keys() == questions().keys()
                assert (row.finished_at is None) == (row.outcome == "")
                known[row.pk] = (row.outcome, said)
            assert Assessment.objects.filter(case=case, outcome="").count() <= 1


# --- the data -------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_has_words_and_every_law_its_source(language: str) -> None:
    """F7 H1"""
    words = catalogue(language)
    for key, question in questions().items():
        assert words[f"staff.assess.q.{key}"] and words[f"staff.assess.law.{key}"]
        assert question.kind in ("choice", "text")
        if question.law:
            assert question.url.startswith("https://lovdata.no/lov/") and question.checked
    for line in places():
        assert words[f"staff.assess.place.{line.id}"]


def test_the_laws_are_those_that_bind() -> None:
    """F7"""
    laws = " ".join(question.law for question in questions().values())
    for law in ("barnevernsloven § 13-2", "straffeloven § 196", "helsepersonelloven §§ 31, 33"):
        assert law in laws
    assert [line.number for line in places()][:3] == ["113", "112", "116 111"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_level_of_care_says_what_it_is_and_what_to_do_first(language: str) -> None:
    """F2"""
    words = catalogue(language)
    names = set()
    for level in (1, 2, 3, 4):
        stem = f"staff.care.level.{level}"
        names.add(words[f"{stem}.name"])
        assert words[f"{stem}.what"]
        lines = [one for one in words if re.fullmatch(rf"{re.escape(stem)}\.\d", one)]
        assert 3 <= len(lines) <= 4
    assert len(names) == 4


# --- nobody is reported ---------------------------------------------------------------------

SENDS = re.compile(
    r"^(smtplib|socket|ssl|http|urllib|ftplib|telnetlib|subprocess|requests|httpx|aiohttp|urllib3"
    r"|websockets|websocket|pywebpush|py_vapid|paramiko|twilio|django\.core\.mail)(\.|$)"
)
RUNNERS = re.compile(r"^(consumers|moderation\.(reports|training|feedback))(\.|$)")


def imports(path: Path) -> set[str]:
    """The modules this file names, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def file_of(module: str) -> Path | None:
    at = ROOT.joinpath(*module.split("."))
    return next((one for one in (at.with_suffix(".py"), at / "__init__.py") if one.is_file()), None)


def test_nothing_an_assessment_can_reach_sends_anything_anywhere() -> None:
    """F7: no code path of ours from the sheet to a network, an e-mail or a program."""
    reached: dict[Path, str] = {}
    todo = sorted((ROOT / "moderation" / "assessments").glob("*.py"))
    todo.append(ROOT / "consumers" / "ws" / "assess.py")
    for start in todo[:-1]:
        for name in imports(start):
            assert not RUNNERS.match(name), f"{start.name} -> {name}"
    while todo:
        path = todo.pop()
        if path in reached:
            continue
        reached[path] = path.name
        for name in sorted(imports(path)):
            assert not SENDS.match(name), f"{path.relative_to(ROOT)} -> {name}"
            there = file_of(name)
            if there and there not in reached:
                todo.append(there)
    assert len(reached) > 15


def test_nobody_acts_on_how_a_sheet_ends() -> None:
    """F7: who else reads assessments shows them, and does nothing more."""
    readers = {
        path.relative_to(ROOT).as_posix()
        for room in ("forum", "moderation", "consumers")
        for path in (ROOT / room).rglob("*.py")
        if path.parent.name not in ("assessments", "migrations")
        and any(name.startswith("moderation.assessments") for name in imports(path))
    }
    shown = {
        "moderation/models.py",
        "consumers/ws/assess.py",
        "consumers/wire/present_assessment.py",
        "consumers/wire/present_case.py",  # tells whether one was made
    }
    assert readers <= shown


def test_ending_a_sheet_leaves_everything_else_as_it_was(home: house.House) -> None:
    """F7: the case, its message and its author; a line of history is all there is."""
    case = held(home)
    sheet = actions.begin(home.mia, case)
    before = Case.objects.values().get(pk=case.pk), timezone.now()
    actions.finish(home.mia, sheet, outcome=Outcome.REPORT, reason="")
    assert Case.objects.values().get(pk=case.pk) == before[0]
    assert CaseEvent.objects.filter(case=case, at__gte=before[1]).count() == 1
