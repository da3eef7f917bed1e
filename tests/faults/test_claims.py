"""Fifty hands at one case: five rounds of what `tests.faults.claims` does a thousand of."""

from __future__ import annotations

from tests.faults.claims import prove


def test_fifty_claims_and_fifty_decisions_have_one_winner_each() -> None:
    """E3"""
    prove(5)
