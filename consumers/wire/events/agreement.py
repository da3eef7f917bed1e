"""The group's living agreement, its proposals and its versions."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from consumers.wire.frame import Frame, Part


class Agreement(Part, frozen=True):
    """The group's agreement, as clean HTML, and whether I have accepted this version. `previous` is
    the one I accepted last, as long as there is a newer one to accept."""

    version: int
    html: str
    accepted: bool
    previous: str | None


class ProposalPart(Part, frozen=True):
    """A proposed change of the agreement. `id` is its message. `text` is the new clause, or for
    `drop` the why, empty if the message is gone; with a `note` it stands collapsed under it.

    `votes`: how many have voted so far; nobody sees how. `yes` and `no` are told once it is decided
    and enough have voted to tell nothing of anybody. `veto_by` is a name.
    """

    id: UUID
    kind: Literal["add", "change", "drop"]
    clause: str
    text: str
    note: str | None
    alias: str
    state: Literal["open", "adopted", "fell", "vetoed"]
    closes_at: datetime
    votes: int
    my_vote: bool | None
    may_vote: bool
    yes: int | None
    no: int | None
    veto_by: str | None
    veto_reason: str


class AgreementVersion(Part, frozen=True):
    """One version, as clean HTML, and since when it holds or held."""

    version: int
    at: datetime
    html: str


class AgreementBook(Frame, frozen=True, tag="agreement_book"):
    """Answer to `read_agreement`: the newest fifty versions, newest first."""

    re: int
    versions: list[AgreementVersion]


AnyAgreementEvent = AgreementBook
