"""Avatars: a calm little face drawn from a seed, the same everywhere, nothing uploaded.

A seed is `<shape>-<colour>-<face>`, three small numbers, so that one can be chosen and stored in
a few characters.
"""

from __future__ import annotations

import secrets

# Background and figure, each pair with a contrast that reads in light and dark.
_COLOURS = (
    ("#f3c9a8", "#8a4b2a"), ("#cfe0c3", "#3f6b4a"), ("#c8dbe6", "#2f5d78"), ("#e6cfdf", "#7a4268"),
    ("#f1dd9c", "#7d5f10"), ("#d3cfe8", "#51478a"), ("#bfe0da", "#1f6660"), ("#edc3c0", "#8c3b3b"),
)  # fmt: skip
# Heads on a 64 by 64 field.
_SHAPES = (
    "M32 12c13 0 20 9 20 21s-7 20-20 20-20-8-20-20 7-21 20-21z",
    "M32 13c9-4 21 3 20 18s-8 22-20 22-20-7-20-21 11-23 20-19z",
    "M16 14l8 7c5-2 11-2 16 0l8-7c2 6 4 12 4 19 0 13-8 20-20 20s-20-7-20-20c0-7 2-13 4-19z",
    "M20 10c5 0 6 7 7 11h10c1-4 2-11 7-11 4 0 4 8 2 14 4 4 6 8 6 13 0 10-9 16-20 16s-20-6-20-16"
    "c0-5 2-9 6-13-2-6-2-14 2-14z",
    "M32 9c4 9 20 15 20 27 0 10-8 17-20 17s-20-7-20-17c0-12 16-18 20-27z",
    "M14 22c6-8 12-9 18-9s12 1 18 9c4 6 2 14-1 20-4 7-10 11-17 11s-13-4-17-11c-3-6-5-14-1-20z",
)
_FACES = (
    ("M24 32h.1M40 32h.1", "M27 42c3 3 7 3 10 0"),
    ("M22 33c1-2 4-2 5 0M37 33c1-2 4-2 5 0", "M28 42h8"),
    ("M24 32h.1M40 32h.1", "M29 43c1-2 5-2 6 0"),
    ("M22 32h5M37 32h5", "M27 41c3 3 7 3 10 0"),
)


def random_seed() -> str:
    """A seed drawn at random out of all."""
    return "-".join(str(secrets.randbelow(len(choices))) for choices in (_SHAPES, _COLOURS, _FACES))


def valid(seed: str) -> bool:
    """Whether `svg` can draw this."""
    parts = seed.split("-")
    return len(parts) == 3 and all(
        part.isdecimal() and part.isascii() and int(part) < len(choices) and str(int(part)) == part
        for part, choices in zip(parts, (_SHAPES, _COLOURS, _FACES), strict=True)
    )


def path(seed: str) -> str:
    """Where this avatar is served."""
    return f"/avatar/{seed}.svg"


def svg(seed: str) -> str:
    """The picture, 64 by 64. `seed` must be `valid`."""
    shape, colour, face = (int(part) for part in seed.split("-"))
    paper, ink = _COLOURS[colour]
    eyes, mouth = _FACES[face]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">'
        f'<rect width="64" height="64" rx="32" fill="{paper}"/>'
        f'<path d="{_SHAPES[shape]}" fill="{ink}"/>'
        f'<path d="{eyes}{mouth}" fill="none" stroke="{paper}" stroke-width="4" '
        'stroke-linecap="round" stroke-linejoin="round"/></svg>'
    )
