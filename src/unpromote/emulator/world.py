"""Everything that stands in the emulator: accounts, apps, Business Centers, and how to find objects by id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from itertools import chain

from unpromote.emulator.holdings import BusinessCenter, Wallet
from unpromote.emulator.objects import Campaign, Level, Line
from unpromote.emulator.records import Change, Comment, Incident, Post, Rule, Store, Task
from unpromote.emulator.shop_world import Shop, ShopApp


@dataclass(slots=True)
class Account:
    """An advertiser account.

    Attributes:
        digits: decimal places of its currency
        turns: how many changes it has seen; lists that were worked out before are old then
        settled_at: from when on reads show every change so far
    """

    advertiser_id: str
    name: str
    currency: str
    digits: int
    zone: tzinfo
    timezone: str
    wallet: Wallet
    campaigns: tuple[Campaign, ...]
    bc_id: str = ""
    status: str = "STATUS_ENABLE"
    posts: dict[str, Post] = field(default_factory=dict)
    comments: list[Comment] = field(default_factory=list)
    stores: tuple[Store, ...] = ()
    rules: dict[str, Rule] = field(default_factory=dict)
    turns: int = 0
    settled_at: datetime | None = None
    listed: tuple[object, list[Line]] | None = None
    _index: dict[Level, dict[str, Line]] = field(default_factory=dict)

    def find(self, level: Level, object_id: str) -> Line | None:
        """Return the object of that level and id."""
        if level not in self._index:
            self._index[level] = {line.id: line for line in lines(self, level)}
        return self._index[level].get(object_id)

    def touch(self, shown_from_at: datetime) -> None:
        """Note a change that reads show from that instant on."""
        self.turns += 1
        self.settled_at = max(shown_from_at, self.settled_at or shown_from_at)


@dataclass(frozen=True)
class App:
    """A developer app with its token and the accounts that the token opens, or a creator's own token.

    Attributes:
        creator: the handle of the creator whose posts the token opens
        business_id: how the creator's account is called towards the app
    """

    app_id: str
    secret: str
    access_token: str
    advertiser_ids: tuple[str, ...]
    auth_code: str = ""
    creator: str = ""
    business_id: str = ""


@dataclass
class World:
    """All of it, and what happened to it.

    Attributes:
        starts_at: when the scenario started
        revoked: tokens that open nothing any more
        used_codes: authorization codes that were exchanged for a token
        changes: who changed what, oldest first
        lapses_at: when the next Spark code ends; None where that has to be looked for
    """

    accounts: Mapping[str, Account]
    apps: tuple[App, ...]
    starts_at: datetime
    business_centers: Mapping[str, BusinessCenter] = field(default_factory=dict)
    revoked: set[str] = field(default_factory=set)
    used_codes: set[str] = field(default_factory=set)
    changes: list[Change] = field(default_factory=list)
    tasks: dict[str, Task] = field(default_factory=dict)
    incidents: list[Incident] = field(default_factory=list)
    shops: Mapping[str, Shop] = field(default_factory=dict)
    shop_apps: tuple[ShopApp, ...] = ()
    lapses_at: datetime | None = None

    def app_of(self, access_token: str) -> App | None:
        """Return the app that the token belongs to, as long as it is not revoked."""
        if access_token in self.revoked:
            return None
        return next((app for app in self.apps if app.access_token == access_token), None)


def lines(account: Account, level: Level) -> Iterator[Line]:
    """Walk all objects of an account at that level."""
    return chain.from_iterable(below(Line(campaign), level) for campaign in account.campaigns)


def below(line: Line, level: Level) -> Iterable[Line]:
    """Return the objects of that level which belong to this one; the object itself on its own level."""
    if line.level is level:
        return (line,)
    if line.adgroup:
        return (Line(line.campaign, line.adgroup, ad) for ad in line.adgroup.ads)
    groups = [Line(line.campaign, adgroup) for adgroup in line.campaign.adgroups]
    return groups if level is Level.ADGROUP else chain.from_iterable(below(group, level) for group in groups)


def named(account: Account, level: Level, ids: Mapping[Level, tuple[str, ...]]) -> Iterable[Line]:
    """Return the objects that ids of their own level or of a parent's name; all of them where no id is given."""
    for upper in reversed(Level):
        if ids.get(upper):
            found = (account.find(upper, object_id) for object_id in ids[upper])
            return chain.from_iterable(below(line, level) for line in found if line)
    return lines(account, level)
