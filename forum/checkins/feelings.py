"""What one may choose from, and when it has become heavy. Pure. Words: `app.feeling.`."""

from __future__ import annotations

FACES = range(1, 6)  # 1 the heaviest
WORDS = (
    "calm",
    "glad",
    "hopeful",
    "proud",
    "curious",
    "tired",
    "restless",
    "lonely",
    "worried",
    "sad",
    "angry",
    "numb",
)
WORDS_MOST = 3
_DROP = 2


def fits(face: int, words: list[str]) -> bool:
    """Whether these may be chosen together."""
    return face in FACES and len(words) <= WORDS_MOST and set(words) <= set(WORDS)


def heavier(came_with: int | None, leaves_with: int | None) -> bool:
    """Whether to offer a talk: two faces down, or down to the heaviest."""
    if leaves_with is None:
        return False
    if came_with is None:
        return leaves_with == FACES[0]
    return came_with - leaves_with >= _DROP or leaves_with == FACES[0] < came_with
