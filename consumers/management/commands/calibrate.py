"""Works out limits from moderators' decisions and proposes them; two people accept."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from consumers.management.group import chosen_group
from moderation.limits import proposing
from moderation.limits.calibration import DECISIONS_MIN, Precision
from moderation.limits.proposing import Asked, Figure, Share

SKEW = """
Read this with care: people decide mostly on what was flagged. Recall is a share of what somebody
looked at and looks better than it is; precision below the limits of today rests on messages held
by policy or for another reason. Intervals are 95 %, and count each message as independent.
"""
WHY = {
    "missing": "{missing} more decisions are needed (of {least})",
    "same_answer": "nothing to learn: a higher score was not more often right",
    "no_limit": "no limit is right often enough within the budget",
    "unchanged": "the limit of today is the one to choose",
    "crisis_raised": "would be raised, and a crisis limit is never proposed higher",
}


class Command(BaseCommand):
    help = (
        "Propose limits per language and head from moderators' decisions: the lowest limit whose "
        "flags are right as often as asked and which stays within the budget. Nothing changes "
        "until two people have accepted. The skew: people decide mostly on what was flagged."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        usual = Asked()
        parser.add_argument("--group", help="name or id; else for the whole installation")
        parser.add_argument("--precision", type=float, default=usual.precision)
        parser.add_argument("--care-precision", type=float, default=usual.care_precision)
        parser.add_argument(
            "--budget", type=float, default=usual.budget, help="flags per 1,000 messages and head"
        )
        parser.add_argument("--weeks", type=int, default=usual.weeks, help="to count flags from")
        parser.add_argument("--dry-run", action="store_true", help="say it, propose nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        group = chosen_group(options["group"])
        asked = Asked(
            precision=options["precision"],
            care_precision=options["care_precision"],
            budget=options["budget"],
            weeks=options["weeks"],
        )
        if not (0 < asked.precision <= 1 and 0 < asked.care_precision <= 1):
            raise CommandError("A precision is a share: over 0, and 1 at most.")
        worked = proposing.work_out(group, asked)
        if not worked.figures:
            raise CommandError(
                f"Nobody has decided anything on scores of {worked.scorer or 'any scorer'} yet: "
                f"nothing to calibrate. {DECISIONS_MIN} decisions per language and head are needed."
            )
        say = self.stdout.write
        say(f"scores of {worked.scorer}; {worked.messages} messages in {asked.weeks} weeks")
        if worked.left_out:
            say(f"{worked.left_out} decisions left out: they are about another scorer's scores")
        say(SKEW)
        for figure in worked.figures:
            self._say(figure)
        if options["dry_run"]:
            return
        made = proposing.propose(group, worked, asked.weeks)
        if made is None:
            say("Nothing is proposed.")
        else:
            say(f"Proposed as {made.version}. Two people accept it on the staff pages.")

    def _say(self, figure: Figure) -> None:
        say = self.stdout.write
        say(f"{figure.language} {figure.head}: {figure.decisions} decisions, {figure.right} right")
        if figure.slope is not None and figure.slope_interval is not None:
            low, high = figure.slope_interval
            after = "-" if figure.error_after is None else f"{figure.error_after:.3f}"
            say(
                f"  curve: slope {figure.slope:.2f} ({low:.2f} to {high:.2f}); calibration error "
                f"{figure.error_before:.3f} before, {after} after"
            )
        self._limit("now ", figure.now, figure.flags_now, figure.precision_now)
        if figure.then is None or figure.flags_then is None:
            missing = DECISIONS_MIN - figure.decisions
            say(f"  {WHY[figure.why].format(missing=missing, least=DECISIONS_MIN)}")
        else:
            self._limit("then", figure.then, figure.flags_then, figure.precision_then)
        for week in figure.weeks[-8:]:
            say(
                f"  week of {week.week}: precision {_of(week.precision)}, recall {_of(week.recall)}"
            )

    def _limit(self, when: str, limit: float, flags: Share, right: Precision | None) -> None:
        told = f", right {right.share:.0%} ({right.low:.0%} to {right.high:.0%})" if right else ""
        self.stdout.write(
            f"  {when}: limit {limit:.2f}, flags {1000 * flags.share:.1f} per 1,000 "
            f"({1000 * flags.low:.1f} to {1000 * flags.high:.1f}){told}"
        )


def _of(share: Share) -> str:
    return f"{share.hits} of {share.of}" if share.of else "-"
