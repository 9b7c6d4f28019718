"""What the verbs need from the outside, as narrow slots that adapters and readers fill.

Services name no adapter. `jobs.wiring` puts real parts into these slots, tests put fakes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from moneyed import Money

if TYPE_CHECKING:  # ports only name what goes through them: whoever makes it or takes it loads it
    from django.http import HttpRequest

    from unpromote.domain import inventory
    from unpromote.domain.audit import CaseFile
    from unpromote.domain.authorizations import ShownAd
    from unpromote.domain.causes import Found, Incident, Remark, Report, Ruling
    from unpromote.domain.delivery import Observation, SpendSample, Target, WriteReceipt
    from unpromote.domain.feed import Entry
    from unpromote.domain.holdings import Holding, MoneyReturn, PlatformRecord
    from unpromote.domain.imports import FileRow, Plan, Survey
    from unpromote.domain.letters import Envelope, Incoming, Letter, SentMail
    from unpromote.domain.levels import Placed
    from unpromote.domain.matching import BankLine
    from unpromote.domain.on_record import AutomatedRule, Below, ChangeLine
    from unpromote.domain.runs import PaymentRun
    from unpromote.services.papers import FiledPart, PageView


class Clock(Protocol):
    """Gives the present instant, with a zone."""

    def __call__(self) -> datetime: ...


class DeliveryPlatform(Protocol):
    """Looks at objects on the advertising platform, switches them and reads their spend.

    Every call takes targets of one account, kind and level, a write those of one postback window too. What got no
    answer is a receipt without a status.
    """

    def look(self, targets: Sequence[Target]) -> tuple[Observation, ...]: ...

    def switch_off(self, targets: Sequence[Target]) -> tuple[WriteReceipt, ...]: ...

    def switch_on(self, targets: Sequence[Target]) -> tuple[WriteReceipt, ...]: ...

    def spend(self, targets: Sequence[Target]) -> tuple[SpendSample, ...]: ...

    def around(self, targets: Sequence[Target]) -> tuple[Placed, ...]:
        """Return all that stands in the campaigns of targets below that level, if campaigns have a switch."""


@dataclass(frozen=True)
class ListedPost:
    """A creator's post that an account may show in ads: what is said of its authorization, whose, until when."""

    seen: Observation
    creator: str
    ends_at: datetime


class PostPlatform(Protocol):
    """Lists a creator's post with the ads that show it, and takes it off the account; raises OutsideFailed.

    `post` is None where the account's list does not have it. A lost answer is a receipt without a status.
    """

    def post(self, target: Target) -> ListedPost | None: ...

    def ads_of(self, target: Target) -> tuple[ShownAd, ...]: ...

    def unbind(self, target: Target) -> WriteReceipt: ...

    def opens(self, creator: str) -> bool:
        """Tell whether the creator's own account is open, so that `delete_code` may be called."""

    def delete_code(self, target: Target, creator: str) -> WriteReceipt: ...


@dataclass(frozen=True)
class ChangeFile:
    """An account's change log as the platform gave it, and its lines as they were read."""

    content: bytes
    lines: tuple[ChangeLine, ...]
    request_id: str


class PlatformRecords(Protocol):
    """Reads what an advertising platform has on record beside an object's own state, and keeps rules of ours there.

    `below` takes targets of one account, kind and level, at most 100. `changes` gives None until the log is written.
    `make_guard` makes no second rule of a name, `lift_guard` does nothing where the rule is gone.
    """

    def below(self, targets: Sequence[Target]) -> tuple[Below, ...]: ...

    def ask_changes(self, advertiser_id: str, ids: Sequence[str], since_at: datetime, until_at: datetime) -> str: ...

    def changes(self, advertiser_id: str, task_id: str) -> ChangeFile | None: ...

    def rules(self, advertiser_id: str) -> tuple[AutomatedRule, ...]: ...

    def make_guard(self, advertiser_id: str, name: str, campaign_ids: Sequence[str]) -> str: ...

    def lift_guard(self, advertiser_id: str, rule_id: str) -> None: ...


@dataclass(frozen=True)
class Running:
    """A campaign that an account shows as on. Amounts are None where the platform tells none."""

    kind: str
    seen: Observation
    spent: Money | None
    a_day: Money | None
    in_all: Money | None


@dataclass(frozen=True)
class AccountListing:
    """What is on in an advertising account; `unread` says what could not be listed, in words."""

    advertiser_id: str
    name: str
    currency: str
    time_zone: str
    running: tuple[Running, ...]
    unread: tuple[str, ...] = ()


class Inventory(Protocol):
    """Lists what is on in an advertising account, each campaign once; raises OutsideFailed where it cannot be read."""

    def objects(self, advertiser_id: str) -> AccountListing: ...


class Surveyor(Protocol):
    """Reads every list of what is promoted. What cannot be read is said in the survey, never left out.

    `accounts` are those of a Business Center; it raises OutsideFailed.
    """

    def accounts(self, center: str) -> tuple[str, ...]: ...

    def account(self, advertiser_id: str) -> inventory.Survey: ...

    def shop(self, shop: str) -> inventory.Survey: ...


@dataclass(frozen=True)
class GivenBack:
    """What the platform answered to a transfer: its records, and the call's own ids."""

    transactions: tuple[str, ...]
    reference: str


class Purse(Protocol):
    """Reads what accounts hold on the platform and which records are there; moves money back; closes accounts.

    Every call raises OutsideFailed. After one of `give_back` that is not permanent, the money may have moved.
    """

    def account(self, account_id: str) -> Holding: ...

    def center(self, bc_id: str) -> Holding: ...

    def records(self, one: MoneyReturn, since: datetime) -> tuple[PlatformRecord, ...]: ...

    def give_back(self, one: MoneyReturn) -> GivenBack: ...

    def close(self, bc_id: str, account_id: str) -> str:
        """Close an account for good; return the platform's reason where it does not, else ""."""
        ...


class AgreementReader(Protocol):
    """Turns an agreement's file into text, findings and proposed terms (the JSON of `unpromote read`)."""

    def __call__(self, path: Path) -> dict[str, Any]: ...


class AgreementOpener(Protocol):
    """Gives the documents in a file, several for a mail, the one that prevails first.

    Raises BadInput where the file cannot be opened or the password is not its own.
    """

    def __call__(self, path: Path, password: str) -> tuple[FiledPart, ...]: ...


class PageViewer(Protocol):
    """Looks up a page and where quotes stand on it; raises BadInput where the document has no such page."""

    def __call__(self, path: Path, number: int, quotes: Sequence[str]) -> PageView: ...


class PageDrawer(Protocol):
    """Gives a page as a PNG; raises BadInput where it has no picture."""

    def __call__(self, path: Path, number: int) -> bytes: ...


class CalendarWriter(Protocol):
    """Writes a calendar's entries as an iCalendar file; `address` is where the pages are reached."""

    def __call__(self, name: str, entries: Sequence[Entry], address: str) -> bytes: ...


class NoticeChannel(Protocol):
    """Posts to an incoming webhook; raises OutsideFailed, with `reference` "unknown" where it may have got through."""

    def post(self, url: str, payload: dict[str, Any]) -> None: ...


class RowsReader(Protocol):
    """Gives the numbered rows of a table's file, blank cells left out; raises BadInput naming the place."""

    def __call__(self, path: Path) -> tuple[tuple[int, dict[str, str]], ...]: ...


class OpenListing(Protocol):
    """A file of promotions that was opened: looked through first, then read row by row under a plan."""

    def survey(self, answers: Mapping[str, str]) -> Survey: ...

    def rows(self, plan: Plan) -> Iterator[FileRow]: ...


class ListingFiles(Protocol):
    """Opens files of promotions, however long; raises BadInput naming the place."""

    def __call__(self, path: Path) -> AbstractContextManager[OpenListing]: ...


class Outbox(Protocol):
    """Sends letters and can look whether one has gone already (None: it cannot be known)."""

    def was_sent(self, message_id: str) -> bool | None: ...

    def send(self, letter: Letter, envelope: Envelope) -> SentMail: ...


class LetterMessage(Protocol):
    """Gives the bytes of a letter's message as the outbox hands them to the mail server; `sender` is the desk."""

    def __call__(self, letter: Letter, envelope: Envelope, sender: str) -> bytes: ...


class ProviderMail(Protocol):
    """Gives what the mail provider's call tells, as raw messages; `door` is "events" (of letters) or "answers".

    Raises NotAllowed where the call is not signed, BadInput where there is no such door or it makes no sense.
    """

    def __call__(self, request: HttpRequest, door: str) -> tuple[bytes, ...]: ...


@dataclass(frozen=True)
class Posting:
    """What a printed letter needs besides its words; `post` is the postal address, "" where nobody stated one."""

    company: str
    reference: str
    post: str
    at: datetime


class LetterPrinter(Protocol):
    """Sets a letter as a PDF."""

    def __call__(self, letter: Letter, posting: Posting) -> bytes: ...


class Inbox(Protocol):
    """Hands over mail that arrived and was not read yet."""

    def unread(self) -> tuple[Incoming, ...]: ...

    def mark_read(self, incoming: Incoming) -> None: ...


@dataclass(frozen=True)
class PayoutLine:
    """One line of the payment file: what goes to (pay, credit) or is asked back from (clawback) whom."""

    key: str
    creator_id: str
    name: str
    direction: str
    amount: Money
    due_by: date | None
    reference: str
    written_at: datetime


class PayoutLedger(Protocol):
    """Writes lines to a payment file, each key once, and can look whether one is there already."""

    def written(self, key: str) -> PayoutLine | None: ...

    def write(self, line: PayoutLine) -> PayoutLine: ...


class PaymentFileFormat(Protocol):
    """Gives the content of a run's payment file and its name's ending: the same for the same run, whenever asked."""

    def __call__(self, run: PaymentRun) -> tuple[bytes, str]: ...


class StatementReader(Protocol):
    """Reads the booked lines of a bank statement; raises BadInput that names the place."""

    def __call__(self, path: Path) -> tuple[BankLine, ...]: ...


@dataclass(frozen=True)
class PackResult:
    """Where an evidence pack lies and the hash that stands for all of it."""

    path: Path
    manifest_sha256: str


class PackStore(Protocol):
    """Writes a case's evidence pack, whole or not at all."""

    def write(self, case_file: CaseFile) -> PackResult: ...


class CauseSource(Protocol):
    """Reads what a platform shows of why targets have to stop, between two instants; raises OutsideFailed."""

    def reports(self, targets: Sequence[Target], span: tuple[datetime, datetime]) -> Found[Report]: ...

    def remarks(self, targets: Sequence[Target], span: tuple[datetime, datetime]) -> Found[Remark]: ...

    def rulings(self, targets: Sequence[Target]) -> Found[Ruling]: ...


class IncidentSource(Protocol):
    """Reads what the platform announces of its own outages; raises OutsideFailed."""

    def incidents(self) -> Found[Incident]: ...


class ReportFiles(Protocol):
    """Reads a report by day that was exported; zone and currency are those of the case; raises BadInput."""

    def __call__(self, path: Path, *, currency: str, zone: str) -> Found[Report]: ...
