"""What a decision does to a message and to who wrote it, in the transaction that decides."""

from __future__ import annotations

from forum.memberships import actions as memberships
from forum.messages import actions as messages
from forum.messages.models import Message
from forum.messages.states import State
from moderation.cases.models import Case
from moderation.cases.outcomes import AGAINST, Action
from moderation.cases.states import Appeal


def carry_out(case: Case, *, action: Action, reason: str, words: str, minutes: int | None) -> None:
    """`case` as it was before the decision. The action must be one of `actions_for(case)`."""
    if case.message is None:
        if action == Action.REMOVE_MEMBER:
            memberships.remove(case.subject)
        return
    message = Message.objects.select_related("room", "author").get(pk=case.message.pk)
    if case.appeal == Appeal.ASKED:
        _answer_appeal(case, message, action, reason=reason, words=words)
    elif action in (Action.PUBLISH, Action.PUBLISH_WITH_NOTE):
        if message.state == State.HELD:
            messages.publish(message, content_note=_content_note(action, words))
    elif action == Action.LOOKED_AFTER:
        if message.state == State.HELD:
            messages.decline(message, reason="care", words=words)
    elif action in AGAINST:
        _take_away(message, action, reason=reason, words=words, minutes=minutes)


def _take_away(
    message: Message, action: Action, *, reason: str, words: str, minutes: int | None
) -> None:
    take_away = messages.decline if message.state == State.HELD else messages.remove
    take_away(message, reason=reason, words=words, rephrase=action == Action.REPHRASE)
    if action == Action.PAUSE:
        assert minutes is not None
        memberships.pause(message.author, minutes=minutes)
    if action == Action.REMOVE_SESSION:
        memberships.bar(message.author, message.room)
    if action == Action.REMOVE_MEMBER:
        memberships.remove(message.author)


def _answer_appeal(
    case: Case, message: Message, action: Action, *, reason: str, words: str
) -> None:
    if action == Action.UPHOLD:
        messages.tell(message, words=words)
        return
    if case.action == Action.PAUSE:
        memberships.end_pause(message.author)
    if case.action == Action.REMOVE_SESSION:
        memberships.unbar(message.author, message.room)
    if case.action == Action.REMOVE_MEMBER:
        memberships.take_back(message.author)
    if action in (Action.PUBLISH, Action.PUBLISH_WITH_NOTE):
        messages.restore(message, content_note=_content_note(action, words))


def _content_note(action: Action, words: str) -> str:
    return words[:120] if action == Action.PUBLISH_WITH_NOTE else ""
