"""`manage.py export_lines`: which lines leave, of whom, and what goes with them."""

from __future__ import annotations

import json
import re
import stat
import uuid
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from forum.memberships.models import Membership, Seat
from forum.messages.models import Message
from forum.messages.states import State
from forum.rooms.models import Group, Room, RoomKind
from moderation.cases.models import Case
from moderation.cases.states import CaseState
from moderation.feedback import lines
from moderation.screening import thresholds
from moderation.screening.models import Verdict
from tests import house
from tests.moderation.limits import season

pytestmark = pytest.mark.django_db


class Street:
    """A group that lends its lines, and enough young people in it."""

    def __init__(self, people: int = lines.AUTHORS_MIN) -> None:
        self.home = house.build()
        Group.objects.filter(pk=self.home.group.pk).update(lends_lines=True)
        self.youth = [house.youth(self.home.group, f"Alias {_letters(n)}") for n in range(people)]
        self.said = iter(range(10_000))

    def say(
        self,
        text: str,
        *,
        by: Membership | None = None,
        room: Room | None = None,
        state: State = State.PUBLISHED,
        scores: dict[str, float] | None = None,
    ) -> Message:
        author = by or self.youth[next(self.said) % len(self.youth)]
        message = Message.objects.create(
            room=room or self.home.topic,
            author=author,
            nonce=uuid.uuid4(),
            text=text,
            state=state,
            submitted_at=timezone.now(),
        )
        scores = scores or {"insult": 0.1}
        Verdict.objects.create(
            message=message,
            fate="publish",
            language="nb",
            scorer="steady 1",
            scores=scores,
            limits="t",
            rules="r",
        )
        return message

    def decide(self, message: Message, action: str, reason: str, queue: str = "conduct") -> None:
        now = timezone.now()
        Case.objects.create(
            group=self.home.group,
            message=message,
            text=message.text,
            queue=queue,
            severity=2,
            state=CaseState.DECIDED,
            opened_at=now,
            due_at=now,
            decided_at=now,
            action=action,
            reason=reason,
        )

    def fill(self) -> None:
        """Everybody says something dull."""
        for n in range(len(self.youth)):
            self.say(f"hei på deg {_letters(n)}", by=self.youth[n])


def _letters(n: int) -> str:
    return "q" + chr(ord("a") + n) + "xq"


@pytest.fixture(autouse=True)
def limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thresholds, "load", lambda: season.DEFAULT)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "lines.jsonl"


def export(out: Path, **options: Any) -> tuple[list[dict[str, Any]], str]:
    said = StringIO()
    call_command("export_lines", out=out, stderr=said, **options)
    return [json.loads(line) for line in out.read_text("utf-8").splitlines()], said.getvalue()


def test_nothing_leaves_a_group_that_did_not_say_so(out: Path) -> None:
    """E18: off unless switched on."""
    street = Street()
    street.fill()
    Group.objects.update(lends_lines=False)
    with pytest.raises(CommandError, match="No group lends"):
        export(out)
    assert not out.exists()


def test_too_few_people_are_not_a_crowd(out: Path) -> None:
    street = Street(lines.AUTHORS_MIN - 1)
    street.fill()
    with pytest.raises(CommandError, match=f"Only {lines.AUTHORS_MIN - 1} people"):
        export(out)
    assert not out.exists()


def test_nor_is_a_handful_of_lines_and_one_voice_does_not_fill_the_file(out: Path) -> None:
    street = Street()
    street.fill()
    with pytest.raises(CommandError, match="at least"):
        export(out, most=lines.AUTHORS_MIN - 1)
    for n in range(40):
        chatty = street.say(f"bare tull {_letters(n % 20)} {'x' * n}", by=street.youth[0])
        street.decide(chatty, "remove", "attack")
    told, _ = export(out, most=20)
    assert sum(line["decision"] == "upheld" for line in told) == 2


def test_a_line_leaves_with_its_scores_and_versions_and_nothing_else(out: Path) -> None:
    """E18 G3: no id, no time, no alias, for the eyes of one account alone."""
    street = Street()
    street.fill()
    told, said = export(out)
    assert f"{len(told)} lines of {lines.AUTHORS_MIN} people in 1 groups" in said
    for line in told:
        assert line.keys() == {"text", "language", "scores", "decision", "versions"}
        assert line["versions"] == {"scorer": "steady 1", "limits": "t", "rules": "r"}
    written = out.read_text("utf-8")
    for row in (*Message.objects.all(), *Membership.objects.all(), street.home.group):
        assert str(row.pk) not in written and row.pk.hex not in written
    assert not re.search(r"\d{4}-\d\d|\d\d:\d\d", written)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_it_never_writes_over_anything(out: Path) -> None:
    street = Street()
    street.fill()
    out.write_text("mine")
    with pytest.raises(CommandError, match="is there already"):
        export(out)
    assert out.read_text() == "mine"


def test_what_is_nobody_s_to_lend_stays(out: Path) -> None:
    """E18: side rooms, what an author took back, what waits for a person, and adults' words."""
    street = Street()
    street.fill()
    home = street.home
    side = Room.objects.create(group=home.group, kind=RoomKind.SIDE)
    Seat.objects.create(room=side, membership=home.ada)
    street.say("dette er bare mellom oss", room=side)
    street.say("dette tok jeg tilbake", state=State.WITHDRAWN)
    street.say("dette venter", state=State.HELD)
    street.say("dette sa en voksen", by=home.finn)
    waiting = street.say("dette ser noen på", scores={"insult": 0.6})
    street.decide(waiting, "", "")
    Case.objects.filter(message=waiting).update(state=CaseState.WAITING)
    told, _ = export(out)
    assert len(told) == lines.AUTHORS_MIN
    assert not [line for line in told if "dette" in line["text"]]


def test_care_stays_at_home_unless_it_is_asked_for_by_itself(out: Path, tmp_path: Path) -> None:
    """E16 E18: what is near it, too."""
    street = Street()
    street.fill()
    street.say("alt er mørkt", scores={"insult": 0.1, "crisis_suicide": 0.3})
    cared = street.say("ingen hjemme bryr seg", scores={"insult": 0.5})
    street.decide(cared, "publish", "care")
    pattern = street.say("du kan stole på meg")
    found = {"head": "contact_pattern", "source": "context", "score": 0.6, "threshold": 0.5}
    Verdict.objects.filter(message=pattern).update(findings=[found])
    told, _ = export(out)
    texts = {line["text"] for line in told}
    assert "du kan stole på meg" not in texts
    assert not texts & {"alt er mørkt", "ingen hjemme bryr seg"}
    more, _ = export(tmp_path / "more.jsonl", with_care=True)
    assert {line["text"] for line in more} - texts == {
        "alt er mørkt",
        "ingen hjemme bryr seg",
        "du kan stole på meg",
    }


def test_what_people_and_machine_see_differently_comes_first(out: Path) -> None:
    """E18: then what the machine was unsure of."""
    street = Street()
    street.fill()
    for n, youth in enumerate(street.youth):
        spared = street.say(f"bare tull {_letters(n)}", by=youth, scores={"insult": 0.9})
        street.decide(spared, "publish", "fine")
    agreed = street.say("du er en idiot", scores={"insult": 0.97}, state=State.DECLINED)
    street.decide(agreed, "remove", "attack")
    street.say("akkurat på grensen", scores={"insult": 0.41})
    told, _ = export(out, most=2 * len(street.youth))
    texts = [line["text"] for line in told]
    assert sum(text.startswith("bare tull") for text in texts) == len(street.youth)
    assert "akkurat på grensen" in texts
    assert "du er en idiot" not in texts
    assert {line["decision"] for line in told} == {"let_through", None}


def test_those_of_the_room_are_taken_out_of_its_lines(out: Path) -> None:
    """E18 G3: aliases of members, also of those who have left."""
    street = Street()
    gone = street.youth[0]
    street.fill()
    Membership.objects.filter(pk=gone.pk).update(removed_at=timezone.now())
    street.say(f"hei {gone.alias.lower()} og stille elv, ring 412 34 567", scores={"insult": 0.4})
    told, _ = export(out)
    [line] = [line for line in told if "[phone]" in line["text"] or "ring" in line["text"]]
    assert line["text"].startswith("hei [alias] og [alias]")
    assert "412" not in out.read_text("utf-8")


def test_the_order_is_left_to_chance(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """E18: who wrote what after whom cannot be read from the file."""

    class Backwards:
        def shuffle(self, these: list[Any]) -> None:
            these.sort(key=lambda line: line.text, reverse=True)

    monkeypatch.setattr(lines, "_CHANCE", Backwards())
    street = Street()
    street.fill()
    texts = [line["text"] for line in export(out)[0]]
    assert texts == sorted(texts, reverse=True)
