"""What a proposed set of limits, or a model on trial, would have changed."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from moderation.limits import proposing, replay, trial
from moderation.limits.intervals import wilson
from moderation.limits.models import LimitSet
from moderation.limits.queries import limits_in_force
from moderation.limits.states import LimitState


class Command(BaseCommand):
    help = (
        "Say what would have changed among the messages of the last days, under a set of limits "
        "(the one proposed, unless named) or by a model on trial (FELLESROM_SHADOW_MODEL)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--days", type=int, default=28)
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--limits", metavar="VERSION", help="such as set-7")
        which.add_argument("--model", action="store_true", help="the model on trial")

    def handle(self, *args: Any, **options: Any) -> None:
        days: int = options["days"]
        if options["model"]:
            name, change = self._model(days)
        else:
            name, change = self._limits(options["limits"], days)
        if not change.messages:
            raise CommandError(f"No message was scored in the last {days} days: nothing to tell.")
        self._tell(name, change, days)

    def _model(self, days: int) -> tuple[str, replay.Change]:
        since = timezone.now() - timedelta(days=days)
        name = trial.latest(since)
        if name is None:
            raise CommandError(
                "No model has been on trial in these days. FELLESROM_SHADOW_MODEL names one: a "
                "folder with an embedded model, or embedded, detoxify or both."
            )
        return name, trial.change(name, since)

    def _limits(self, version: str | None, days: int) -> tuple[str, replay.Change]:
        if version is None:
            found = LimitSet.objects.filter(state=LimitState.PROPOSED).order_by("-pk").first()
            if found is None:
                raise CommandError("No limits are proposed. `manage.py calibrate` proposes some.")
        else:
            number = version.removeprefix("set-")
            found = LimitSet.objects.filter(pk=number).first() if number.isdecimal() else None
            if found is None:
                raise CommandError(f"There is no {version}.")
        return found.version, proposing.change(found, limits_in_force(), days)

    def _tell(self, name: str, change: replay.Change, days: int) -> None:
        say = self.stdout.write
        weeks = days / 7
        say(f"{name}, against what is in force now, over {days} days")
        say(f"  messages         {change.messages}")
        say(f"  the same fate    {change.same} ({change.same / change.messages:.1%})")
        say(f"  newly held       {change.newly_held}")
        say(f"  newly shown      {change.newly_shown}")
        for queue, (now, then) in change.queued.items():
            say(f"  {queue + ' cases a week':<16} {now / weeks:.1f} now, {then / weeks:.1f} then")
        if not change.flags:
            say("No head was over its limit, now or then.")
            return
        say("")
        say(f"flags per 1,000 messages of the language (95 % interval), {change.messages} in all")
        say(f"  {'':<4}{'head':<17}{'now':>22}{'then':>22}")
        for (language, head), (now, then, of) in change.flags.items():
            say(f"  {language:<4}{head:<17}{_rate(now, of):>22}{_rate(then, of):>22}")


def _rate(hits: int, of: int) -> str:
    low, high = wilson(hits, of)
    return f"{1000 * hits / max(1, of):.1f} ({1000 * low:.1f}-{1000 * high:.1f})"
