"""All tables of this app, where Django looks for them; each lives with its noun."""

from forum.activities.models import Activity
from forum.attendance.models import Attendance
from forum.audit.models import Act, Head
from forum.calendar.models import CalendarKey
from forum.checkins.models import CheckIn
from forum.circles.models import TalkingCircle
from forum.colleagues.models import StaffInvite
from forum.debriefs.models import Debrief, Waiver
from forum.doorbell.models import Bell
from forum.factors.models import Factor, OidcLink, PaperCode, Pending
from forum.groups.models import Founder
from forum.memberships.models import Bar, Invite, InviteBatch, Membership, Seat
from forum.messages.models import Message
from forum.notices.models import Notice, PushSubscription
from forum.organisations.models import Organisation
from forum.outcomes.models import Outcome
from forum.pace.models import Tries
from forum.people.models import Contact, Device, Person, Recovery
from forum.proposals.models import Proposal, Vote
from forum.rooms.models import Agreement, Group, Room
from forum.sessions.models import Leader, Series, Session
from forum.tallies.models import Tally
from forum.timeline.models import Entry, Epoch, Marker

__all__ = [
    "Act",
    "Activity",
    "Agreement",
    "Attendance",
    "Bar",
    "Bell",
    "CalendarKey",
    "CheckIn",
    "Contact",
    "Debrief",
    "Device",
    "Entry",
    "Epoch",
    "Factor",
    "Founder",
    "Group",
    "Head",
    "Invite",
    "InviteBatch",
    "Leader",
    "Marker",
    "Membership",
    "Message",
    "Notice",
    "OidcLink",
    "Organisation",
    "Outcome",
    "PaperCode",
    "Pending",
    "Person",
    "Proposal",
    "PushSubscription",
    "Recovery",
    "Room",
    "Seat",
    "Series",
    "Session",
    "StaffInvite",
    "TalkingCircle",
    "Tally",
    "Tries",
    "Vote",
    "Waiver",
]
