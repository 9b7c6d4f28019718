"""Does the other side know and agree: one small machine for each conversation.

    planned ── sent ──> waiting ── reply ──> answered ── a person judges it ──> closed
                         │  ^  ^                │
               silence   │  │  └────────────────┘ refused, a fee is claimed, or more wanted
                         v  │
             a letter goes, or a task for a person (by_hand) is done and logged

The clock runs on *their* silence, in their office's hours, and up the ladder. An answer stops it; an automatic reply is
none, unless a person says so, and a letter that came back (`domain.bouncing`) leads on to the next way at once. Each
start of the clock has a number, so a timer of an earlier start is moot. Past the last step a person has to decide.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from unpromote.domain.enclosed import KeptFile
from unpromote.domain.errors import NotAllowed
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

    `template` names the text that a letter of ours was written from, with its version; `to_address` where it went.
    `returned` are the Message-IDs that a bounce names. `counted`: a person says that this automatic message answers.
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
    to_address: str = ""
    returned: tuple[str, ...] = ()
    counted: bool = False

    @property
    def is_answer(self) -> bool:
        """Whether a person wrote it to us, as far as anybody knows."""
        return self.direction is Direction.IN and (self.counted or not self.automatic)


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
    `stuck` is the step of a letter that was refused, or may have gone or not: a person decides. `repeats` counts how
    often one decided to send such a letter again.
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
    stuck: str = ""
    repeats: int = 0

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


def by_software(rung: Rung, talk: Conversation) -> bool:
    """Return whether a step is a letter that goes by itself: by mail, to an address that is known and takes mail."""
    address = talk.contact.way(rung.role).address
    return rung.channel in (Channel.EMAIL, Channel.REPRESENTATIVE) and address not in ("", *dead_addresses(talk))


def next_way(talk: Conversation, chase: Chase) -> int:
    """Return the index of the ladder's next step that is no mail to an address from which letters come back."""
    dead, here = dead_addresses(talk), talk.next_rung
    later = enumerate(chase.ladder.rungs[here:], here)
    useful = (at for at, rung in later if rung.channel is not Channel.EMAIL or not _goes_to(rung, talk, dead))
    return next(useful, max(here, len(chase.ladder.rungs)))


def _goes_to(rung: Rung, talk: Conversation, addresses: frozenset[str]) -> bool:
    return talk.contact.way(rung.role).address in addresses


def returned_letter(talk: Conversation, bounce: Message) -> Message | None:
    """Return the letter of ours that came back: the latest that the bounce names, else the last one before it."""
    letters = [one for one in talk.messages if one.direction is Direction.OUT and one.log is None]
    named = [one for one in letters if one.message_id in bounce.returned]
    before = [one for one in talk.messages[: talk.messages.index(bounce)] if one in letters]
    return next(reversed(named or before), None)


def dead_addresses(talk: Conversation) -> frozenset[str]:
    """Return the addresses from which letters came back and nobody has answered since."""
    dead: set[str] = set()
    for message in talk.messages:
        back = returned_letter(talk, message) if message.bounce else None
        if back:
            dead.add(back.to_address or talk.contact.address)
        elif message.is_answer:
            dead.discard(message.sender)
    return frozenset(dead)


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
    due = after_days(chase.office, at, chase.ladder.wait(next_way(talk, chase)))
    if talk.snooze:
        due = max(due, next_open(chase.office, talk.snooze.until_at))
    return replace(talk, rung=talk.next_rung, clock=talk.clock + 1, silent_since=at, due_at=due, stuck="")


def stopped(talk: Conversation) -> Conversation:
    """Return the conversation with the clock stopped, and what a person should have done moot."""
    still = replace(talk, rung=talk.next_rung, clock=talk.clock + 1, silent_since=None, due_at=None, snooze=None)
    return with_open_task(replace(still, stuck=""), state=TaskState.MOOT)


def with_open_task(talk: Conversation, **changes: Any) -> Conversation:
    """Return the conversation with its open task changed; where none is open, as it is."""
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
    stuck = "" if message.step == conversation.stuck else conversation.stuck
    moved = replace(conversation, messages=(*conversation.messages, message), stuck=stuck)
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
    return climbed(conversation, chase, at)


def climbed(conversation: Conversation, chase: Chase, at: datetime) -> Conversation:
    """Return the conversation at the ladder's next way: a letter about to go, or a task; past the end, at neither."""
    here = next_way(conversation, chase)
    moved = replace(stopped(conversation), reminders=conversation.reminders + 1, rung=here + 1)
    if here >= len(chase.ladder.rungs):
        return moved
    rung = chase.ladder.rungs[here]
    return moved if by_software(rung, moved) else _with_task(moved, rung, chase, at)


def _with_task(talk: Conversation, rung: Rung, chase: Chase, at: datetime) -> Conversation:
    due = after_days(chase.office, at, rung.within)
    task = Task(step_name(rung.step, talk.reminders), rung.channel, rung.template, rung.role, at, due)
    return replace(talk, state=ConversationState.BY_HAND, tasks=(*talk.tasks, task), due_at=due)


def after_contact(conversation: Conversation, contact: Contact, chase: Chase) -> Conversation:
    """Return the conversation with what is known of the counterpart now; a running clock is set by their new hours."""
    moved = replace(conversation, contact=contact)
    if moved.state is not ConversationState.WAITING or moved.silent_since is None:
        return moved
    return started(moved, moved.silent_since, chase)
