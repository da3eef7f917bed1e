"""An agreement cut into its clauses, so that a decision can name the one it rests on and a vote can
change one and leave the others as they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser

from forum.rooms.models import Agreement

_BLOCKS = frozenset({"p", "li", "blockquote"})
_EMPTY_LIST = re.compile(r"<(ul|ol)>\s*</\1>")
LENGTH_MAX = 300


@dataclass
class _Block:
    """A paragraph or list item: where it stands in the HTML, and its words on one line."""

    tag: str
    start: int
    end: int = 0
    text: str = ""

    @property
    def clause(self) -> str:
        """Empty where it is none: what ends in a colon leads up to the clauses."""
        text = " ".join(self.text.split())
        return "" if text.endswith(":") else text[:LENGTH_MAX]


class _Parser(HTMLParser):
    """Finds the outermost blocks in what `richtext.clean` has made."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[_Block] = []
        self._inside = 0
        self._lines = [0]
        for line in html.splitlines(keepends=True):
            self._lines.append(self._lines[-1] + len(line))
        self.feed(html)
        self.close()

    def _at(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            if not self._inside:
                self.found.append(_Block(tag, self._at()))
            self._inside += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS and self._inside:
            self._inside -= 1
            if not self._inside:
                self.found[-1].end = self._at() + len(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found[-1].text += data


def clauses(agreement: Agreement) -> list[str]:
    """Its paragraphs and list items as plain text, in order, each on one line."""
    return [block.clause for block in _Parser(agreement.html).found if block.clause]


def plain(text: str) -> str:
    """What somebody wrote as it would stand as a clause."""
    return " ".join(text.split()).rstrip(" :")


def with_added(html: str, text: str) -> str:
    """One clause more, after the last in a list."""
    item = f"<li>{escape(plain(text), quote=False)}</li>"
    ends = [block.end for block in _Parser(html).found if block.tag == "li"]
    if not ends:
        return f"{html}<ul>{item}</ul>"
    return html[: ends[-1]] + item + html[ends[-1] :]


def with_changed(html: str, clause: str, text: str) -> str | None:
    """This clause in other words; None if it is not there."""
    return _replaced(html, clause, escape(plain(text), quote=False))


def with_dropped(html: str, clause: str) -> str | None:
    """Without this clause; None if it is not there."""
    without = _replaced(html, clause, None)
    return None if without is None else _EMPTY_LIST.sub("", without)


def _replaced(html: str, clause: str, inside: str | None) -> str | None:
    for block in _Parser(html).found:
        if block.clause == clause and clause:
            new = "" if inside is None else f"<{block.tag}>{inside}</{block.tag}>"
            return html[: block.start] + new + html[block.end :]
    return None
