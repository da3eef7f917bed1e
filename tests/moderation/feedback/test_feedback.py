"""What is kept of a decision, and what it says about the machine."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

import pytest
from django.db import models

from moderation.cases import actions as cases
from moderation.cases.models import Case
from moderation.cases.outcomes import REASONS, Action
from moderation.feedback.models import Judged
from moderation.feedback.outcomes import Outcome, outcome, speaks
from moderation.screening import actions as screening
from moderation.screening import heads, phases, thresholds
from moderation.screening.scorer import Score, Scorer
from tests import house

TEXT = "du er en idiot, ring meg på 412 34 567"


class Rude:
    """Finds everything insulting."""

    name, version = "rude", "7"
    heads = frozenset({"insult", "threat"})
    languages = frozenset({"nb", "nn", "en"})

    def score(self, texts: Sequence[str]) -> list[Score]:
        return [Score({"insult": 0.97, "threat": 0.011}, {}) for _ in texts]


def judged(
    home: house.House,
    action: Action,
    reason: str,
    *,
    text: str = TEXT,
    scorer: Scorer | None = None,
) -> Judged:
    message = house.say(home.ada, home.topic, text)
    worker = uuid.uuid4()
    taken = screening.take(worker)
    outcomes = phases.screen([draft for _, draft in taken], scorer or Rude())
    screening.settle_all([(m, o) for (m, _), o in zip(taken, outcomes, strict=True)], worker)
    case = cases.claim(home.mia, Case.objects.get(message=message))
    before = set(Judged.objects.values_list("pk", flat=True))
    cases.decide(home.mia, case, version=case.version, judgement=cases.Judgement(action, reason))
    return Judged.objects.exclude(pk__in=before).get()


@pytest.mark.django_db
def test_a_decision_is_kept_with_scores_and_versions() -> None:
    """E18"""
    home = house.build()
    row = judged(home, Action.REMOVE, "attack")
    assert (row.language, row.scorer, row.outcome) == ("nb", "rude 7", Outcome.UPHELD)
    assert row.scores == {"insult": 0.97, "threat": 0.011}
    assert row.limits == thresholds.load().version
    assert row.rules
    assert ["insult", "model"] in row.flagged
    assert ["personal_data", "rule phone"] in row.flagged
    assert row.week.weekday() == 0


@pytest.mark.django_db
def test_it_outlives_the_message_and_leads_back_to_nobody() -> None:
    """E18 G3: no text, person, message or exact time stands in the row, nor a way to them."""
    home = house.build()
    row = judged(home, Action.PUBLISH, "fine")
    case = Case.objects.get()
    message = case.message
    dump = repr([getattr(row, field.attname) for field in Judged._meta.fields])
    for secret in (TEXT, "412", message.pk, case.pk, home.ada.pk, home.ada.alias, home.mia.pk):
        assert str(secret) not in dump
    pointed = {f.related_model._meta.model_name for f in Judged._meta.fields if f.is_relation}
    assert pointed == {"group"}
    assert not any(isinstance(f, models.DateTimeField) for f in Judged._meta.fields)
    message.delete()
    assert Judged.objects.filter(pk=row.pk).exists()


@pytest.mark.django_db
def test_what_policy_held_tells_of_scores_below_the_limit() -> None:
    """E18: else nobody would ever decide on them, and a limit could never be found too high."""
    home = house.build(first_held=1)

    class Mild(Rude):
        def score(self, texts: Sequence[str]) -> list[Score]:
            return [Score({"insult": 0.02, "threat": 0.01}, {}) for _ in texts]

    row = judged(home, Action.REMOVE, "attack", text="så dum du er", scorer=Mild())
    assert row.scores == {"insult": 0.02, "threat": 0.01}
    assert row.flagged == [["newcomer", "policy"]]
    assert speaks("insult", decided=row.outcome, reason=row.reason) is True


@pytest.mark.django_db
def test_a_refused_decision_leaves_nothing() -> None:
    home = house.build()
    message = house.say(home.ada, home.topic, TEXT)
    case = cases.open_case(message, queue=cases.Queue.CONDUCT, severity=2, because=["insult"])
    with pytest.raises(Exception, match="case_not_yours"):
        cases.decide(home.mia, case, version=1, judgement=cases.Judgement(Action.REMOVE, "attack"))
    assert not Judged.objects.exists()


@pytest.mark.parametrize(
    ("action", "reason", "meant"),
    [
        (Action.PUBLISH, "fine", Outcome.LET_THROUGH),
        (Action.PUBLISH_WITH_NOTE, "other", Outcome.LET_THROUGH),
        (Action.PUBLISH, "care", Outcome.CARE),
        (Action.LOOKED_AFTER, "care", Outcome.CARE),
        (Action.LOOKED_AFTER, "fine", Outcome.LET_THROUGH),
        (Action.LOOKED_AFTER, "threat", Outcome.UPHELD),
        (Action.REMOVE, "attack", Outcome.UPHELD),
        (Action.REPHRASE, "private", Outcome.UPHELD),
    ],
)
def test_what_a_decision_means(action: Action, reason: str, meant: Outcome) -> None:
    assert outcome(action, reason) == meant


@pytest.mark.parametrize(
    ("head", "decided", "reason", "right"),
    [
        ("insult", Outcome.UPHELD, "attack", True),
        ("insult", Outcome.UPHELD, "contact", None),
        ("threat", Outcome.UPHELD, "attack", None),
        ("threat", Outcome.UPHELD, "threat", True),
        ("insult", Outcome.LET_THROUGH, "fine", False),
        ("insult", Outcome.CARE, "care", False),
        ("crisis_suicide", Outcome.CARE, "care", True),
        ("crisis_suicide", Outcome.LET_THROUGH, "fine", False),
        ("crisis_suicide", Outcome.UPHELD, "attack", False),
        ("crisis_suicide", Outcome.UPHELD, "harm", None),
    ],
)
def test_what_a_decision_says_of_a_head(
    head: str, decided: Outcome, reason: str, right: bool | None
) -> None:
    """E16 E18: distress that was no attack is a mistake of the head of attacks."""
    assert speaks(head, decided=decided, reason=reason) is right


def test_every_decision_says_something_definite_or_nothing_of_every_head() -> None:
    for action in Action:
        for reason in REASONS:
            for head in heads.SCORED:
                said = speaks(head, decided=outcome(action, reason), reason=reason)
                assert said in (True, False, None)
