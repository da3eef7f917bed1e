"""What a message goes through before anyone sees it, in this order, top to bottom.

Each phase looks at one `Draft` and adds findings; none decides. `verdict.decide` turns all of
them into a fate. Nothing here touches the database: `draft` has already gathered what the phases
need, and a hanging scorer holds no transaction open.

`by_context` comes last and apart. What several messages say together depends on what was settled a
moment ago, so it is weighed while settling (`moderation.context`); it can bring a person to look,
and never changes the fate.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from uuid import UUID

from forum.rooms.models import Mode
from moderation.context.weighing import Weighed
from moderation.screening import language, rules, thresholds
from moderation.screening.scorer import Score, Scorer, ask
from moderation.screening.verdict import NOT_SCORED, Decision, Finding, Policy, aware, decide


@dataclass(frozen=True)
class Draft:
    """A pending message with all that its screening depends on."""

    message: UUID
    text: str
    room_language: str
    policy: Policy
    staff: bool
    newcomer: bool  # among the author's first N, which a person looks at
    short_of_adults: bool = False  # in a session with fewer of them than the group asks
    apart: bool = False  # between adults: nobody judges it
    limits: thresholds.Thresholds = field(default_factory=thresholds.load)


@dataclass(frozen=True)
class Screened:
    """The outcome for one draft, and from which versions it came. `levels` are the scores, or a
    rule's where that is graver; `carrying` says for each head which stretches of the text carried
    it, also below its limit; `opinions`: scorer -> head -> 0..1, where more than one spoke."""

    message: UUID
    language: str
    scorer: str
    scores: dict[str, float]
    findings: tuple[Finding, ...]
    decision: Decision
    limits: str
    rules: str
    levels: Mapping[str, float] = field(default_factory=dict)
    carrying: Mapping[str, Sequence[tuple[int, int]]] = field(default_factory=dict)
    opinions: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Heard:
    """A draft with what the scorer said; `score` is None when it has no say in this language,
    `scorer` too when none answered."""

    draft: Draft
    language: str
    scorer: Scorer | None = None
    score: Score | None = None


def hold_all(heard: _Heard) -> list[Finding]:
    """Pre-moderation, of the group or of this member."""
    if heard.draft.policy.mode == Mode.HOLD_ALL and not heard.draft.staff:
        return [_policy("hold_all", heard)]
    return []


def newcomer(heard: _Heard) -> list[Finding]:
    """A newcomer's first messages."""
    return [_policy("newcomer", heard)] if heard.draft.newcomer else []


def short_of_adults(heard: _Heard) -> list[Finding]:
    """Nothing is shown unread while too few adults are there."""
    if heard.draft.short_of_adults and not heard.draft.staff:
        return [_policy("short_of_adults", heard)]
    return []


def by_rules(heard: _Heard) -> list[Finding]:
    """Words and shapes that need no model: personal data, contact, crisis."""
    return [
        Finding(
            head=hit.head,
            score=hit.score,
            threshold=0.0,
            language=heard.language,
            source=f"rule {hit.rule}",
            version=hit.version,
            spans=tuple((span.start, span.end) for span in hit.spans),
        )
        for hit in rules.find(heard.draft.text)
    ]


def by_scorer(heard: _Heard) -> list[Finding]:
    """Every head over its threshold; "not scored" where the model was never measured."""
    if heard.scorer is None or heard.score is None:
        return [_policy(NOT_SCORED, heard)]
    limits = heard.draft.limits
    return [
        Finding(
            head=head,
            score=score,
            threshold=limits.of(head, heard.language),
            language=heard.language,
            source=heard.scorer.name,
            version=f"{heard.scorer.version} / {limits.version}",
            spans=tuple((s.start, s.end) for s in heard.score.carrying.get(head, ())),
        )
        # The stored score is the one that counts, so that a verdict can be replayed from it.
        for head, score in sorted(_rounded(heard.score.heads).items())
        if score >= limits.of(head, heard.language)
    ]


def by_context(screened: Screened, weighed: Sequence[Weighed]) -> Screened:
    """What this message says together with earlier ones. Run while settling, on what the other
    phases have made of it; never changes its fate."""
    findings = tuple(
        Finding(
            head=one.head,
            score=round(one.score, 4),
            threshold=one.limit,
            language=screened.language,
            source="context",
            version=one.version,
        )
        for one in weighed
    )
    return replace(
        screened,
        findings=screened.findings + findings,
        decision=aware(screened.decision, {finding.head for finding in findings}),
    )


PHASES: tuple[Callable[[_Heard], list[Finding]], ...] = (
    hold_all,
    newcomer,
    short_of_adults,
    by_rules,
    by_scorer,
)


def screen(drafts: Sequence[Draft], scorer: Scorer) -> list[Screened]:
    """Every draft through every phase. Raises whatever the scorer raises: then none is decided."""
    languages = [language.guess(draft.text, lean=draft.room_language) for draft in drafts]
    known = [
        n
        for n, spoken in enumerate(languages)
        if spoken in scorer.languages and not drafts[n].apart
    ]
    scores = dict(zip(known, ask(scorer, [drafts[n].text for n in known]), strict=True))
    return [
        _through(_Heard(draft, languages[n], scorer, scores.get(n)))
        for n, draft in enumerate(drafts)
    ]


def unscored(draft: Draft) -> Screened:
    """The outcome when no scorer answered in time: every other phase still speaks."""
    return _through(_Heard(draft, language.guess(draft.text, lean=draft.room_language)))


def _through(heard: _Heard) -> Screened:
    phases = () if heard.draft.apart else PHASES
    findings = tuple(finding for phase in phases for finding in phase(heard))
    scored = heard.scorer is not None and heard.score is not None
    levels = dict(heard.score.heads) if heard.score else {}
    carrying = {
        head: tuple((span.start, span.end) for span in spans)
        for head, spans in (heard.score.carrying.items() if heard.score else ())
    }
    for finding in findings:
        if finding.score > levels.get(finding.head, 0.0):
            levels[finding.head], carrying[finding.head] = finding.score, finding.spans
    return Screened(
        message=heard.draft.message,
        language=heard.language,
        scorer=f"{heard.scorer.name} {heard.scorer.version}" if heard.scorer and scored else "",
        scores=_rounded(heard.score.heads) if heard.score else {},
        findings=findings,
        decision=decide(findings, heard.draft.policy),
        limits=heard.draft.limits.version,
        rules=_rules_version(),
        levels=levels,
        carrying=carrying,
        opinions={
            name: _rounded(said)
            for name, said in (heard.score.opinions.items() if heard.score else ())
        },
    )


def _rounded(heads: Mapping[str, float]) -> dict[str, float]:
    return {head: round(value, 4) for head, value in heads.items()}


@cache
def _rules_version() -> str:
    return " ".join(sorted({rule.version for rule in rules.load()}))


def _policy(head: str, heard: _Heard) -> Finding:
    return Finding(head, 0.0, 0.0, heard.language, "policy", "")
