"""Making and framing a group, and asking people into it."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from consumers.wire.commands.command import NO_NUL, Command
from consumers.wire.events.people import ModeName
from forum.groups.frame import GroupFrame


class CreateTopic(Command, frozen=True, tag="create_topic"):
    """Facilitator: a new lasting topic. Answer: `done`. Errors: `not_allowed`, `title_length`."""

    group: UUID
    title: str


class CreateInvites(Command, frozen=True, tag="create_invites"):
    """Facilitator, administrator: so many single-use codes, shown once. Answer: `invited`. Errors:
    `room_not_found`, `not_allowed`, `invite_count`."""

    group: UUID
    count: int


class ReadInvites(Command, frozen=True, tag="read_invites"):
    """Facilitator, administrator: how the codes of a group stand; never whose they are. Answer:
    `invites`. Errors: `room_not_found`, `not_allowed`."""

    group: UUID


class RevokeInvites(Command, frozen=True, tag="revoke_invites"):
    """Facilitator, administrator: take back what is left of a batch. Answer: `invites`. Errors:
    `room_not_found`, `not_allowed`, `invite_invalid`."""

    group: UUID
    batch: UUID


class RevokeInvite(Command, frozen=True, tag="revoke_invite"):
    """Facilitator, administrator: take this one code back. Answer: `invites`. Errors: as for
    `revoke_invites`."""

    group: UUID
    code: Annotated[str, Meta(max_length=40, pattern=NO_NUL)]


class FoundGroup(Command, frozen=True, tag="found_group"):
    """Facilitator, administrator, founder: a new group, with an agreement made of these lines, and
    oneself as its facilitator.

    Answer: `founded`, and `places`. Errors: `not_allowed`, `group_name_length`, `theme_length`,
    `bands_empty`, `bands_unfit`, `languages_empty`, `size_unfit`, `retention_unfit`,
    `adults_unfit`, `zone_unknown`, `hours_half`, `hours_same`, `days_unfit`, `dates_unfit`,
    `agreement_empty`, `clause_length`.
    """

    frame: GroupFrame
    mode: ModeName
    first_held: Annotated[int, Meta(ge=0, le=20)]
    agreement: Annotated[
        list[Annotated[str, Meta(max_length=500, pattern=NO_NUL)]], Meta(max_length=40)
    ]


class SetFrame(Command, frozen=True, tag="set_frame"):
    """Facilitator, administrator: another frame for the group, from now on. Answer: `done`, then
    `places` for everyone in the group. Errors: `not_allowed`, and those of the frame of
    `found_group`."""

    group: UUID
    frame: GroupFrame


class InviteColleague(Command, frozen=True, tag="invite_colleague"):
    """Facilitator, administrator: a link for a colleague, that works once. `organisation`: the name
    of theirs, empty for one's own. `cleared`: their police certificate has been seen. Only an
    administrator invites administrators and auditors.

    Answer: `colleague_invited`. Errors: `not_allowed`, `organisation_length`.
    """

    group: UUID
    role: Literal[
        "facilitator",
        "moderator",
        "shift_lead",
        "safeguarding_lead",
        "administrator",
        "auditor",
    ]
    organisation: Annotated[str, Meta(max_length=300, pattern=NO_NUL)]
    cleared: bool


class ReadColleagues(Command, frozen=True, tag="read_colleagues"):
    """Facilitator, administrator: the links for colleagues that still open the group. Answer:
    `colleagues`. Errors: `room_not_found`, `not_allowed`."""

    group: UUID


class RevokeColleague(Command, frozen=True, tag="revoke_colleague"):
    """Facilitator, administrator: take one of them back. Answer: `colleagues`. Errors:
    `room_not_found`, `not_allowed`, `invite_invalid`."""

    group: UUID
    link: UUID


class SetFollowing(Command, frozen=True, tag="set_following"):
    """Shift lead, safeguarding lead, administrator: what screening adds up over several messages.

    Answer: `done`, then `places` for everyone in the group. Error: `not_allowed`.
    """

    group: UUID
    contact: bool
    distress: bool


class SetMode(Command, frozen=True, tag="set_mode"):
    """Shift lead, safeguarding lead, administrator: when the group's messages are shown, and how
    many of a newcomer's first go to a person.

    Answer: `done`, then `places` for everyone in the group. Error: `not_allowed`.
    """

    group: UUID
    mode: ModeName
    first_held: Annotated[int, Meta(ge=0, le=20)]


class SetMemberMode(Command, frozen=True, tag="set_member_mode"):
    """Moderator: when a young person's messages are shown; null: as in the group. Answer: `done`.
    Errors: `room_not_found`, `not_allowed`, `member_not_found`."""

    group: UUID
    member: UUID
    mode: ModeName | None


class LookedAfter(Command, frozen=True, tag="looked_after"):
    """Facilitator, moderator: tell the room that somebody is being looked after, once something was
    taken away for safety (`may_note` of the room). Answer: `done`, then `entries`. Errors:
    `room_not_found`, `not_allowed`, `nothing_to_note`, `already_there`."""

    room: UUID


AnyGroupsCommand = (
    CreateTopic
    | CreateInvites
    | ReadInvites
    | RevokeInvites
    | RevokeInvite
    | FoundGroup
    | SetFrame
    | InviteColleague
    | ReadColleagues
    | RevokeColleague
    | SetFollowing
    | SetMode
    | SetMemberMode
    | LookedAfter
)
