"""What each kind of letter has to know. Facts that contradict one another make no letter.

Instants are shown in `zone`, the IANA zone of the agreement; days are days of that zone and end with it. Texts in the
facts are shown on one line; what they mean in the recipient's language is the template's business.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from moneyed import Money

from unpromote.domain.errors import BadInput
from unpromote.domain.vocabulary import DutyKind, Stage

DIRECTIONS = ("pay", "clawback", "credit", "none")
STAGES = tuple(stage.value for stage in Stage)
DUTIES = tuple(kind.value for kind in DutyKind)


@dataclass(frozen=True)
class To:
    """Whom a letter goes to."""

    name: str
    address: str
    language: str = "en"

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise BadInput("the recipient has no name", place="facts.to")


@dataclass(frozen=True)
class Signature:
    """Who signs, and how to reach them."""

    name: str
    company: str
    address: str
    phone: str = ""


class Silence(Enum):
    """What it means when no answer comes."""

    REMINDED = "reminded"
    """We write again; nothing is decided by silence."""
    NOTICE_STANDS = "notice_stands"
    """The notice works without an answer; we write again to have it confirmed."""


@dataclass(frozen=True, kw_only=True)
class LetterFacts:
    """What every letter knows. `token` marks the conversation, `reference` our case."""

    token: str
    to: To
    signed: Signature
    zone: str
    reference: str
    company: str
    promotion: str


@dataclass(frozen=True, kw_only=True)
class StoppedObject:
    """A campaign, ad group or ad, and how it stood when it was last looked at."""

    object_id: str
    name: str
    status: str
    off_at: datetime | None = None
    request_id: str = ""


@dataclass(frozen=True, kw_only=True)
class NamedEvidence:
    """An item of evidence that the ground rests on: its id in the case, what it is, its file and the file's hash."""

    id: str
    what: str
    file: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class SupportRequestFacts(LetterFacts):
    """What the platform is asked to confirm; where the agreement is unclear, also what `to_settle`.

    `effective_by` is the latest instant that some reading gives, `effective_at` then the earliest. `more_objects`
    counts those that a short text leaves to the letter.
    """

    account_ids: tuple[str, ...]
    objects: tuple[StoppedObject, ...]
    reason: str
    sent_at: datetime
    effective_at: datetime
    answer_by_on: date
    silence: Silence
    received_at: datetime | None = None
    ground: str = ""
    clause: str = ""
    refund: Money | None = None
    refund_by_on: date | None = None
    effective_by: datetime | None = None
    to_settle: tuple[str, ...] = ()
    evidence: tuple[NamedEvidence, ...] = ()
    more_objects: int = 0

    @property
    def all_off(self) -> bool:
        """Whether everything that was promised to stop is known to be off; nothing else may be called so."""
        return bool(self.objects) and all(one.off_at is not None for one in self.objects)

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise BadInput("the letter has no reason", place="facts.reason")
        if (self.refund is None) is not (self.refund_by_on is None):
            raise BadInput("a refund is asked for with its amount and its day, or not at all", place="facts.refund")
        if self.refund is not None and self.refund.amount <= 0:
            raise BadInput(f"{self.refund} is no refund", place="facts.refund")


@dataclass(frozen=True, kw_only=True)
class SettlementLine:
    """What one deliverable, expense or right comes to, by which formula of which clause; `stage` of a deliverable."""

    what: str
    due: Money
    formula: str
    clause: str | None = None
    stage: str = ""
    price: Money | None = None

    def __post_init__(self) -> None:
        if self.stage and self.stage not in STAGES:
            mend = f"known here: {', '.join(STAGES)}"
            raise BadInput(f"unknown stage {self.stage!r}", place="facts.lines", mend=mend)
        if not self.formula.strip():
            raise BadInput(f"the amount for {self.what} has no formula", place="facts.lines")


@dataclass(frozen=True, kw_only=True)
class Duty:
    """What the creator has to do or to leave after the end; `words` say what the kind alone does not."""

    kind: str
    by_on: date | None = None
    words: str = ""
    clause: str = ""

    def __post_init__(self) -> None:
        if self.kind not in DUTIES:
            raise BadInput(f"unknown duty {self.kind!r}", place="duty.kind", mend=f"known here: {', '.join(DUTIES)}")


@dataclass(frozen=True, kw_only=True)
class ContinuedLine:
    """Work that goes on: later (`on`), for another campaign, or in part; `kept` is what was paid ahead for it."""

    what: str
    price: Money
    kept: Money
    on: date | None = None
    campaign: str = ""


@dataclass(frozen=True, kw_only=True)
class CreatorNoticeFacts(LetterFacts):
    """What ends for a creator and what it comes to. `balance` is due less paid; `forgiven` is not asked back.

    A `revised` letter takes the place of an earlier one; `page` is the link to the creator's own page, if there is one.
    """

    ends_at: datetime
    lines: tuple[SettlementLine, ...]
    due: Money
    paid: Money
    balance: Money
    direction: str
    object_by_on: date
    reason: str = ""
    pay_by_on: date | None = None
    forgiven: Money | None = None
    duties: tuple[Duty, ...] = ()
    goes_on: tuple[ContinuedLine, ...] = ()
    revised: bool = False
    page: str = ""

    def __post_init__(self) -> None:
        _check_lines(self)
        _check_balance(self)

    @property
    def amount(self) -> Money:
        """The balance without its sign, as the letter names it."""
        return abs(self.balance)


@dataclass(frozen=True, kw_only=True)
class ClawbackFacts(LetterFacts):
    """What a creator is asked to give back, after the notice named it and the time to object went by."""

    amount: Money
    noticed_at: datetime
    pay_by_on: date
    pay_to: str

    def __post_init__(self) -> None:
        if self.amount.amount <= 0:
            raise BadInput(f"{self.amount} is no amount to give back", place="facts.amount")
        if not self.pay_to.strip():
            raise BadInput("the letter does not say where to pay", place="facts.pay_to")


@dataclass(frozen=True, kw_only=True)
class ReminderFacts(LetterFacts):
    """Which letter was not answered. `last` says that a person takes over after this one."""

    nth: int
    first_sent_at: datetime
    subject: str
    answer_by_on: date
    last: bool = False

    def __post_init__(self) -> None:
        if self.nth < 1:
            raise BadInput("reminders count from 1", place="facts.nth")


@dataclass(frozen=True, kw_only=True)
class EscalationFacts(ReminderFacts):
    """What somebody learns who is asked because another stayed silent, or is reached in another way.

    `role` is whom the step names ("finance", "" for the contact), `letters` how often we wrote, `post` their postal
    address. A `creator` is asked about their settlement, everybody else for a confirmation.
    """

    role: str
    creator: bool
    account_ids: tuple[str, ...]
    effective_at: datetime
    letters: int
    clause: str = ""
    post: str = ""


@dataclass(frozen=True, kw_only=True)
class ObjectedLine:
    """A line of a claim that asks for more than is owed; `claimed` is absent where a credit was left out.

    `what` is the claimant's wording; a line `paid_before` is what was paid in advance.
    """

    what: str
    claimed: Money | None
    owed: Money
    formula: str = ""
    clause: str | None = None
    paid_before: bool = False

    def __post_init__(self) -> None:
        if self.excess.amount <= 0:
            raise BadInput(f"{self.what} asks for no more than is owed", place="facts.lines")

    @property
    def excess(self) -> Money:
        """How much more is asked for than is owed."""
        return (self.claimed or Money(0, self.owed.currency)) - self.owed

    @property
    def is_credit(self) -> bool:
        """Whether it lessens what is to be paid."""
        return bool(self.owed.amount < 0)

    @property
    def is_owed(self) -> bool:
        """Whether anything at all is owed for it."""
        return bool(self.owed.amount)

    @property
    def taken_off(self) -> Money | None:
        """What the claim takes off for a credit."""
        return None if self.claimed is None else -self.claimed

    @property
    def to_take_off(self) -> Money:
        """What it should take off for a credit."""
        return -self.owed


@dataclass(frozen=True, kw_only=True)
class ObjectionFacts(LetterFacts):
    """What a claim asks for and what of it is not owed. `object_by_on` is named only while the time still runs."""

    received_on: date
    claimed: Money
    lines: tuple[ObjectedLine, ...]
    answer_by_on: date
    claim_reference: str = ""
    object_by_on: date | None = None

    def __post_init__(self) -> None:
        if not self.lines:
            raise BadInput("there is nothing to object to", place="facts.lines")

    @property
    def objected(self) -> Money:
        """The sum of what is objected to."""
        return sum((line.excess for line in self.lines), Money(0, self.claimed.currency))

    @property
    def left(self) -> Money:
        """What of the claim is not objected to."""
        return self.claimed - self.objected

    @property
    def something_left(self) -> bool:
        """Whether anything of the claim remains to be paid."""
        return bool(self.left.amount > 0)


def _check_lines(facts: CreatorNoticeFacts) -> None:
    total = sum((line.due for line in facts.lines), Money(0, facts.due.currency))
    if total != facts.due:
        raise BadInput(f"the lines come to {total}, not to {facts.due}", place="facts.lines")


def _check_balance(facts: CreatorNoticeFacts) -> None:
    forgiven = facts.forgiven or Money(0, facts.due.currency)
    if facts.balance not in (facts.due - facts.paid, facts.due - facts.paid + forgiven):
        raise BadInput(f"{facts.due} due less {facts.paid} paid is not {facts.balance}", place="facts.balance")
    sign = (facts.balance.amount > 0) - (facts.balance.amount < 0)
    fitting = {1: ("pay", "credit"), 0: ("none",), -1: ("clawback", "credit", "none")}[sign]
    if facts.direction not in fitting:
        problem = f"{facts.direction!r} does not fit a balance of {facts.balance}"
        raise BadInput(problem, place="facts.direction", mend=f"fitting: {', '.join(fitting)}")
    if facts.direction in ("pay", "clawback") and facts.pay_by_on is None:
        raise BadInput("money that moves needs a day", place="facts.pay_by_on")
