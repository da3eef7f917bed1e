"""Activities: played in the room, nothing kept."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.activities import actions as activities
from forum.activities import feelings, poll, signs
from forum.activities.kinds import KINDS
from forum.activities.models import Activity
from forum.errors import Code
from forum.sessions import actions as sessions
from tests import evening, house
from tests.moderation.test_cases import refused

PLAYERS = [f"p{n}" for n in range(7)]


def test_the_kinds_are_the_folders() -> None:
    """D14: a new activity is one folder on this side of the wire."""
    assert set(KINDS) == {"feelings", "poll", "signs"}


def test_cards_are_turned_over_together_and_may_stay_face_down() -> None:
    """S6"""
    state = feelings.begin(feelings.Setup(), PLAYERS)
    state = feelings.play(state, "p0", feelings.Move("calm"))
    state = feelings.play(state, "p1", feelings.Move("sad", face_up=False))
    state = feelings.play(state, "p2", feelings.Move("glad"))
    state = feelings.play(state, "p2", feelings.Move(None))
    view = feelings.show(state, "p1")
    assert (view.mine, view.mine_up, view.laid, view.shown) == ("sad", False, 2, [])
    turned = feelings.advance(state, PLAYERS)
    assert turned is not None and feelings.advance(turned, PLAYERS) is None
    view = feelings.show(turned, "p2")
    assert [(one.member, one.card) for one in view.shown] == [("p0", "calm")]
    assert view.face_down == 1
    with refused(Code.MOVE_UNFIT):
        feelings.play(turned, "p2", feelings.Move("glad"))
    with refused(Code.MOVE_UNFIT):
        feelings.play(state, "p2", feelings.Move("nonsense"))


@given(st.lists(st.tuples(st.sampled_from(PLAYERS), st.integers(0, 1)), max_size=20))
def test_a_secret_poll_shows_nothing_of_fewer_than_five(votes: list[tuple[str, int]]) -> None:
    """S6 I2: nor anything before it is over, nor who chose what."""
    state = poll.begin(poll.Setup("Hva gjør vi?", ["Spille", "Prate"], False), PLAYERS)
    for who, option in votes:
        state = poll.play(state, who, poll.Move(option))
        assert poll.show(state, who).results is None
    over = poll.advance(state, PLAYERS)
    assert over is not None
    view = poll.show(over, "p0")
    people = len(dict(votes))
    assert view.voted == people and view.too_few == (people < 5)
    assert (view.results is None) == (people < 5)
    assert not any(one.members or one.share for one in view.results or [])
    with refused(Code.MOVE_UNFIT):
        poll.play(over, "p0", poll.Move(0))


def test_with_hands_up_everybody_sees_who() -> None:
    """S6"""
    state = poll.begin(poll.Setup("Hva gjør vi?", ["Spille", "Prate"], True), PLAYERS)
    state = poll.play(state, "p0", poll.Move(1))
    results = poll.show(state, "p1").results
    assert results and [one.members for one in results] == [[], ["p0"]]
    for options in (["a", "a"], ["a", " "]):
        with refused(Code.ACTIVITY_UNFIT):
            poll.begin(poll.Setup("?", options, True), PLAYERS)


@given(st.integers(2, 9), st.sampled_from(["pairs", "all"]), st.data())
def test_everybody_meets_somebody_and_rock_beats_scissors(
    number: int, how: str, data: st.DataObject
) -> None:
    """S6: nobody plays alone, whoever is odd joins a pair."""
    players = [f"p{n}" for n in range(number)]
    state = signs.begin(signs.Setup(how), players)  # type: ignore[arg-type]
    met = Counter(one for circle in state["circles"] for one in circle)
    assert met == Counter(players) and min(map(len, state["circles"])) >= 2
    late = "late"
    chosen = {}
    for one in [*players, late]:
        chosen[one] = data.draw(st.sampled_from(list(signs.BEATS)))
        state = signs.play(state, one, signs.Move(chosen[one]))
        assert signs.show(state, one).shown == []
    turned = signs.advance(state, players)
    assert turned is not None
    for one in chosen:
        view = signs.show(turned, one)
        mine = next(shown for shown in view.shown if shown.member == one)
        others = [chosen[other] for other in view.against]
        assert mine.beat == (signs.BEATS[chosen[one]] in others)
    again = signs.advance(turned, players)
    assert again is not None and again["round"] == 2 and again["signs"] == {}


@pytest.mark.django_db
def test_a_facilitator_starts_one_and_nothing_of_it_is_kept() -> None:
    """D14"""
    home = house.build()
    session = evening.opened(home, home.ada, home.bo)
    activity = activities.start(home.finn, session_id=session.pk, setup=signs.Setup("pairs"))
    with refused(Code.ACTIVITY_ON):
        activities.start(home.finn, session_id=session.pk, setup=feelings.Setup())
    with refused(Code.MOVE_UNFIT):
        activities.play(home.ada, activity_id=activity.pk, move=feelings.Move("calm"))
    activities.play(home.ada, activity_id=activity.pk, move=signs.Move("rock"))
    activities.advance(home.finn, activity_id=activity.pk)
    with refused(Code.NOT_ALLOWED):
        activities.advance(home.ada, activity_id=activity.pk)
    with refused(Code.ACTIVITY_NOT_FOUND):
        activities.play(home.cam, activity_id=activity.pk, move=signs.Move("rock"))
    activities.end(home.finn, activity_id=activity.pk)
    activity.refresh_from_db()
    assert activity.state == {} and activity.ended_at
    activities.start(home.finn, session_id=session.pk, setup=feelings.Setup())
    sessions.close(home.finn, session_id=session.pk)
    assert activities.sweep() == 1
    assert not Activity.objects.exclude(state={}).exists()


@pytest.mark.django_db
def test_a_session_that_is_not_open_has_none() -> None:
    home = house.build()
    session = evening.planned(home)
    with refused(Code.NOT_FROM_HERE):
        activities.start(home.finn, session_id=session.pk, setup=feelings.Setup())
    evening.attend(session, home.finn)
    sessions.start(home.finn, session_id=session.pk)
    with refused(Code.ACTIVITY_UNFIT):
        activities.start(home.finn, session_id=session.pk, setup=signs.Setup("all"))
