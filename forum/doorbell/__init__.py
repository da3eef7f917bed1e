"""The doorbell: "look again", after commit, without a word of content.

A bell only wakes; whoever hears it reads the database. Redis may lose any of them, so each can
also be found without Redis: news in a room shows in the room's head, work for screening in the
pending messages, and every other bell is a row written in the transaction it speaks of, which
processes look through each second. Rows go after an hour.
"""

from forum.doorbell.bells import (
    CHANGES,
    LIMITS,
    NOTICES,
    SCREENING,
    counted,
    desk,
    group,
    person,
    room,
)
from forum.doorbell.ring import HERE, ring, ring_on
from forum.doorbell.rung import newest, rung, sweep

__all__ = [
    "CHANGES",
    "HERE",
    "LIMITS",
    "NOTICES",
    "SCREENING",
    "counted",
    "desk",
    "group",
    "newest",
    "person",
    "ring",
    "ring_on",
    "room",
    "rung",
    "sweep",
]
