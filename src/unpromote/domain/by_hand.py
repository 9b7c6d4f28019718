"""What a person does in a conversation: writes in their own words, leaves them in peace, reaches them by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.domain.ladders import Channel, Chase, Log, Snooze, TaskState
from unpromote.domain.messages import Conversation, ConversationState, Message, Written, stopped, with_open_task
from unpromote.domain.offices import next_open


def after_writing(conversation: Conversation, written: Written) -> Conversation:
    """Return the conversation with a letter that a person wrote; the clock starts when it has gone.

    Raises:
        NotAllowed: nothing was sent yet, the conversation is closed, or a letter of this step was written before.
        BadInput: the letter is empty.
    """
    if conversation.state in (ConversationState.PLANNED, ConversationState.CLOSED):
        raise NotAllowed(f"the conversation with {conversation.contact.name} is {conversation.state.value}")
    if any(known.step == written.step for known in conversation.written):
        raise NotAllowed(f"{written.step} to {conversation.contact.name} was written already")
    if not (written.subject.strip() and written.body.strip()):
        raise BadInput("the letter is empty", place="text", mend="write a subject and a text")
    return replace(conversation, written=(*conversation.written, written))


def after_snooze(conversation: Conversation, snooze: Snooze, at: datetime, chase: Chase) -> Conversation:
    """Return the conversation with its clock, or the task's deadline, put off until an instant in their hours.

    Raises:
        BadInput: the instant has gone by, or no reason is given.
        NotAllowed: no clock runs.
    """
    if not conversation.clock_runs:
        raise NotAllowed(f"no clock runs on {conversation.contact.name}: there is nothing to put off")
    if snooze.until_at <= at:
        raise BadInput("that instant has gone by", place="until", mend="name a later one")
    if not snooze.why.strip():
        raise BadInput("the reason is missing", place="why", mend="say why they are left in peace")
    due = next_open(chase.office, snooze.until_at)
    clock, rung = conversation.clock + 1, conversation.next_rung
    moved = replace(conversation, snooze=snooze, clock=clock, rung=rung, due_at=due)
    return with_open_task(moved, due_at=due)


def after_log(conversation: Conversation, message: Message, log: Log, *, answered: bool) -> Conversation:
    """Return the conversation after a person reached them; their word on the phone is an answer that has to be judged.

    Raises:
        NotAllowed: nothing was written yet (and no first letter is stuck), or the conversation is closed.
    """
    planned = conversation.state is ConversationState.PLANNED
    if (planned and not conversation.stuck) or conversation.state is ConversationState.CLOSED:
        raise NotAllowed(f"the conversation with {conversation.contact.name} is {conversation.state.value}")
    moved = replace(conversation, messages=(*conversation.messages, message), stuck="")
    if planned:
        moved = replace(moved, state=ConversationState.WAITING)
    task = moved.open_task
    if task and (log.channel is task.channel or task.channel is Channel.REPRESENTATIVE):
        moved = replace(with_open_task(moved, state=TaskState.DONE), state=ConversationState.WAITING)
    return replace(stopped(moved), state=ConversationState.ANSWERED) if answered else moved
