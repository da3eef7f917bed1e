"""What commands share."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from consumers.wire.frame import Frame

Seq = Annotated[int, Meta(ge=0, le=2**53 - 1)]  # what a browser can count


Language = Literal["nb", "nn", "en"]


# PostgreSQL stores no NUL, and no keyboard writes one.
NO_NUL = r"^[^\x00]*$"


CaseNote = Annotated[str, Meta(max_length=500, pattern=NO_NUL)]


class Command(Frame, frozen=True):
    """The base of all commands."""

    re: Annotated[int, Meta(ge=0)]
