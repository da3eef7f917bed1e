"""The one door for rich text: what staff write, cleaned by Bleach down to an allow-list."""

from __future__ import annotations

import bleach

_TAGS = frozenset({"p", "br", "strong", "em", "ul", "ol", "li", "h2", "h3", "blockquote"})


def clean(html: str) -> str:
    """Only the listed tags, no attributes; anything else is dropped, its text kept."""
    return bleach.clean(html, tags=_TAGS, attributes={}, strip=True, strip_comments=True)
