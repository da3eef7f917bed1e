"""The group's living agreement."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from consumers.wire.commands.command import NO_NUL, CaseNote, Command


class AcceptAgreement(Command, frozen=True, tag="accept_agreement"):
    """I accept this version of the group's agreement. Answer: `done`, then `places`."""

    group: UUID
    version: int


class Propose(Command, frozen=True, tag="propose"):
    """I propose a change of the group's agreement; it is a message in the agreement's room, and
    screened like one. `text` is the new clause, or for `drop` the why; `clause` is the one changed
    or dropped, as it stands. Answer: `accepted`. Once published it stands in `places`.

    Errors: those of `submit`, and `clause_length`, `clause_gone`, `too_many_proposals`.
    """

    group: UUID
    nonce: UUID
    kind: Literal["add", "change", "drop"]
    text: str
    clause: Annotated[str, Meta(max_length=300, pattern=NO_NUL)] = ""


class Vote(Command, frozen=True, tag="vote"):
    """Participant: my vote on a proposal, also if I voted otherwise before. Answer: `done`, then
    `places` for everyone in the group. Errors: `not_allowed`, `agreement_needed`,
    `proposal_not_found`, `proposal_decided`."""

    proposal: UUID
    yes: bool


class Veto(Command, frozen=True, tag="veto"):
    """Facilitator: stop a proposal, with a reason that everyone in the group reads. Answer: `done`,
    then `places`. Errors: `not_allowed`, `proposal_not_found`, `proposal_decided`,
    `reason_short`."""

    proposal: UUID
    reason: CaseNote


class ReadAgreement(Command, frozen=True, tag="read_agreement"):
    """All versions of the group's agreement. Answer: `agreement_book`. Error: `room_not_found`."""

    group: UUID


AnyAgreementCommand = AcceptAgreement | Propose | Vote | Veto | ReadAgreement
