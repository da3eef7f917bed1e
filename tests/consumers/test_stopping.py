"""Stopping amid a talk: everybody is told to come back, and nothing accepted is lost."""

from __future__ import annotations

import asyncio
import contextlib

import pytest

from tests import servers
from tests.consumers.phones import Phone, cast

YOUTHS = 6


@pytest.mark.parametrize("kind", ["sqlite", "cluster"])
async def test_a_stop_amid_the_talk_is_quick_says_so_and_loses_nothing(kind: str) -> None:
    """C1 C2 C9"""
    with servers.site(kind) as site:
        made = cast(site, **{f"youth{n}": f"Rolig elv {n}" for n in range(YOUTHS)})
        room, accepted = made["topic"], []
        phones = [
            await Phone.open(site.urls[n % len(site.urls)], made[f"youth{n}"])
            for n in range(YOUTHS)
        ]
        for phone in phones:
            await phone.hello()
            await phone.follow(room)

        async def talk(phone: Phone) -> None:
            # Until the line is cut.
            with contextlib.suppress(Exception):
                for n in range(8):
                    accepted.append(await phone.say(room, f"linje {n}"))

        talking = [asyncio.create_task(talk(phone)) for phone in phones]
        await asyncio.sleep(0.3)
        for process in site.processes:
            process.terminate()
        assert [await phone.closed() for phone in phones] == [4412] * YOUTHS
        await asyncio.gather(*talking)
        for process in site.processes:
            assert await asyncio.to_thread(process.wait, 10) == 0
        for phone in phones:
            await phone.close()

        site.processes.clear()
        site.urls.clear()
        site.serve("again")
        back = await Phone.open(site.urls[0], made["youth0"])
        await back.hello()
        page = await back.follow(room, after=0)
        seen = {entry.get("nonce") for entry in page["entries"]}
        for nonce in set(accepted) - seen:
            # What the stopped process had leased is free again once the lease has lapsed.
            await back.sees(nonce, 20)
        assert accepted
        await back.close()
