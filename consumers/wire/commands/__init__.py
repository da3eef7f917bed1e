"""What a client may say.

Every command carries `re`, a number the client chooses; each gets exactly one answer with the
same `re`: the answer named in its docstring, or `error`. Snapshots (`places`, `mine`, `desk`) and
`entries` come by themselves.
"""

from __future__ import annotations

import msgspec

from consumers.wire.commands.afterwards import *
from consumers.wire.commands.agreement import *
from consumers.wire.commands.assessment import *
from consumers.wire.commands.cases import *
from consumers.wire.commands.command import *
from consumers.wire.commands.duty import *
from consumers.wire.commands.evening import *
from consumers.wire.commands.groups import *
from consumers.wire.commands.limits import *
from consumers.wire.commands.line import *
from consumers.wire.commands.oversight import *
from consumers.wire.commands.sessions import *
from consumers.wire.commands.steering import *
from consumers.wire.commands.talk import *

AnyCommand = (
    AnyLineCommand
    | AnyTalkCommand
    | AnyAgreementCommand
    | AnySessionsCommand
    | AnySteeringCommand
    | AnyEveningCommand
    | AnyAfterwardsCommand
    | AnyGroupsCommand
    | AnyCasesCommand
    | AnyOversightCommand
    | AnyDutyCommand
    | AnyAssessmentCommand
    | AnyLimitsCommand
)

_decoder: msgspec.json.Decoder[AnyCommand] = msgspec.json.Decoder(AnyCommand)


def decode(text: str) -> AnyCommand:
    """The command in this text.

    Raises `msgspec.DecodeError` (which covers wrong shapes, unknown fields and bad JSON) or
    `RecursionError` for JSON nested beyond reason.
    """
    return _decoder.decode(text)
