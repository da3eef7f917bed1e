"""What could tell who somebody is, and the keys outside the database."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum import env, sealed


@given(st.text())
def test_what_is_sealed_opens_again_and_shows_nothing(text: str) -> None:
    """F6"""
    blob = sealed.seal(text, about="contact")
    assert sealed.unseal(blob, about="contact") == text
    assert blob != sealed.seal(text, about="contact")
    assert len(text.encode()) < 4 or text.encode() not in blob


def test_nothing_opens_elsewhere_or_changed() -> None:
    """F6"""
    blob = sealed.seal("47 11 22 33", about="contact")
    with pytest.raises(sealed.NotSealedHere):
        sealed.unseal(blob, about="push")
    with pytest.raises(sealed.NotSealedHere):
        sealed.unseal(blob[:-1] + bytes([blob[-1] ^ 1]), about="contact")


def test_keys_are_changed_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """F6: an old key still opens, a new one seals, and without the old one nothing opens."""
    old, new = "gammel" * 8, "ny-og-lang" * 4

    def keys(*those: str) -> None:
        monkeypatch.setattr(env, "IDENTITY_KEYS", list(those))
        sealed._boxes.cache_clear()

    try:
        keys(old)
        blob, same = sealed.seal("hei", about="contact"), sealed.seal_same(b"hash", about="phrase")
        keys(new, old)
        assert sealed.unseal(blob, about="contact") == "hei"
        assert sealed.seal_same(b"hash", about="phrase")[1:] == same
        fresh = sealed.seal("hei", about="contact")
        keys(new)
        assert sealed.unseal(fresh, about="contact") == "hei"
        with pytest.raises(sealed.NotSealedHere):
            sealed.unseal(blob, about="contact")
    finally:
        sealed._boxes.cache_clear()
