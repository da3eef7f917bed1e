"""All background loops, as a table."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from django.conf import settings

from consumers.hop import hop
from consumers.jobs import notices, screen, shadow
from consumers.jobs.loop import Job, run
from consumers.ws.hub import Hub
from forum import doorbell, pace
from forum.activities import actions as activities
from forum.checkins.actions import count_checkins
from forum.circles import actions as circles
from forum.outcomes.actions import count_outcomes
from forum.proposals.actions import turn as turn_proposals
from forum.sessions import actions as sessions
from moderation.breakglass import actions as breakglass
from moderation.cases.actions import lapse
from moderation.paging import actions as paging
from moderation.retention import actions as retention
from moderation.screening.actions import give_up
from moderation.shifts.actions import look_for_gaps
from moderation.summaries.actions import write_summaries


def _job(name: str, action: Callable[[], int], tick: float) -> Job:
    async def work() -> bool:
        await hop(action)
        return False

    return Job(name, work, tick)


async def _purge() -> bool:
    return await hop(retention.purge) == retention.BATCH


JOBS: tuple[Job, ...] = (
    Job("screen", screen.work, tick=0.5, bell=doorbell.SCREENING),
    _job("give_up", give_up, tick=1),
    _job("lapse", lapse, tick=5),
    _job("openings", breakglass.lapse, tick=5),
    _job("proposals", turn_proposals, tick=1),
    _job("paging", paging.turn, tick=1),
    _job("gaps", look_for_gaps, tick=15),
    _job("sessions", sessions.watch, tick=1),
    _job("circles", circles.turn, tick=1),
    _job("reminders", sessions.remind, tick=60),
    _job("activities", activities.sweep, tick=30),
    _job("checkins", count_checkins, tick=5),
    _job("outcomes", count_outcomes, tick=15),
    _job("summaries", write_summaries, tick=15),
    Job("notices", notices.work, tick=2, bell=doorbell.NOTICES),
    Job("purge", _purge, tick=600),
    _job("sweep", pace.sweep, tick=600),
    _job("sweep_bells", doorbell.sweep, tick=600),
    *(
        [Job("shadow", shadow.Trial(settings.SHADOW_MODEL).work, tick=2)]
        if settings.SHADOW_MODEL
        else []
    ),
)


async def run_all(hub: Hub) -> None:
    """Every loop, until cancelled."""
    async with asyncio.TaskGroup() as tasks:
        for job in JOBS:
            tasks.create_task(run(job, hub))
