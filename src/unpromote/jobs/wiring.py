"""Puts the real parts into the slots: the one place that knows which adapter serves which port."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import cast

import structlog
from django.utils.module_loading import import_string

from unpromote.adapters.files.pack import PackWriter
from unpromote.adapters.mail.compose import Desk
from unpromote.adapters.mail.courier import MailboxInbox
from unpromote.adapters.mail.folder import MailFolder
from unpromote.adapters.mail.incoming import FolderInbox
from unpromote.adapters.mail.mailbox import Mailbox, mailbox_at
from unpromote.adapters.mail.outbox import SmtpOutbox
from unpromote.adapters.mail.relay import relay_at
from unpromote.adapters.mail.room import MailRoom
from unpromote.adapters.mail.watch import MailboxWatch
from unpromote.adapters.notices.hooks import Hooks
from unpromote.adapters.payouts.ledger import PayoutFile
from unpromote.adapters.platforms import Platforms
from unpromote.adapters.shop.calls import Key
from unpromote.adapters.shop.client import ShopClient
from unpromote.adapters.shop.delivery import ShopDelivery
from unpromote.adapters.shop.survey import ShopSurvey
from unpromote.adapters.surveys import Surveys
from unpromote.adapters.tiktok.causes import TikTokCauses
from unpromote.adapters.tiktok.client import TikTokClient
from unpromote.adapters.tiktok.creators import creators_in
from unpromote.adapters.tiktok.delivery import TikTokDelivery
from unpromote.adapters.tiktok.inventory import TikTokInventory
from unpromote.adapters.tiktok.posts import TikTokPosts
from unpromote.adapters.tiktok.purse import TikTokPurse
from unpromote.adapters.tiktok.records import TikTokRecords
from unpromote.adapters.tiktok.status_feed import PATH, StatusFeed
from unpromote.adapters.tiktok.survey import TikTokSurvey
from unpromote.domain.errors import BadInput
from unpromote.jobs.connections import Connections, clock
from unpromote.jobs.desk import performers
from unpromote.jobs.embedded import Embedded
from unpromote.jobs.executor import LEASE, Worker
from unpromote.jobs.pace import Pace
from unpromote.jobs.tools import Tools
from unpromote.reading.guard import read_agreement
from unpromote.services.policies import app_levels
from unpromote.services.ports import Clock, Outbox

# By name, and loaded where one is set: what talks to providers brings a second way of calling the web along.
_PROVIDERS = "unpromote.adapters.mail.provider_outbox.provider_outbox"


@contextmanager
def open_tools(to: Connections) -> Iterator[Tools]:
    """Open everything outside for as long as the block lasts."""
    # Standard output belongs to answers: somebody may be reading JSON from it.
    structlog.configure(logger_factory=lambda *_: structlog.PrintLogger(sys.stderr))
    with ExitStack() as stack:
        now, desk = clock(to), Desk(to.sender)
        mail = MailFolder(to.data / "mail")
        mailbox, client, seller = mailbox_of(to), _tiktok(to, now, stack), _seller(to, now, stack)
        yield Tools(
            clock=now,
            platform=_platforms(client, ShopDelivery(seller, now=now, cipher=to.shop_cipher) if seller else None, now),
            inventory=TikTokInventory(client, now=now) if client else None,
            records=TikTokRecords(client, now=now) if client else None,
            posts=TikTokPosts(client, now, _creators(to, now, stack)) if client else None,
            surveyor=Surveys(
                tiktok=TikTokSurvey(client, now) if client else None,
                shop=ShopSurvey(seller, now, cipher=to.shop_cipher) if seller else None,
            ),
            purse=TikTokPurse(client, now=now) if client else None,
            reader=read_agreement,
            outbox=_outbox(to, mail, mailbox, stack),
            inbox=(
                MailboxInbox(mailbox, mail, now, domain=desk.domain)
                if mailbox
                else FolderInbox(mail, domain=desk.domain)
            ),
            payouts=PayoutFile(to.data / "payouts"),
            packs=PackWriter(to.data / "evidence", to.data, sources=to.data),
            hooks=Hooks(private=to.private_hooks),
            causes=TikTokCauses(client) if client else None,
            incidents=_status_feed(to, stack),
            mail_domain=to.mail_domain,
            mail_every=to.mail_every,
        )


@contextmanager
def open_executor(to: Connections, *, lanes: int = 0) -> Iterator[Embedded]:
    """Open an executor with real tools; the outside stays open for as long as the block lasts."""
    with open_tools(to) as tools:
        yield Embedded(worker(tools), lanes=lanes)


def _outbox(to: Connections, mail: MailFolder, mailbox: Mailbox | None, stack: ExitStack) -> Outbox:
    desk = Desk(to.sender)
    if to.mail_provider:
        if to.smtp_url:
            mend = "leave out UNPROMOTE_SMTP_URL or UNPROMOTE_MAIL_PROVIDER"
            raise BadInput("letters go through a mail server or a provider, not both", place="settings", mend=mend)
        opened = cast("Callable[..., Outbox]", import_string(_PROVIDERS))
        return opened(to.mail_provider, to.mail_provider_key, desk=desk, folder=mail, mailbox=mailbox, files=to.data)
    url, delivered = to.smtp_url, None
    if not url:
        url, delivered = stack.enter_context(MailRoom(mail, domain=to.mail_domain)).url, mail
    return SmtpOutbox(relay_at(url), desk=desk, folder=mail, delivered=delivered, mailbox=mailbox, files=to.data)


def mailbox_of(to: Connections) -> Mailbox | None:
    """Return the desk's mailbox, None where none is connected."""
    return mailbox_at(to.imap_url) if to.imap_url else None


def _tiktok(to: Connections, now: Clock, stack: ExitStack) -> TikTokClient | None:
    if not to.tiktok_token:
        return None
    if to.tiktok_app_level not in app_levels():
        problem, mend = f"no app has the level {to.tiktok_app_level!r}", f"name one of {', '.join(app_levels())}"
        raise BadInput(problem, place="UNPROMOTE_TIKTOK_APP_LEVEL", mend=mend)
    pace = Pace(now, level=to.tiktok_app_level)
    return stack.enter_context(TikTokClient(to.tiktok_url, to.tiktok_token, pace=pace))


def _creators(to: Connections, now: Clock, stack: ExitStack) -> dict[str, tuple[TikTokClient, str]]:
    """Return who opened their own account: a client with their token, and how TikTok calls them to the app."""
    opened: dict[str, tuple[TikTokClient, str]] = {}
    for one in creators_in(to.tiktok_creators):
        pace = Pace(now, level=to.tiktok_app_level)
        client = stack.enter_context(TikTokClient(to.tiktok_url, one.token, pace=pace))
        opened[one.handle] = (client, one.business_id)
    return opened


def _status_feed(to: Connections, stack: ExitStack) -> StatusFeed | None:
    url = to.status_feed_url or (f"{to.tiktok_url.rstrip('/')}{PATH}" if to.tiktok_url else "")
    return stack.enter_context(StatusFeed(url)) if url else None


def _seller(to: Connections, now: Clock, stack: ExitStack) -> ShopClient | None:
    if not to.shop_token:
        return None
    key = Key(to.shop_app_key, to.shop_app_secret, to.shop_token)
    return stack.enter_context(ShopClient(to.shop_url, key, pace=Pace(now)))


def _platforms(tiktok: TikTokClient | None, shop: ShopDelivery | None, now: Clock) -> Platforms | None:
    if tiktok is None and shop is None:
        return None
    return Platforms(tiktok=TikTokDelivery(tiktok, now=now) if tiktok else None, shop=shop)


def mail_room(folder: Path, domain: str) -> MailRoom:
    """Return a mail server on loopback that files what it gets; a context manager with its `url`."""
    return MailRoom(MailFolder(folder), domain=domain)


@contextmanager
def mail_watched(to: Connections, on_news: Callable[[], None]) -> Iterator[None]:
    """Have `on_news` called, in a thread of its own, as soon as the desk's mailbox tells of mail."""
    mailbox = mailbox_of(to)
    if mailbox is None:
        yield
        return
    watch = MailboxWatch(mailbox, on_news)
    watch.start()
    try:
        yield
    finally:
        watch.stop()
        watch.join()


def worker(tools: Tools, *, lease: timedelta = LEASE) -> Worker:
    """Return a worker that does every kind of command with these tools."""
    return Worker(performers=performers(tools), clock=tools.clock, lease=lease)
