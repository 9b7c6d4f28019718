"""Does the other side know and agree: one small machine for each conversation.

    planned ── sent ──> waiting ── reply ──> answered ── a person judges it ──> closed
                         │  ^  ^                │
               silence   │  │  └────────────────┘ refused, a fee is claimed, or more wanted
                         v  │
             a letter goes, or a task for a person (by_hand) is done and logged

The clock runs on *their* silence, in their office's hours, and up the ladder. An answer stops it; an automatic reply or
a bounce is no answer. Each start of the clock has a number, so a timer of an earlier start is moot. Past the last step
a person has to decide.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from unpromote.domain.enclosed import KeptFile
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.domain.ladders import Channel, Chase, Log, Rung, Snooze, Task, TaskState, Way
from unpromote.domain.offices import Place, after_days, next_open

_REVISION = "revision-"
LETTERS_A_DAY = 2  # of timers in one conversation: whatever goes wrong, nobody is flooded


class Counterpart(Enum):
    """Whom a conversation is with; append-only."""

    SUPPORT = "support"
    CREATOR = "creator"
    MEDIA = "media"


class ConversationState(Enum):
    """Where a conversation stands; append-only. By hand: a task waits for a person of ours."""

    PLANNED = "planned"
    WAITING = "waiting"
    ANSWERED = "answered"
    CLOSED = "closed"
    BY_HAND = "by_hand"


class Outcome(Enum):
    """What an answer amounts to, as a person reads it; append-only."""

    CONFIRMED = "confirmed"
    REFUSED = "refused"
    MORE_WANTED = "more_wanted"
    DECIDED = "decided"
    FEE_CLAIMED = "fee_claimed"


CLOSING = (Outcome.CONFIRMED, Outcome.DECIDED)
BEGINS_ANEW = (Outcome.MORE_WANTED, Outcome.FEE_CLAIMED)


class Direction(Enum):
    """Which way a message went."""

    OUT = "out"
    IN = "in"


@dataclass(frozen=True)
class Contact:
    """Somebody who has to be told. A creator's contact has the creator's id.

    `place` is where they work, None where nobody stated it; `portal` the address of a page where tickets are filed;
    `post` a postal address.
    """

    id: str
    counterpart: Counterpart
    name: str
    address: str
    language: str = "en"
    place: Place | None = None
    phone: str = ""
    portal: str = ""
    post: str = ""
    ways: tuple[Way, ...] = ()

    def way(self, role: str) -> Way:
        """Return the way of a role, without address and number where nobody stated one; "" is the contact itself."""
        if not role:
            return Way("", self.name, self.address, self.phone)
        return next((way for way in self.ways if way.role == role), Way(role, self.name))


@dataclass(frozen=True)
class Message:
    """One message of a conversation, as it was really sent or received.

    `template` names the text that a letter of ours was written from, with its version.
    """

    message_id: str
    direction: Direction
    step: str
    at: datetime
    subject: str
    sha256: str
    path: str
    sender: str = ""
    body: str = ""
    automatic: bool = False
    bounce: bool = False
    files: tuple[KeptFile, ...] = ()
    log: Log | None = None
    template: str = ""


@dataclass(frozen=True)
class Written:
    """What a person wrote to be sent as it stands."""

    step: str
    subject: str
    body: str


@dataclass(frozen=True)
class Conversation:
    """What was said with one counterpart, and whose turn it is.

    `reminders` counts the steps that silence has led to, `rung` the next one of the ladder, `clock` how often the clock
    was started. Their silence counts from `silent_since`; the clock rings at `due_at`, None where it is stopped.
    """

    id: str
    contact: Contact
    state: ConversationState = ConversationState.PLANNED
    messages: tuple[Message, ...] = ()
    reminders: int = 0
    outcome: Outcome | None = None
    note: str = ""
    rung: int = 0
    clock: int = 0
    silent_since: datetime | None = None
    due_at: datetime | None = None
    snooze: Snooze | None = None
    tasks: tuple[Task, ...] = ()
    written: tuple[Written, ...] = ()

    @property
    def next_rung(self) -> int:
        """The index of the ladder's next step; before there were ladders it was the number of reminders."""
        return self.rung if self.clock else self.reminders

    @property
    def open_task(self) -> Task | None:
        """The task that waits for a person, if there is one."""
        return next((task for task in self.tasks if task.state is TaskState.OPEN), None)

    @property
    def clock_runs(self) -> bool:
        """Whether a timer waits: on their silence, or on a task's deadline. None does while a letter is going out."""
        runs = self.due_at is not None or not self.clock
        return runs and self.state in (ConversationState.WAITING, ConversationState.BY_HAND)


def request_step(conversation: Conversation) -> str:
    """Return the name of the first message's step."""
    return "notice" if conversation.contact.counterpart is Counterpart.CREATOR else "request"


def step_name(step: str, nth: int) -> str:
    """Return the name of the nth step that silence leads to: "reminder-1", "finance-4"."""
    return f"{step}-{nth}"


def by_software(rung: Rung, contact: Contact) -> bool:
    """Return whether a step is a letter that goes by itself: by mail, to an address that is known."""
    return rung.channel in (Channel.EMAIL, Channel.REPRESENTATIVE) and bool(contact.way(rung.role).address)


def is_rung(talk: Conversation, step: str) -> bool:
    """Return whether a letter's step is one of the ladder: neither what we had to tell nor a person's own words."""
    told = step == request_step(talk) or is_revision(step)
    return not told and all(written.step != step for written in talk.written)


def is_flooded(conversation: Conversation, now: datetime) -> bool:
    """Tell whether timers have sent as many letters within a day as one conversation may get."""
    sent = [one for one in conversation.messages if one.direction is Direction.OUT and one.at > now - timedelta(days=1)]
    return sum(is_rung(conversation, one.step) and one.log is None for one in sent) >= LETTERS_A_DAY


def is_moot(talk: Conversation, step: str) -> bool:
    """Return whether a letter that silence had led to must not go: an answer came first, or the clock began anew.

    What opened the conversation, or was written by a person, always goes.
    """
    if not is_rung(talk, step):
        return False
    about_to_go = talk.state is ConversationState.WAITING and talk.due_at is None
    return not about_to_go or not step.endswith(f"-{talk.reminders}")


def started(talk: Conversation, at: datetime, chase: Chase) -> Conversation:
    """Return the conversation with the clock on their silence started anew; earlier timers are moot."""
    due = after_days(chase.office, at, chase.ladder.wait(talk.next_rung))
    if talk.snooze:
        due = max(due, next_open(chase.office, talk.snooze.until_at))
    return replace(talk, rung=talk.next_rung, clock=talk.clock + 1, silent_since=at, due_at=due)


def stopped(talk: Conversation) -> Conversation:
    """Return the conversation with the clock stopped, and what a person should have done moot."""
    stopped = replace(talk, rung=talk.next_rung, clock=talk.clock + 1, silent_since=None, due_at=None, snooze=None)
    return _with_open_task(stopped, state=TaskState.MOOT)


def _with_open_task(talk: Conversation, **changes: Any) -> Conversation:
    task = talk.open_task
    return replace(talk, tasks=tuple(replace(one, **changes) if one is task else one for one in talk.tasks))


def revision_step(version: int) -> str:
    """Return the name of the step that tells a creator of a settlement that takes the place of an earlier one."""
    return f"{_REVISION}{version}"


def is_revision(step: str) -> bool:
    """Return whether a step tells a creator of a settlement that takes the place of an earlier one."""
    return step.startswith(_REVISION)


def after_sent(conversation: Conversation, message: Message) -> Conversation:
    """Return the conversation with one more message of ours; it is their turn now."""
    moved = replace(conversation, messages=(*conversation.messages, message))
    if conversation.state is ConversationState.PLANNED:
        return replace(moved, state=ConversationState.WAITING)
    return moved


def after_reply(conversation: Conversation, message: Message) -> Conversation:
    """Return the conversation with a message of theirs; only a person's message is an answer, and stops the clock."""
    if any(known.message_id == message.message_id for known in conversation.messages):
        raise NotAllowed(f"the message {message.message_id} is in the conversation already")
    moved = replace(conversation, messages=(*conversation.messages, message))
    if message.automatic or conversation.state is ConversationState.CLOSED:
        return moved
    return replace(stopped(moved), state=ConversationState.ANSWERED)


def after_judgement(conversation: Conversation, outcome: Outcome, note: str) -> Conversation:
    """Return the conversation as a person judged it; only a confirmation or an explained decision closes it.

    Who wants more, or claims a fee, is alive again: the ladder begins anew. A refusal leaves it where it stands.

    Raises:
        NotAllowed: there is nothing to judge, or a decision without an answer is not explained.
    """
    answered = conversation.state is ConversationState.ANSWERED
    if outcome is Outcome.DECIDED:
        if not note.strip():
            raise NotAllowed("closing without their confirmation needs an explanation")
    elif not answered:
        raise NotAllowed(f"{conversation.contact.name} has not answered yet")
    closed = outcome in CLOSING
    state = ConversationState.CLOSED if closed else ConversationState.WAITING
    moved = replace(stopped(conversation), state=state, outcome=outcome, note=note)
    return replace(moved, rung=0) if outcome in BEGINS_ANEW else moved


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


def rings(conversation: Conversation, nth: int, clock: int) -> bool:
    """Return whether a timer on their silence counts: it is their turn, and it belongs to the present start."""
    waits = conversation.state is ConversationState.WAITING
    return waits and nth == conversation.reminders + 1 and clock == conversation.clock


def after_silence(conversation: Conversation, nth: int, clock: int, chase: Chase, at: datetime) -> Conversation:
    """Return the conversation at its next step: a letter that is about to go, or a task for a person.

    Raises:
        NotAllowed: it is not their turn, this step was taken already, or the clock was started anew meanwhile.
    """
    if not rings(conversation, nth, clock):
        raise NotAllowed(f"reminder {nth} to {conversation.contact.name} is moot")
    here = conversation.next_rung
    moved = replace(stopped(conversation), reminders=nth, rung=here + 1)
    if here >= len(chase.ladder.rungs):
        return moved
    rung = chase.ladder.rungs[here]
    return moved if by_software(rung, moved.contact) else _with_task(moved, rung, chase, at)


def _with_task(talk: Conversation, rung: Rung, chase: Chase, at: datetime) -> Conversation:
    due = after_days(chase.office, at, rung.within)
    task = Task(step_name(rung.step, talk.reminders), rung.channel, rung.template, rung.role, at, due)
    return replace(talk, state=ConversationState.BY_HAND, tasks=(*talk.tasks, task), due_at=due)


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
    return _with_open_task(moved, due_at=due)


def after_log(conversation: Conversation, message: Message, log: Log, *, answered: bool) -> Conversation:
    """Return the conversation after a person reached them; their word on the phone is an answer that has to be judged.

    Raises:
        NotAllowed: nothing was written yet, or the conversation is closed.
    """
    if conversation.state in (ConversationState.PLANNED, ConversationState.CLOSED):
        raise NotAllowed(f"the conversation with {conversation.contact.name} is {conversation.state.value}")
    moved = replace(conversation, messages=(*conversation.messages, message))
    task = moved.open_task
    if task and (log.channel is task.channel or task.channel is Channel.REPRESENTATIVE):
        moved = replace(_with_open_task(moved, state=TaskState.DONE), state=ConversationState.WAITING)
    return replace(stopped(moved), state=ConversationState.ANSWERED) if answered else moved


def after_contact(conversation: Conversation, contact: Contact, chase: Chase) -> Conversation:
    """Return the conversation with what is known of the counterpart now; a running clock is set by their new hours."""
    moved = replace(conversation, contact=contact)
    if moved.state is not ConversationState.WAITING or moved.silent_since is None:
        return moved
    return started(moved, moved.silent_since, chase)
