"""Any process may die at any moment, without a warning. `make chaos` is the same, for longer."""

from __future__ import annotations

import pytest

from tests import servers
from tests.faults.kills import table, talk_through
from tests.volume import KINDS, volume

KILLS = volume(6, 30)  # each of a cluster's five once


@pytest.mark.timeout(600)
@pytest.mark.parametrize("kind", KINDS)
async def test_whichever_process_is_killed_nothing_accepted_is_lost(kind: str) -> None:
    """C1 C2: kill -9 time and again amid the talk, each process in turn."""
    with servers.site(kind, FELLESROM_PACE="1000") as site:
        outcome = await talk_through(site, kind, kills=KILLS)
        print(table(outcome))
        assert not outcome.verdict.problems, outcome.verdict.problems[:20]
        assert outcome.kills == KILLS
        assert outcome.verdict.acknowledged > 10 * KILLS
