"""What to do, in the imperative. A command is saved with the event that wants it and carried out by `jobs`.

`key` is unique for ever: the same command is never ordered twice. `partition` names whose pace it obeys. Kinds are
append-only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from unpromote.domain.letters import token_for
from unpromote.domain.messages import Contact
from unpromote.domain.vocabulary import Reason


@dataclass(frozen=True, kw_only=True)
class Command:
    """Something to do for one case, not before `due`."""

    case_id: str
    due: datetime

    @property
    def part(self) -> str:
        """What tells this command from others of its kind in the same case."""
        return ""

    @property
    def key(self) -> str:
        """The command's unique key, from which outer systems' own keys are made."""
        return "/".join(part for part in (self.case_id, type(self).__name__, self.part) if part)

    @property
    def partition(self) -> str:
        """Whose pace the command obeys."""
        return "desk"


@dataclass(frozen=True, kw_only=True)
class ReadAgreement(Command):
    document_id: str

    @property
    def part(self) -> str:
        return self.document_id


@dataclass(frozen=True, kw_only=True)
class _Batch:
    """Targets of one account, kind and level, the `nth` time that something is done to them since `turn`.

    A turn begins when they are ordered off anew; it is the case's version of that. Of commands that are due at one
    instant the least `rank` goes first, since it stands first in the key.
    """

    advertiser_id: str
    target_ids: tuple[str, ...]
    nth: int = 1
    turn: int = 0
    rank: int = 0

    @property
    def part(self) -> str:
        first, began = f"{self.rank:05}-" if self.rank else "", f"/{self.turn}" if self.turn else ""
        return f"{first}{self.target_ids[0]}+{len(self.target_ids)}/{self.nth}{began}"

    @property
    def partition(self) -> str:
        return f"advertiser/{self.advertiser_id}"


@dataclass(frozen=True, kw_only=True)
class StopBatch(_Batch, Command):
    """Switch targets off."""


@dataclass(frozen=True, kw_only=True)
class SampleSpend(_Batch, Command):
    """Read what targets have spent."""


@dataclass(frozen=True, kw_only=True)
class TellEveryone(Command):
    """A timer: the notices go even if some target will not stop, since notice periods run from their receipt."""


@dataclass(frozen=True, kw_only=True)
class SendMessage(Command):
    """A letter; from the second `nth` on, one that a person has sent again, with a Message-ID of its own.

    With `if_unsent` it goes only where none of the earlier ones can have gone.
    """

    conversation_id: str
    step: str
    nth: int = 1
    if_unsent: bool = False

    @property
    def part(self) -> str:
        again = f"/{self.nth}" if self.nth > 1 else ""
        return f"{self.conversation_id}/{self.step}{again}"

    @property
    def earlier(self) -> tuple[SendMessage, ...]:
        """The commands of the same letter before this one."""
        return tuple(replace(self, nth=nth) for nth in range(1, self.nth))

    @property
    def partition(self) -> str:
        return "mail"


@dataclass(frozen=True, kw_only=True)
class RemindCounterpart(Command):
    """A timer on the other side's silence; `clock` is the start of the clock that it belongs to."""

    conversation_id: str
    nth: int
    clock: int = 0

    @property
    def part(self) -> str:
        started = f"/{self.clock}" if self.clock else ""  # none in a command of before there were ladders
        return f"{self.conversation_id}/{self.nth}{started}"


@dataclass(frozen=True, kw_only=True)
class WatchTask(Command):
    """A timer on a person's task."""

    conversation_id: str
    task_id: str
    clock: int

    @property
    def part(self) -> str:
        return f"{self.conversation_id}/{self.task_id}/{self.clock}"


@dataclass(frozen=True, kw_only=True)
class RecordPayout(Command):
    creator_id: str

    @property
    def part(self) -> str:
        return self.creator_id

    @property
    def partition(self) -> str:
        return "payouts"


@dataclass(frozen=True, kw_only=True)
class BuildPack(Command):
    nth: int

    @property
    def part(self) -> str:
        return str(self.nth)


@dataclass(frozen=True, kw_only=True)
class CollectMail(Command):
    """Look for mail that arrived; it belongs to no case, and its key is its time: whoever notices first orders it."""

    @property
    def part(self) -> str:
        return self.due.isoformat()

    @property
    def partition(self) -> str:
        return "mail"


@dataclass(frozen=True, kw_only=True)
class WarnOfSilence(Command):
    """A timer before the instant at which silence approves a creator's work, so many days ahead."""

    creator_id: str
    deliverable: str
    approved_at: datetime
    days: int

    @property
    def part(self) -> str:
        return f"{self.creator_id}/{token_for(f'{self.deliverable}/{self.approved_at.isoformat()}')}/{self.days}"


@dataclass(frozen=True, kw_only=True)
class WatchDuty(Command):
    """A timer on the day of a duty after the end."""

    duty_id: str

    @property
    def part(self) -> str:
        return self.duty_id


@dataclass(frozen=True, kw_only=True)
class WatchRefund(Command):
    """A timer on money that the seller has to give back."""

    nth: int

    @property
    def part(self) -> str:
        return str(self.nth)


@dataclass(frozen=True, kw_only=True)
class WriteRun(Command):
    """Write the file of a released payment run; a run belongs to a client, so `case_id` is empty."""

    run_id: str

    @property
    def part(self) -> str:
        return self.run_id

    @property
    def partition(self) -> str:
        return "payouts"


@dataclass(frozen=True, kw_only=True)
class BookStatement(Command):
    """Read a bank statement and book its lines; it belongs to a client, so `case_id` is empty."""

    statement_id: str

    @property
    def part(self) -> str:
        return self.statement_id


@dataclass(frozen=True, kw_only=True)
class WatchDeadlines(Command):
    """Look for deadlines that moved, new alarms and digests to order; it belongs to no case, as CollectMail."""

    @property
    def part(self) -> str:
        return self.due.isoformat()


@dataclass(frozen=True, kw_only=True)
class SendNotice(Command):
    """Tell one person or channel of the desk something; it belongs to no case, and its notice has a row of its own."""

    notice: str

    @property
    def part(self) -> str:
        return f"{self.notice}/{self.due.isoformat()}"

    @property
    def partition(self) -> str:
        return "notices"


@dataclass(frozen=True, kw_only=True)
class ReadListing(Command):
    """Read a file of promotions, and take it in if `apply`; it belongs to a client, so `case_id` is empty."""

    import_id: str
    turn: int
    apply: bool = False

    @property
    def part(self) -> str:
        return f"{self.import_id}/{self.turn}"

    @property
    def partition(self) -> str:
        return "imports"


@dataclass(frozen=True, kw_only=True)
class StartBatch(_Batch, Command):
    """Switch targets on again that this case switched off."""


@dataclass(frozen=True, kw_only=True)
class WatchDelivery(_Batch, Command):
    """Look whether proven targets stay off and spend nothing."""


@dataclass(frozen=True, kw_only=True)
class WatchRatification(Command):
    """A timer on an emergency stop that somebody has to ratify."""

    nth: int

    @property
    def part(self) -> str:
        return str(self.nth)


@dataclass(frozen=True, kw_only=True)
class WatchHeld(Command):
    """A timer on targets that wait for a typed confirmation; one a day is enough, whatever began to wait on it."""

    @property
    def part(self) -> str:
        return self.due.date().isoformat()


@dataclass(frozen=True, kw_only=True)
class ReadInventory(Command):
    """Read what is on in advertising accounts and stop it at once as the case `opens`; `case_id` is empty till then."""

    opens: str
    client: str
    by: str
    accounts: tuple[str, ...]
    why: str
    reason: Reason
    contact: Contact

    @property
    def part(self) -> str:
        return self.opens

    @property
    def partition(self) -> str:
        return f"advertiser/{self.accounts[0]}"


def kinds() -> Mapping[str, type[Command]]:
    """Return every kind of command by its written name."""
    return {kind.__name__: kind for kind in Command.__subclasses__()}


@dataclass(frozen=True, kw_only=True)
class LookAtTarget(_Batch, Command):
    """Look at a target that a person says has stopped, and change nothing."""


@dataclass(frozen=True, kw_only=True)
class ReadBelow(_Batch, Command):
    """Read the ad groups and ads of stopped targets."""


@dataclass(frozen=True, kw_only=True)
class ReadOrders(_Batch, Command):
    """Find out which orders stand in a booked campaign, and change nothing."""


@dataclass(frozen=True, kw_only=True)
class TakeInventory(Command):
    """Read what of a client's could have to be stopped, and change nothing; it belongs to a client, not to a case."""

    inventory_id: str

    @property
    def part(self) -> str:
        return self.inventory_id

    @property
    def partition(self) -> str:
        return "inventory"


@dataclass(frozen=True, kw_only=True)
class GatherCause(Command):
    """Read what a platform, or a file that was handed in, shows of why the promotion has to stop."""

    gathering_id: str
    advertiser_id: str = ""

    @property
    def part(self) -> str:
        return self.gathering_id

    @property
    def partition(self) -> str:
        return f"advertiser/{self.advertiser_id}" if self.advertiser_id else "desk"


@dataclass(frozen=True, kw_only=True)
class FollowAuthorization(_Batch, Command):
    """Look at a creator's authorization of a post and at its ads; take the post off the account once it may be."""
