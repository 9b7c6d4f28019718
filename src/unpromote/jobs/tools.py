"""The parts that handlers work with, put together once by `jobs.wiring` or by a test."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

from unpromote.adapters.files.sheets_listing import open_listing
from unpromote.adapters.files.sheets_report import read_exported_report
from unpromote.adapters.payouts.payment_files import payment_file
from unpromote.adapters.payouts.statement import read_statement
from unpromote.adapters.surveys import Surveys
from unpromote.domain.commands import Command
from unpromote.domain.events import Event
from unpromote.services.ports import (
    AgreementReader,
    CauseSource,
    Clock,
    DeliveryPlatform,
    Inbox,
    IncidentSource,
    Inventory,
    ListingFiles,
    NoticeChannel,
    Outbox,
    PackStore,
    PaymentFileFormat,
    PayoutLedger,
    PlatformRecords,
    PostPlatform,
    Purse,
    ReportFiles,
    StatementReader,
    Surveyor,
)


@dataclass(frozen=True)
class Tools:
    """Everything outside, behind its port; `platform`, `inventory`, `records`, `posts` may be None: not connected."""

    clock: Clock
    platform: DeliveryPlatform | None
    reader: AgreementReader
    outbox: Outbox
    inbox: Inbox
    payouts: PayoutLedger
    packs: PackStore
    hooks: NoticeChannel | None = None
    mail_domain: str = "desk.invalid"
    mail_every: timedelta = timedelta(minutes=1)
    payment_file: PaymentFileFormat = payment_file
    statements: StatementReader = read_statement
    listings: ListingFiles = open_listing
    inventory: Inventory | None = None
    records: PlatformRecords | None = None
    surveyor: Surveyor = field(default_factory=lambda: Surveys(tiktok=None, shop=None))
    causes: CauseSource | None = None
    incidents: IncidentSource | None = None
    reports: ReportFiles = read_exported_report
    posts: PostPlatform | None = None
    purse: Purse | None = None


@dataclass(frozen=True)
class Job:
    """One command in the hands of a worker. `again` says that an earlier try may have had its effect.

    `is_mine` tells whether no other worker has taken over: for the moment before what cannot be done twice.
    """

    command: Command
    again: bool
    is_mine: Callable[[], bool] = lambda: True


class Handler(Protocol):
    """Does one kind of command, and says what it learned as an event."""

    def __call__(self, job: Job, tools: Tools) -> Event | None: ...


DESK = "unpromote"
