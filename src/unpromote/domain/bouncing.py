"""What software is unsure of in a conversation: letters that came back or got stuck, automatic messages that answer.

A letter that came back was never read, so silence after it says nothing: the clock stops and the ladder's next way is
taken at once. A letter that was refused, or of which nobody can know whether it went, is stuck until a person decides.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from unpromote.domain.errors import NotAllowed
from unpromote.domain.ladders import Chase
from unpromote.domain.messages import (
    Conversation,
    ConversationState,
    Direction,
    Message,
    climbed,
    returned_letter,
    stopped,
)


def never_arrived(talk: Conversation) -> bool:
    """Tell whether their silence is none: it is their turn, but our last letter, or its address, came back."""
    ours = [one for one in talk.messages if one.direction is Direction.OUT]
    if talk.state is not ConversationState.WAITING or not ours or ours[-1].log:
        return False
    last, later = ours[-1], talk.messages[talk.messages.index(ours[-1]) :]
    for bounce in (one for one in talk.messages if one.bounce):
        back = returned_letter(talk, bounce)
        if back is last or (back and bounce in later and _address(back, talk) == _address(last, talk)):
            return True
    return False


def _address(letter: Message, talk: Conversation) -> str:
    return letter.to_address or talk.contact.address


def after_bounce(talk: Conversation, chase: Chase, at: datetime) -> Conversation:
    """Return the conversation at the next way to reach them, where our last letter never arrived; else as it is."""
    return climbed(talk, chase, at) if never_arrived(talk) else talk


def after_taking(talk: Conversation, message_id: str) -> Conversation:
    """Return the conversation with an automatic message counted as their answer, as a person says.

    Raises:
        NotAllowed: no such message came in, it is a letter that came back, it counts already, or all is over.
    """
    found = next((one for one in talk.messages if one.message_id == message_id), None)
    if found is None or found.direction is Direction.OUT:
        raise NotAllowed(f"no message {message_id} came from {talk.contact.name}")
    if found.bounce:
        raise NotAllowed("a letter of ours that came back is no answer")
    if found.is_answer:
        raise NotAllowed("this message counts as their answer already")
    if talk.state is ConversationState.CLOSED:
        raise NotAllowed(f"the conversation with {talk.contact.name} is closed")
    known = tuple(replace(one, counted=True) if one is found else one for one in talk.messages)
    return replace(stopped(talk), messages=known, state=ConversationState.ANSWERED)


def after_getting_stuck(talk: Conversation, step: str) -> Conversation:
    """Return the conversation with a letter that a person has to decide about; one that went after all is none."""
    went = any(one.step == step and one.direction is Direction.OUT for one in talk.messages)
    return talk if went or talk.state is ConversationState.CLOSED else replace(talk, stuck=step)


def after_repeating(talk: Conversation, step: str) -> Conversation:
    """Return the conversation with a stuck letter about to go again.

    Raises:
        NotAllowed: that letter is not stuck.
    """
    if not step or talk.stuck != step:
        raise NotAllowed(f"no letter {step!r} to {talk.contact.name} waits for your decision")
    return replace(talk, stuck="", repeats=talk.repeats + 1)
