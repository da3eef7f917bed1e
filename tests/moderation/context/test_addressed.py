"""Whom a message is directed at: as a table. When in doubt, nobody."""

from __future__ import annotations

from uuid import UUID

import pytest

from moderation.context.addressed import Around, Toward, addressed
from moderation.context.models import How

ADA, BO, CLEO, FINN = (UUID(int=n) for n in range(1, 5))
YOUNG = {ADA: "Stille elv", BO: "Rolig skog", CLEO: "Myk sky (2)"}


@pytest.mark.parametrize(
    ("text", "answers", "lately", "expected"),
    [
        ("hei", None, [], None),
        ("hei", BO, [], (BO, How.REPLY)),
        ("hei Myk sky (2)", BO, [CLEO], (BO, How.REPLY)),
        ("hei", FINN, [BO], None),  # asking an adult is what the adults are there for
        ("hei", ADA, [BO], (BO, How.NEARBY)),  # answering oneself says nothing
        ("hei @rolig skog!", None, [], (BO, How.MENTION)),
        ("rolig skogen", None, [], None),
        ("Rolig skog og Myk sky (2), hei", None, [], None),
        ("stille elv her", None, [], None),  # one's own alias
        ("hei myk sky (2)", None, [BO], (CLEO, How.MENTION)),
        ("hei", None, [ADA, BO], (BO, How.NEARBY)),
        ("hei", None, [BO, CLEO], None),
        ("hei", None, [BO, FINN], None),
        ("hei", None, [FINN], None),
    ],
)
def test_who_is_addressed(
    text: str, answers: UUID | None, lately: list[UUID], expected: tuple[UUID, How] | None
) -> None:
    around = Around(ADA, text, answers, YOUNG, frozenset(lately))
    assert addressed(around) == (Toward(*expected) if expected else None)
