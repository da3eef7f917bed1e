"""A model on trial in a real worker: it is heard in the report, and nowhere else."""

from __future__ import annotations

from tests import servers
from tests.consumers.phones import Phone, cast

SEEN = """
from moderation.screening.models import ShadowVerdict
print(ShadowVerdict.objects.count())
"""


async def test_the_worker_asks_the_model_on_trial_behind_what_it_delivers() -> None:
    """E13"""
    with servers.site("sqlite", FELLESROM_SHADOW_MODEL="embedded") as site:
        people = cast(site, ada="Stille elv")
        phone = await Phone.open(site.urls[0], people["ada"])
        await phone.hello()
        await phone.follow(people["topic"])
        await phone.sees(await phone.say(people["topic"], "det går bedre i dag"))
        await phone.close()

        def heard() -> bool:
            return (
                int(site.manage("shell", "--no-imports", "-c", SEEN).strip().splitlines()[-1]) > 0
            )

        servers.wait_until(heard, "the model on trial")
        said = site.manage("shadow_report", "--model")
        assert "the same fate    1 (100.0%)" in said


async def test_a_model_that_cannot_load_holds_nobody_up() -> None:
    """E13: nor keeps the site from starting."""
    with servers.site("sqlite", FELLESROM_SHADOW_MODEL="no-such-thing") as site:
        people = cast(site, ada="Stille elv")
        phone = await Phone.open(site.urls[0], people["ada"])
        await phone.hello()
        await phone.follow(people["topic"])
        await phone.sees(await phone.say(people["topic"], "det går bedre i dag"))
        await phone.close()
