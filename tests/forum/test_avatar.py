"""Avatars: whatever is drawn can be stored, served and recognised."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from forum.memberships import avatar


def test_a_drawn_seed_is_valid_and_has_an_address() -> None:
    """A2"""
    for seed in {avatar.random_seed() for _ in range(200)}:
        assert avatar.valid(seed)
        assert avatar.path(seed) == f"/avatar/{seed}.svg"
        assert len(seed) <= 8


def test_no_two_seeds_make_the_same_picture() -> None:
    """A2"""
    seeds = [f"{a}-{b}-{c}" for a in range(6) for b in range(8) for c in range(4)]
    assert len({avatar.svg(seed) for seed in seeds}) == len(seeds)


def test_a_picture_refers_to_nothing_outside_itself() -> None:
    """A2: no script, no link, no handler, nothing to fetch."""
    for element in ET.fromstring(avatar.svg("0-0-0")).iter():
        for name in element.attrib:
            assert not name.startswith("on")
            assert "href" not in name
        assert "url(" not in "".join(element.attrib.values())


@pytest.mark.parametrize(
    "seed", ["6-0-0", "0-8-0", "0-0-4", "0--0-0", " 0-0-0", "0-0-0\n", "٣-0-0"]
)
def test_a_seed_out_of_range_or_written_otherwise_is_refused(seed: str) -> None:
    """A2"""
    assert not avatar.valid(seed)
