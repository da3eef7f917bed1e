"""A group with a distinctive name and theme is founded, joined and used: neither reaches an
address, a title, a log line, a notice or Redis."""

from __future__ import annotations

import http.client
import re
import urllib.parse
import urllib.request
from typing import Any

import pytest

from tests.consumers.phones import Phone, cast
from tests.consumers.test_nothing_leaks import overheard
from tests.forum.test_groups import FRAME, LINES
from tests.servers import Site

__all__ = ["overheard"]

NAME = "Gjøkurets fløyelskjeller"
THEME = "Dverghamstere som savner månen"
SECRETS = ("Gjøkuret", "fløyelskjeller", "Dverghamster", "savner", "Gj%C3%B8kuret", "kjeller")

NOTICES = """
from forum.notices.models import Notice
print([[str(value) for value in row] for row in Notice.objects.values_list()])
"""


class Visitor:
    """A browser without a screen: keeps its cookies, and every address and title it is shown."""

    def __init__(self, url: str, token: str = "") -> None:
        self.url = url
        self.cookies = {"fr": token} if token else {}
        self.seen: list[str] = []

    def ask(self, path: str, form: dict[str, str] | None = None) -> str:
        where = urllib.parse.urlsplit(self.url)
        line = http.client.HTTPConnection(where.netloc, timeout=20)
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        body = None
        if form is not None:
            form = form | {"csrfmiddlewaretoken": self.cookies.get("fr-csrf", "")}
            body = urllib.parse.urlencode(form)
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.url}
        line.request("GET" if form is None else "POST", path, body, headers)
        answer = line.getresponse()
        text = answer.read().decode()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.split(";")[0]
            else:
                self.seen.append(f"{name}: {value}")
        title = re.search(r"<title>(.*?)</title>", text)
        self.seen += [path, title.group(1) if title else ""]
        self.seen += re.findall(r'(?:href|action|src)="([^"]*)"', text)
        line.close()
        return text


async def asked(phone: Phone, **command: Any) -> Any:
    answer = await phone.ask(**command)
    assert answer["type"] != "error", answer
    return answer


@pytest.mark.timeout(120)
async def test_what_a_group_is_called_is_told_to_its_members_alone(
    site: Site, overheard: list[str]
) -> None:
    """S10 B2 G3"""
    token = cast(site, ada="Stille elv")
    kari = await Phone.open(site.urls[0], token["kari"])
    await kari.hello()
    frame = {name: getattr(FRAME, name) for name in FRAME.__struct_fields__}
    frame |= {"name": NAME, "theme": THEME, "adults_needed": 0}
    founded = await asked(
        kari,
        type="found_group",
        frame=frame,
        mode="hold_if_flagged",
        first_held=0,
        agreement=LINES,
    )
    group = founded["group"]
    places = await kari.until(lambda f: f["type"] == "places" and NAME in str(f))
    assert NAME in str(places), "its members are told"
    await asked(kari, type="set_frame", group=group, frame=frame | {"size": 12})
    refused = await kari.ask(type="set_frame", group=group, frame=frame | {"size": 1})
    assert refused["code"] == "size_unfit" and NAME not in str(refused)
    link = await asked(
        kari,
        type="invite_colleague",
        group=group,
        role="moderator",
        organisation="Ærlig talt",
        cleared=True,
    )
    code = await asked(kari, type="create_invite", group=group)

    colleague = Visitor(site.urls[0])
    path = urllib.parse.urlsplit(link["url"]).path
    assert NAME not in colleague.ask(path)
    form = {"name": "Ola", "username": "ola", "password": "fire ord etter hverandre"}
    colleague.ask(path, form)
    assert colleague.cookies.get("fr")
    colleague.ask("/team/")
    young = Visitor(site.urls[0])
    for step in ("", "/age", "/name", "/agreement"):
        young.ask(f"/i/{code['code']}{step}")
    second = await asked(
        kari, type="invite_colleague", group=group, role="moderator", organisation="", cleared=True
    )
    mona = Visitor(site.urls[0], token["mona"])
    assert NAME in mona.ask(urllib.parse.urlsplit(second["url"]).path), "she is signed in"

    await asked(
        kari,
        type="plan_sessions",
        group=group,
        theme="Kvelden",
        first="2031-01-08",
        at="19:00:00",
        minutes=60,
    )
    await kari.close()

    notices = site.manage("shell", "--no-imports", "-c", NOTICES)
    told = [*colleague.seen, *young.seen, *mona.seen, link["url"], code["url"], second["url"]]
    for secret in SECRETS:
        assert not [one for one in told if secret in one]
        assert secret not in site.logs()
        assert secret not in notices
        assert not [line for line in overheard if secret in line]
    assert path not in site.logs(), "nor is a link that lets somebody in"
