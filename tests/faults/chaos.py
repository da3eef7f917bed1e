"""`make chaos`: hundreds of kills amid tens of thousands of messages, and a table of what came of
it. Too long for every test run; `test_kills.py` is the same, shorter."""

from __future__ import annotations

import argparse
import asyncio
import sys

from tests import servers
from tests.faults.kills import VICTIMS, say, table, talk_through


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--messages", type=int, default=50_000)
    parser.add_argument("--kind", choices=VICTIMS, default="cluster")
    parser.add_argument("--rate", type=float, default=60, help="messages a second, all together")
    parser.add_argument("--seed", type=int, default=1)
    wish = parser.parse_args()
    try:
        with servers.site(wish.kind, FELLESROM_PACE="1000") as site:
            outcome = asyncio.run(
                talk_through(
                    site,
                    wish.kind,
                    kills=wish.kills,
                    messages=wish.messages,
                    rate=wish.rate,
                    seed=wish.seed,
                )
            )
            print(table(outcome), flush=True)
    except AssertionError as blemish:
        say(f"The servers' logs: {blemish}")
        return 1
    for problem in outcome.verdict.problems[:50]:
        say(problem)
    return 1 if outcome.verdict.problems else 0


if __name__ == "__main__":
    sys.exit(main())
