"""Words in templates: `{% say "pages.front.title" %}`, with `name=value` for its placeholders."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone

from forum.words import say as words

register = template.Library()


@register.simple_tag(takes_context=True)
def opens(context: template.Context, at: datetime) -> str:
    """When a helpline opens next: with the day, unless that is today."""
    language, time = context["language"], f"{at:%H:%M}"
    if at.date() == timezone.now().astimezone(at.tzinfo).date():
        return words("pages.help.opens_at", language, time=time)
    day = words(f"pages.day.{at.weekday()}", language)
    return words("pages.help.opens_on", language, day=day, time=time)


@register.simple_tag(takes_context=True)
def say(context: template.Context, key: str, **params: Any) -> str:
    """The words for `key` in the reader's language, escaped like any other text."""
    return words(key, context["language"], **params)
