"""All tables of this app, where Django looks for them; each lives with its noun."""

from forum.audit.models import Act, Head
from forum.doorbell.models import Bell
from forum.factors.models import Factor, OidcLink, PaperCode, Pending
from forum.memberships.models import Bar, Invite, Membership, Seat
from forum.messages.models import Message
from forum.notices.models import Notice, PushSubscription
from forum.organisations.models import Organisation
from forum.pace.models import Tries
from forum.people.models import Contact, Device, Person, Recovery
from forum.proposals.models import Proposal, Vote
from forum.rooms.models import Agreement, Group, Room
from forum.sessions.models import Session
from forum.timeline.models import Entry, Epoch, Marker

__all__ = [
    "Act",
    "Agreement",
    "Bar",
    "Bell",
    "Contact",
    "Device",
    "Entry",
    "Epoch",
    "Factor",
    "Group",
    "Head",
    "Invite",
    "Marker",
    "Membership",
    "Message",
    "Notice",
    "OidcLink",
    "Organisation",
    "PaperCode",
    "Pending",
    "Person",
    "Proposal",
    "PushSubscription",
    "Recovery",
    "Room",
    "Seat",
    "Session",
    "Tries",
    "Vote",
]
