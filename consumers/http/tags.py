"""Words in templates: `{% say "pages.front.title" %}`, with `name=value` for its placeholders."""

from __future__ import annotations

from typing import Any

from django import template

from forum.words import say as words

register = template.Library()


@register.simple_tag(takes_context=True)
def say(context: template.Context, key: str, **params: Any) -> str:
    """The words for `key` in the reader's language, escaped like any other text."""
    return words(key, context["language"], **params)
