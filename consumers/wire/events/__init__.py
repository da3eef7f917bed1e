"""What a client hears.

Three kinds: answers (they carry `re`), snapshots (`places`, `mine`, `desk`, `shifts`, `limits`: the
whole small picture, sent again whenever it changes, so a lost one costs nothing), and `entries`,
the only incremental stream, gap-free by `seq` within a room.
"""

from __future__ import annotations

from consumers.wire.events.afterwards import *
from consumers.wire.events.agreement import *
from consumers.wire.events.answers import *
from consumers.wire.events.assessment import *
from consumers.wire.events.cases import *
from consumers.wire.events.duty import *
from consumers.wire.events.limits import *
from consumers.wire.events.mine import *
from consumers.wire.events.oversight import *
from consumers.wire.events.people import *
from consumers.wire.events.places import *
from consumers.wire.events.sessions import *
from consumers.wire.events.timeline import *

AnyEvent = (
    AnyTimelineEvent
    | AnySessionsEvent
    | AnyAfterwardsEvent
    | AnyAgreementEvent
    | AnyPlacesEvent
    | AnyMineEvent
    | AnyCasesEvent
    | AnyDutyEvent
    | AnyAssessmentEvent
    | AnyOversightEvent
    | AnyLimitsEvent
    | AnyAnswersEvent
)
