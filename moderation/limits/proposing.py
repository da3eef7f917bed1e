"""Works out a set of limits from what moderators decided, and says how sure each figure is.

Only decisions on scores of the scorer that runs now count: another model's scores mean something
else. What is known is skewed, and every figure inherits it: people decide mostly on what was
flagged, so recall is a share of what somebody looked at, and looks better than it is. Messages
held by policy or for another head are what tells of scores below a limit.

The limit of a crisis is never proposed higher than it is: no number of false alarms is worth a
cry for help that nobody reads. Whoever wants that must edit `thresholds.toml`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from django.utils import timezone

from forum.permissions import system_only
from forum.rooms.models import Group
from moderation.feedback.models import Judged
from moderation.feedback.outcomes import speaks
from moderation.limits import actions, calibration, replay
from moderation.limits.calibration import DECISIONS_MIN, Floats
from moderation.limits.intervals import wilson
from moderation.limits.models import LimitSet
from moderation.limits.queries import InForce, limits_in_force
from moderation.screening import heads
from moderation.screening.models import Verdict
from moderation.screening.verdict import CRISIS

LANGUAGES = ("nb", "nn", "en")


@dataclass(frozen=True)
class Asked:
    """What a limit must hold to. `precision` for heads of conduct and `care_precision` for those
    of care (a needless look at a sad message costs less than none at all); `budget`: flags per
    1,000 messages and head; `weeks` of messages that flags are counted from."""

    precision: float = 0.7
    care_precision: float = 0.4
    budget: float = 20.0
    weeks: int = 4


@dataclass(frozen=True)
class Share:
    """`hits` of `of`, with the 95 % interval."""

    hits: int
    of: int
    low: float
    high: float

    @classmethod
    def counted(cls, hits: int, of: int) -> Share:
        return cls(hits, of, *wilson(hits, of))

    @property
    def share(self) -> float:
        return self.hits / self.of if self.of else 0.0


@dataclass(frozen=True)
class Week:
    """`precision`: flagged by the model and right. `recall`: right and flagged by the model, of
    what was looked at."""

    week: date
    precision: Share
    recall: Share


@dataclass(frozen=True)
class Figure:
    """One head in one language. `then` is the proposed limit; without one `why` says why not:
    missing, same_answer, no_limit, unchanged, crisis_raised."""

    language: str
    head: str
    now: float
    then: float | None
    why: str
    decisions: int
    right: int
    flags_now: Share
    flags_then: Share | None
    precision_now: calibration.Precision | None
    precision_then: calibration.Precision | None
    slope: float | None
    slope_interval: tuple[float, float] | None
    error_before: float | None
    error_after: float | None
    weeks: tuple[Week, ...]

    def stored(self) -> dict[str, Any]:
        """What people who are to accept it must see, as JSON."""
        assert self.then is not None and self.flags_then and self.precision_then
        return {
            "language": self.language,
            "head": self.head,
            "now": self.now,
            "then": self.then,
            "decisions": self.decisions,
            "flags_now": _per_thousand(self.flags_now),
            "flags_then": _per_thousand(self.flags_then),
            "precision_now": asdict(self.precision_now) if self.precision_now else None,
            "precision_then": asdict(self.precision_then),
        }


def _per_thousand(share: Share) -> dict[str, float]:
    return {
        "share": round(1000 * share.share, 1),
        "low": round(1000 * share.low, 1),
        "high": round(1000 * share.high, 1),
    }


@dataclass(frozen=True)
class Worked:
    """All figures, from whose scores, and how many decisions were left out for being about
    another scorer's."""

    scorer: str
    figures: tuple[Figure, ...]
    left_out: int
    messages: int


def running_scorer(group: Group | None, weeks: int) -> str:
    """Whose scores most verdicts of the last weeks hold; empty when there are none."""
    found: Counter[str] = Counter()
    for scorer in _verdicts(group, weeks).values_list("scorer", flat=True).iterator():
        found[scorer] += 1
    return found.most_common(1)[0][0] if found else ""


def work_out(group: Group | None, asked: Asked) -> Worked:
    """The figures of every head and language somebody has decided on."""
    scorer = running_scorer(group, asked.weeks)
    judged = Judged.objects.filter(**({"group": group} if group else {})).exclude(scorer="")
    ours = list(judged.filter(scorer=scorer).order_by("week", "pk"))
    scored = _scored(group, asked.weeks, scorer)
    limits = limits_in_force().of(group.pk if group else None)
    figures = []
    for language in LANGUAGES:
        spoken = [row for row in ours if row.language == language]
        for head in heads.SCORED:
            rows = [
                _Row(row.scores[head], said, [head, "model"] in row.flagged, row.week)
                for row in spoken
                if head in row.scores
                and (said := speaks(head, decided=row.outcome, reason=row.reason)) is not None
            ]
            if rows:
                seen = scored[language].get(head, np.zeros(0))
                figures.append(
                    _figure(language, head, rows, seen, limits.of(head, language), asked)
                )
    return Worked(
        scorer=scorer,
        figures=tuple(figures),
        left_out=judged.exclude(scorer=scorer).count(),
        messages=sum(max(map(len, by.values()), default=0) for by in scored.values()),
    )


@system_only
def propose(group: Group | None, worked: Worked, weeks: int) -> LimitSet | None:
    """Stores what was worked out as a proposal, over what this scope has in force already. None
    when nothing would change."""
    new = [figure for figure in worked.figures if figure.then is not None]
    if not new:
        return None
    in_force = limits_in_force()
    own = in_force.layers.get(group.pk if group else None)
    limits: dict[str, dict[str, float]] = {
        language: dict(by_head) for language, by_head in (own.limits if own else {}).items()
    }
    for figure in new:
        assert figure.then is not None
        limits.setdefault(figure.language, {})[figure.head] = figure.then
    candidate = LimitSet(group=group, limits=limits)
    return actions.propose(
        group=group,
        limits=limits,
        scorer=worked.scorer,
        figures=[figure.stored() for figure in new],
        replayed=change(candidate, in_force, weeks * 7).stored(),
    )


def change(candidate: LimitSet, in_force: InForce, days: int) -> replay.Change:
    """What this set would have changed among the messages of the last days."""
    then = in_force.with_instead(candidate)
    since = timezone.now() - timedelta(days=days)
    pairs = ((one, one) for one in map(replay.seen, replay.verdicts(since, candidate.group)))
    return replay.compare(pairs, in_force.of, then.of)


@dataclass(frozen=True)
class _Row:
    score: float
    right: bool
    flagged: bool
    week: date


def _figure(
    language: str, head: str, rows: Sequence[_Row], scored: Floats, now: float, asked: Asked
) -> Figure:
    scores, right = [row.score for row in rows], [row.right for row in rows]
    curve = calibration.fit(scores, right) if len(rows) >= DECISIONS_MIN else None
    then, why = _choice(head, curve, scores, scored, now, asked, len(rows))
    precise = calibration.precision(curve, scored, np.array([now, then or now])) if curve else None
    return Figure(
        language=language,
        head=head,
        now=now,
        then=then,
        why=why,
        decisions=len(rows),
        right=sum(right),
        flags_now=Share.counted(int((scored >= now).sum()), len(scored)),
        flags_then=Share.counted(int((scored >= then).sum()), len(scored)) if then else None,
        precision_now=precise[0] if precise else None,
        precision_then=precise[1] if precise and then else None,
        slope=curve.slope if curve else None,
        slope_interval=curve.slope_interval() if curve else None,
        error_before=calibration.error(np.array(scores), right) if curve else None,
        error_after=calibration.error_after(scores, right) if curve else None,
        weeks=_weeks(rows),
    )


def _choice(
    head: str,
    curve: calibration.Curve | None,
    decided: Sequence[float],
    scored: Floats,
    now: float,
    asked: Asked,
    decisions: int,
) -> tuple[float | None, str]:
    if decisions < DECISIONS_MIN:
        return None, "missing"
    if curve is None:
        return None, "same_answer"
    precision = asked.care_precision if head in heads.CARE else asked.precision
    then = calibration.choose(curve, decided, scored, asked=precision, budget=asked.budget)
    if then is None:
        return None, "no_limit"
    if abs(then - now) < 0.005:
        return None, "unchanged"
    if head in CRISIS and then > now:
        return None, "crisis_raised"
    return then, ""


def _weeks(rows: Sequence[_Row]) -> tuple[Week, ...]:
    by_week: dict[date, list[_Row]] = defaultdict(list)
    for row in rows:
        by_week[row.week].append(row)
    found = []
    for week, these in sorted(by_week.items()):
        flagged = [row for row in these if row.flagged]
        right = [row for row in these if row.right]
        both = sum(row.right for row in flagged)
        found.append(Week(week, Share.counted(both, len(flagged)), Share.counted(both, len(right))))
    return tuple(found)


def _verdicts(group: Group | None, weeks: int) -> Any:
    since = timezone.now() - timedelta(weeks=weeks)
    found = Verdict.objects.filter(at__gte=since).exclude(scorer="")
    return found.filter(message__room__group=group) if group else found


def _scored(group: Group | None, weeks: int, scorer: str) -> Mapping[str, Mapping[str, Floats]]:
    """language -> head -> the scores of the last weeks."""
    gathered: dict[str, dict[str, list[float]]] = {
        language: defaultdict(list) for language in LANGUAGES
    }
    rows = _verdicts(group, weeks).filter(scorer=scorer).values_list("language", "scores")
    for language, scores in rows.iterator():
        for head, score in scores.items():
            if language in gathered:
                gathered[language][head].append(score)
    return {
        language: {head: np.array(scores) for head, scores in by_head.items()}
        for language, by_head in gathered.items()
    }
