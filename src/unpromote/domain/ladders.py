"""Ladders: what follows when the other side stays silent, step by step, and through which channel.

A ladder is policy, not code: it comes from `policies/ladders.toml`. A step whose channel software can use is a letter;
every other one is a task for a person, who says afterwards what came of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from unpromote.domain.errors import BadInput
from unpromote.domain.offices import ANYWHERE, Office


class Channel(Enum):
    """How the other side is reached; append-only."""

    EMAIL = "email"
    PORTAL = "portal"
    CHAT = "chat"
    PHONE = "phone"
    REPRESENTATIVE = "representative"
    REGISTERED_POST = "registered_post"


@dataclass(frozen=True)
class Rung:
    """One step: what it is called, after how many of their business days of silence, how, to whom, with which text.

    `role` names one of the contact's other ways ("finance"), "" the contact. `within` is how many of their business
    days a person has, where it takes one.
    """

    step: str
    after: int
    channel: Channel
    template: str
    role: str = ""
    within: int = 1


@dataclass(frozen=True)
class Ladder:
    """All steps in order; `end_after` more business days without an answer, a person has to decide.

    `certain` is false where the waits are nobody's promise but our own practice.
    """

    rungs: tuple[Rung, ...] = ()
    end_after: int = 5
    source: str = ""
    checked_on: date | None = None
    certain: bool = False

    def wait(self, at: int) -> int:
        """Return after how many business days of silence the step at this index, or the end, is reached."""
        return self.rungs[at].after if at < len(self.rungs) else self.end_after


NO_LADDER = Ladder()


@dataclass(frozen=True)
class Chase:
    """What the clock on somebody's silence runs by: their office and the ladder, as known when it was started."""

    office: Office = ANYWHERE
    ladder: Ladder = NO_LADDER


@dataclass(frozen=True)
class Way:
    """Another way to the same counterpart: `role` is "representative", "finance" or "legal"."""

    role: str
    name: str
    address: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Snooze:
    """Until when nobody is reminded, why, and who said so."""

    until_at: datetime
    why: str
    by: str


class TaskState(Enum):
    """Where a task stands; append-only. Moot: an answer came first."""

    OPEN = "open"
    DONE = "done"
    MOOT = "moot"


@dataclass(frozen=True)
class Task:
    """A step that a person takes: through which channel, to whom (`role`), with which text, until when."""

    id: str
    channel: Channel
    template: str
    role: str
    opened_at: datetime
    due_at: datetime
    state: TaskState = TaskState.OPEN


@dataclass(frozen=True)
class Log:
    """What a person did through a channel that software cannot use, in their words.

    `said` is what was told or pasted (a chat's transcript), `promised` what they promised, `reference` the ticket or
    tracking number.
    """

    channel: Channel
    with_whom: str = ""
    said: str = ""
    promised: str = ""
    reference: str = ""

    def __post_init__(self) -> None:
        for field, why in _NEEDED[self.channel].items():
            if not getattr(self, field).strip():
                raise BadInput(f"{why} is missing", place=field, mend="without it nobody can prove that it happened")


_SPOKEN = {"with_whom": "whom you reached (or that nobody answered)", "said": "what was said"}
_NEEDED: dict[Channel, dict[str, str]] = {
    Channel.EMAIL: {"with_whom": "to whom it went", "said": "what was written"},
    Channel.PORTAL: {"reference": "the ticket number"},
    Channel.CHAT: {"said": "the transcript"},
    Channel.PHONE: _SPOKEN,
    Channel.REPRESENTATIVE: _SPOKEN,
    Channel.REGISTERED_POST: {"reference": "the tracking number"},
}
