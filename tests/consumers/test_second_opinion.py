"""Detoxify beside the embedded scorer, on a real site: the worker alone loads it, and what it said
is kept with the message."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from moderation.screening import exported
from moderation.screening.detoxify import Canary
from moderation.training.export import export
from tests import servers
from tests.consumers.phones import Phone, cast
from tests.moderation.screening import tiny
from tests.servers import ROOT, Site

ANYTHING = (Canary("hello friend", 0.0, 1.0),)
# Random weights know no canary.
MANAGE = f"""
import os, sys
sys.path.insert(0, {str(ROOT)!r})
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forum.settings")
from moderation.screening import detoxify
detoxify.CANARIES = ()
from django.core.management import execute_from_command_line
execute_from_command_line(sys.argv)
"""
OPINIONS = """
import json
from moderation.screening.models import Verdict
print(json.dumps([sorted(verdict.opinions) for verdict in Verdict.objects.all()]))
"""


@pytest.fixture(scope="module", params=["torch", "int8"])
def site(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    at = tmp_path_factory.mktemp("models")
    made = tiny.write(at / "tiny.ckpt", tiny.content(at / "arch", "xlm-roberta"))
    path, pin = made.path, made.sha256
    if request.param == "int8":
        path = at / "out"
        pin = export(
            path,
            checkpoint=str(made.path),
            sha256=made.sha256,
            say=lambda line: None,
            canaries=ANYTHING,
        )
    script = at / "manage.py"
    script.write_text(MANAGE)
    with servers.site(
        "cluster",
        manage_py=script,
        FELLESROM_SCORER="both",
        FELLESROM_DETOXIFY_CHECKPOINT=str(path),
        FELLESROM_DETOXIFY_SHA256=pin,
    ) as running:
        yield running


def loaded(site: Site, name: str) -> set[str]:
    """Which of the large libraries this process has in memory."""
    maps = Path(f"/proc/{site.programs[name].process.pid}/maps").read_text()
    return set(re.findall(r"libtorch_cpu|onnxruntime_pybind11", maps))


async def test_the_worker_alone_loads_it_and_what_it_said_is_kept(site: Site) -> None:
    """E14: also what a page or a socket makes of a message loads neither torch nor ONNX."""
    people = cast(site, ada="Rolig skog")
    ada = await Phone.open(site.urls[0], people["ada"])
    await ada.hello()
    await ada.follow(people["topic"])
    # In Norwegian, where random weights have no say in what is shown.
    await ada.sees(await ada.say(people["topic"], "jeg lagde vafler til lillebroren min"))
    await ada.close()
    small = exported.ABOUT in {file.name for file in _checkpoint(site).glob("*")}
    assert loaded(site, "work") == {"onnxruntime_pybind11" if small else "libtorch_cpu"}
    assert loaded(site, "serve1") == loaded(site, "serve2") == set()
    kept = json.loads(site.manage("shell", "--no-imports", "-c", OPINIONS).splitlines()[-1])
    assert ["detoxify", "embedded"] in kept


def _checkpoint(site: Site) -> Path:
    return Path(site.env["FELLESROM_DETOXIFY_CHECKPOINT"])
