"""The five questions, by key: their words stand under `staff.debrief.`. Pure."""

from __future__ import annotations

QUESTIONS = ("went", "everybody", "worry", "us", "next")
LENGTH_MAX = 600


def fit(answers: dict[str, str]) -> dict[str, str] | None:
    """The answers as they are kept: to every question, a word is enough; None when they are not."""
    cleaned = {key: answers.get(key, "").strip() for key in QUESTIONS}
    fits = set(answers) <= set(QUESTIONS) and all(
        0 < len(text) <= LENGTH_MAX for text in cleaned.values()
    )
    return cleaned if fits else None
