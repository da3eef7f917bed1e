"""An agreement cut into its clauses, so that a decision can name the one it rests on."""

from __future__ import annotations

from html.parser import HTMLParser

from forum.rooms.models import Agreement

_BLOCKS = frozenset({"p", "li", "blockquote"})
LENGTH_MAX = 300


class _Blocks(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._inside = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            if not self._inside:
                self.found.append("")
            self._inside += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS and self._inside:
            self._inside -= 1

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found[-1] += data


def clauses(agreement: Agreement) -> list[str]:
    """Its paragraphs and list items as plain text, in order, each on one line."""
    blocks = _Blocks()
    blocks.feed(agreement.html)
    blocks.close()
    texts = (" ".join(text.split()) for text in blocks.found)
    # What ends in a colon leads up to the clauses.
    return [text[:LENGTH_MAX] for text in texts if text and not text.endswith(":")]
