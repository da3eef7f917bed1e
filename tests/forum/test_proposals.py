"""The living agreement: proposing, voting, vetoing, and what becomes of it."""

from __future__ import annotations

import threading
import uuid
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from consumers.wire import events
from consumers.wire.present_places import places
from forum.errors import Code, DomainError
from forum.memberships.actions import accept_agreement, remove
from forum.memberships.models import Membership
from forum.messages import actions as messages
from forum.messages.models import HeldFor, Message
from forum.proposals import actions
from forum.proposals.models import Proposal, ProposalKind, Vote
from forum.proposals.states import VOTING, ProposalState, outcome
from forum.rooms import clauses
from forum.rooms.actions import agreement_room
from forum.rooms.agreement import current, publish_agreement
from tests import house

ADD, CHANGE, DROP = ProposalKind.ADD, ProposalKind.CHANGE, ProposalKind.DROP
KIND = "Vi er greie med hverandre."
OPEN, ADOPTED, FELL, VETOED = ProposalState


def refused(code: Code) -> Any:
    return pytest.raises(DomainError, match=f"^{code.value}$")


def fresh(member: Membership) -> Membership:
    return Membership.objects.select_related("group", "person").get(pk=member.pk)


def asked(
    by: Membership, text: str = "Vi svarer hverandre.", kind: ProposalKind = ADD, clause: str = ""
) -> Message:
    """Proposed, and not yet screened."""
    return actions.propose(fresh(by), nonce=uuid.uuid4(), kind=kind, clause=clause, text=text)


def proposed(
    by: Membership, text: str = "Vi svarer hverandre.", kind: ProposalKind = ADD, clause: str = ""
) -> Proposal:
    """Proposed, screened, and open for votes."""
    with transaction.atomic():
        message = asked(by, text, kind, clause)
        messages.publish(message)
    actions.turn()
    return Proposal.objects.get(pk=message.pk)


def say(proposal: Proposal, yes: bool, *members: Membership) -> None:
    for member in members:
        actions.vote(fresh(member), proposal_id=proposal.pk, yes=yes)


def state(proposal: Proposal | Message) -> str:
    return Proposal.objects.get(pk=proposal.pk).state


def agreed(home: house.House) -> list[str]:
    return clauses.clauses(current(home.group))


def seen(member: Membership) -> events.GroupPlace:
    [placed] = places([member.person])
    [group] = placed.frame.groups
    return group


@pytest.fixture
def home() -> house.House:
    return house.build()


@pytest.fixture
def six(home: house.House) -> list[Membership]:
    """All participants."""
    return [home.ada, home.bo, *(house.youth(home.group, f"Lys bekk{n}") for n in "abcd")]


pytestmark = pytest.mark.django_db


# --- proposing ------------------------------------------------------------------------------------


def test_nobody_sees_a_proposal_before_it_is_screened(home: house.House) -> None:
    """D10"""
    message = asked(home.ada)
    actions.turn()
    assert seen(home.bo).proposals == []
    with refused(Code.PROPOSAL_NOT_FOUND):
        actions.vote(fresh(home.bo), proposal_id=message.pk, yes=True)
    with refused(Code.PROPOSAL_NOT_FOUND):
        actions.veto(home.finn, proposal_id=message.pk, reason="En god nok grunn")
    with transaction.atomic():
        messages.publish(message)
    assert actions.turn() == 1
    assert actions.turn() == 0
    [part] = seen(home.bo).proposals
    assert (part.text, part.alias, part.may_vote) == ("Vi svarer hverandre.", "Stille elv", True)


def test_the_same_nonce_gives_the_same_proposal(home: house.House) -> None:
    """D10"""
    nonce = uuid.uuid4()
    facts: Any = {"nonce": nonce, "clause": "uansett", "text": "Vi hører på hverandre."}
    first = actions.propose(home.ada, kind=ADD, **facts)
    assert actions.propose(home.ada, kind=ADD, **facts) == first
    with refused(Code.NONCE_REUSED):
        actions.propose(home.ada, kind=DROP, **facts)
    assert Proposal.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "clause", "text", "code"),
    [
        (CHANGE, "Står ikke der", "Noe annet", Code.CLAUSE_GONE),
        (DROP, "", "Fordi", Code.CLAUSE_GONE),
        (ADD, "", "x" * 301, Code.CLAUSE_LENGTH),
        (CHANGE, KIND, " : ab", None),
        (ADD, "", "a:", Code.CLAUSE_LENGTH),
        (ADD, "", "  ", Code.TEXT_EMPTY),
        (DROP, KIND, "Fordi " + "x" * 400, None),
    ],
)
def test_what_a_proposal_must_be(
    home: house.House, kind: ProposalKind, clause: str, text: str, code: Code | None
) -> None:
    """D10: refused as a whole, with no message left behind."""
    if code is None:
        assert asked(home.ada, text, kind, clause)
        return
    with refused(code):
        asked(home.ada, text, kind, clause)
    assert not Message.objects.filter(author=home.ada).exists()


def test_one_person_has_few_open_at_a_time(home: house.House) -> None:
    """D10"""
    for n in range(actions.OPEN_EACH):
        asked(home.ada, f"Punkt {n}")
    with refused(Code.TOO_MANY_PROPOSALS):
        asked(home.ada, "Ett til")
    assert asked(home.bo, "Et av mine")


def test_who_has_not_accepted_neither_proposes_nor_votes(home: house.House) -> None:
    """D10"""
    proposal = proposed(home.ada)
    publish_agreement(home.group, "<p>Noe nytt.</p>")
    with refused(Code.AGREEMENT_NEEDED):
        asked(home.ada)
    with refused(Code.AGREEMENT_NEEDED):
        say(proposal, True, home.bo)
    accept_agreement(fresh(home.bo), version=2)
    say(proposal, True, home.bo)


# --- voting ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("yes", "no", "of", "over", "ends"),
    [
        (3, 0, 6, False, None),
        (4, 0, 6, False, ADOPTED),
        (0, 3, 6, False, FELL),
        (2, 2, 6, False, None),
        (1, 0, 1, False, None),  # one person is no group
        (0, 1, 1, False, FELL),
        (2, 0, 2, False, ADOPTED),
        (2, 1, 9, True, ADOPTED),
        (1, 0, 9, True, FELL),
        (2, 2, 9, True, FELL),
        (0, 0, 0, True, FELL),
        (0, 0, 0, False, None),
    ],
)
def test_the_rule(yes: int, no: int, of: int, over: bool, ends: ProposalState | None) -> None:
    """D10"""
    assert outcome(yes, no, of, over=over) == ends


def test_a_majority_makes_a_new_version_that_all_accept_anew(
    home: house.House, six: list[Membership]
) -> None:
    """D10"""
    proposal = proposed(home.ada, "Vi <b>svarer</b>\nhverandre & lytter")
    say(proposal, True, *six[:3])
    assert state(proposal) == OPEN
    say(proposal, True, six[3])
    assert state(proposal) == ADOPTED
    assert agreed(home) == [KIND, "Vi <b>svarer</b> hverandre & lytter"]
    assert "<b>" not in current(home.group).html
    with refused(Code.AGREEMENT_NEEDED):
        house.say(home.ada, home.topic, "hei")
    mine = seen(home.ada).agreement
    assert (mine.version, mine.accepted, mine.previous) == (2, False, f"<p>{KIND}</p>")
    accept_agreement(fresh(home.ada), version=2)
    assert house.say(home.ada, home.topic, "hei")
    assert seen(home.ada).agreement.previous is None


def test_a_vote_can_be_changed_while_it_is_open(home: house.House, six: list[Membership]) -> None:
    """D10"""
    proposal = proposed(home.ada)
    say(proposal, False, home.bo)
    say(proposal, True, home.bo)
    assert [vote.yes for vote in Vote.objects.all()] == [True]
    say(proposal, True, *six[2:5])
    with refused(Code.PROPOSAL_DECIDED):
        accept_agreement(fresh(home.bo), version=2)
        say(proposal, False, home.bo)


def test_nobody_sees_how_others_vote(home: house.House, six: list[Membership]) -> None:
    """D10"""
    proposal = proposed(home.ada)
    say(proposal, True, home.bo, six[2])
    say(proposal, False, six[3])
    mine, theirs, staff = (seen(one).proposals[0] for one in (home.bo, home.ada, home.finn))
    assert (mine.my_vote, theirs.my_vote, staff.my_vote) == (True, None, None)
    assert {(one.votes, one.yes, one.no) for one in (mine, theirs, staff)} == {(3, None, None)}
    assert not staff.may_vote


def test_figures_are_told_only_of_five_and_votes_are_forgotten(
    home: house.House, six: list[Membership], clock: time_machine.Coordinates
) -> None:
    """D10: of five on each side that has any; one against four would be found out."""
    few, many = proposed(home.ada, "Av få"), proposed(home.bo, "Av mange")
    say(few, True, *six[:2])
    say(few, False, *six[2:4])
    say(many, True, *six[:3])
    say(many, False, *six[3:5])
    for name in "abc":
        house.youth(home.group, f"Mild vind{name}")
    say(proposed(six[0], "Av alle"), True, *six[:5])
    clock.shift(VOTING)
    actions.turn()
    told = {one.text: (one.state, one.yes, one.no) for one in seen(home.ada).proposals}
    assert told == {
        "Av få": ("fell", None, None),
        "Av mange": ("adopted", None, None),
        "Av alle": ("adopted", 5, 0),
    }
    assert not Vote.objects.exists()
    clock.shift(timedelta(days=8))
    assert seen(home.ada).proposals == []


def test_who_left_no_longer_counts(
    home: house.House, six: list[Membership], clock: time_machine.Coordinates
) -> None:
    """D10"""
    proposal = proposed(home.ada)
    say(proposal, True, *six[:2])
    remove(six[0])
    assert seen(home.bo).proposals[0].votes == 1
    clock.shift(VOTING)
    actions.turn()
    assert state(proposal) == FELL


def test_only_participants_vote_and_only_in_their_group(home: house.House) -> None:
    """D10"""
    proposal = proposed(home.ada)
    for one in (home.finn, home.mia):
        with refused(Code.NOT_ALLOWED):
            say(proposal, True, one)
    with refused(Code.PROPOSAL_NOT_FOUND):
        say(proposal, True, home.cam)


# --- what becomes of it ---------------------------------------------------------------------------


def test_what_loses_its_message_falls_and_is_not_told_of_unless_it_was_seen(
    home: house.House,
) -> None:
    """D10"""
    shown, never = proposed(home.ada), asked(home.bo, "Ikke sett")
    with transaction.atomic():
        messages.remove(Message.objects.get(pk=shown.pk), reason="other")
        messages.hold(never, why=HeldFor.CONDUCT)
        messages.decline(never, reason="other")
    with refused(Code.PROPOSAL_NOT_FOUND):
        say(shown, True, home.bo)
    actions.turn()
    assert {state(shown), state(never)} == {FELL}
    [part] = seen(home.bo).proposals
    assert (part.id, part.text, part.state) == (shown.pk, "", "fell")


def test_what_is_held_again_is_not_seen_and_begins_anew(
    home: house.House, clock: time_machine.Coordinates
) -> None:
    """D10"""
    proposal = proposed(home.ada)
    message = Message.objects.get(pk=proposal.pk)
    with transaction.atomic():
        messages.hold(message, why=HeldFor.CONDUCT)
    assert seen(home.bo).proposals == []
    clock.shift(VOTING)
    actions.turn()
    assert state(proposal) == OPEN
    with transaction.atomic():
        messages.publish(message)
    actions.turn()
    assert seen(home.bo).proposals[0].closes_at == timezone.now() + VOTING


def test_a_veto_has_a_reason_that_all_read(home: house.House) -> None:
    """D10"""
    proposal = proposed(home.ada)
    for reason in ("", "kort", " " * 40):
        with refused(Code.REASON_SHORT):
            actions.veto(home.finn, proposal_id=proposal.pk, reason=reason)
    with refused(Code.TEXT_TOO_LONG):
        actions.veto(home.finn, proposal_id=proposal.pk, reason="x" * 501)
    for one in (home.ada, home.mia):
        with refused(Code.NOT_ALLOWED):
            actions.veto(one, proposal_id=proposal.pk, reason="Det er ikke trygt nok.")
    say(proposal, True, home.bo)
    actions.veto(home.finn, proposal_id=proposal.pk, reason="Det er ikke trygt nok.")
    with refused(Code.PROPOSAL_DECIDED):
        say(proposal, True, home.ada)
    with refused(Code.PROPOSAL_DECIDED):
        actions.veto(home.finn, proposal_id=proposal.pk, reason="Det er ikke trygt nok.")
    for one in (home.ada, home.bo, home.mia):
        [part] = seen(one).proposals
        assert (part.state, part.veto_by, part.yes) == ("vetoed", "Finn", None)
        assert part.veto_reason == "Det er ikke trygt nok."


def test_a_clause_changed_meanwhile_lets_the_other_fall(home: house.House) -> None:
    """D10: and what two proposals add both stands."""
    change = proposed(home.ada, "Vi er snille.", CHANGE, KIND)
    drop = proposed(home.bo, "Det er sagt før.", DROP, KIND)
    more = proposed(home.bo, "Vi lytter.")
    for proposal in (change, drop, more):
        for one in (home.ada, home.bo):
            accept_agreement(fresh(one), version=current(home.group).version)
        say(proposal, True, home.ada, home.bo)
    assert [state(one) for one in (change, drop, more)] == [ADOPTED, FELL, ADOPTED]
    assert agreed(home) == ["Vi er snille.", "Vi lytter."]


def test_of_two_adopted_one_after_the_other_none_is_lost(
    home: house.House, clock: time_machine.Coordinates
) -> None:
    """D10: each builds on what stands when it comes to stand, not when it was proposed."""
    all_of = [proposed(home.ada, "Én."), proposed(home.bo, "To."), proposed(home.bo, "Tre.")]
    more = house.youth(home.group, "Lys bekk"), house.youth(home.group, "Lyst fjell")
    for proposal in all_of:
        say(proposal, True, *more)
    clock.shift(VOTING)
    assert actions.turn() == 3
    assert agreed(home) == [KIND, "Én.", "To.", "Tre."]
    assert current(home.group).version == 4


# --- clauses --------------------------------------------------------------------------------------

LIST = (
    "<p>Dette vil vi:</p>\n<ul>\n<li>Én &amp; <em>to</em>.</li>\n<li>Tre.</li>\n</ul><p>Slutt.</p>"
)


def test_one_clause_is_changed_and_the_rest_stands() -> None:
    """D10"""
    assert clauses.with_added(LIST, "Fire <3:") == LIST.replace(
        "Tre.</li>", "Tre.</li><li>Fire &lt;3</li>"
    )
    assert clauses.with_changed(LIST, "Én & to.", "En") == LIST.replace(
        "Én &amp; <em>to</em>.", "En"
    )
    assert clauses.with_dropped(LIST, "Slutt.") == LIST.replace("<p>Slutt.</p>", "")
    without = clauses.with_dropped(clauses.with_dropped(LIST, "Tre.") or "", "Én & to.")
    assert without == "<p>Dette vil vi:</p>\n<p>Slutt.</p>"
    assert clauses.with_changed(LIST, "Dette vil vi:", "x") is None
    assert clauses.with_dropped(LIST, "") is None
    assert clauses.with_added("<p>A.</p>", "B.") == "<p>A.</p><ul><li>B.</li></ul>"


def test_each_group_has_one_room_for_it(home: house.House) -> None:
    """D10"""
    assert agreement_room(home.group).pk == agreement_room(home.group).pk
    [room] = [room for room in seen(home.ada).rooms if room.kind == "agreement"]
    assert house.share(home.bo, agreement_room(home.group), "Hva mener dere?").room_id == room.id


@pytest.mark.skipif(not settings.ON_POSTGRES, reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_of_two_adopted_at_the_very_same_moment_none_is_lost() -> None:
    """D10: the second waits for the first, and builds on it."""
    home = house.build()
    both = [proposed(home.ada, "Én."), proposed(home.bo, "To.")]
    more = house.youth(home.group, "Lys bekk"), house.youth(home.group, "Lyst fjell")
    for proposal in both:
        say(proposal, True, home.ada, home.bo)
    first_in, go_on = threading.Event(), threading.Event()

    def first() -> None:
        with transaction.atomic():
            say(both[0], True, more[0])
            first_in.set()
            go_on.wait(10)
        connection.close()

    def second() -> None:
        say(both[1], True, more[1])
        connection.close()

    threads = [threading.Thread(target=work) for work in (first, second)]
    threads[0].start()
    assert first_in.wait(10)
    threads[1].start()
    threads[1].join(0.5)
    assert threads[1].is_alive(), "the second did not wait"
    go_on.set()
    for thread in threads:
        thread.join(10)
    assert [state(one) for one in both] == [ADOPTED, ADOPTED]
    assert agreed(home) == [KIND, "Én.", "To."]
