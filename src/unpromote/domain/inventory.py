"""The inventory: everything that could have to be stopped, list by list, with what could not be read or cannot be.

A pass is one list of one account, or of one shop, with its own result or its own failure, so that nothing is empty
because it was not asked. What two passes list counts once, under the kind that tells more of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType

from moneyed import Money

from unpromote.domain.delivery import Observation

CAMPAIGN, SMART_PLUS, SHOP_COUPON, TIKTOK_ONE = "campaign", "smart_plus", "shop_coupon", "tiktok_one"
READING, DONE, FAILED = "reading", "done", "failed"

BY_HAND_ONLY: Mapping[str, str] = MappingProxyType(
    {
        TIKTOK_ONE: "TikTok One orders are on no list that software may read: enter them by hand, or import them",
        SHOP_COUPON: "coupons are only read: that one has ended is seen in Seller Center, and confirmed by hand",
        "affiliate": "agreements with creators outside TikTok are on no list: enter them by hand, or import them",
    }
)


@dataclass(frozen=True)
class Found:
    """One thing that a list showed. Amounts are None where the platform tells none.

    `account` is the advertiser or the shop; `sort` what tells it from others of its kind; `used_by` the ids of the ads
    that show an authorized post; `ends_at` when it ends by itself; `stage`, `submitted_on` are a TikTok One order's.
    """

    kind: str
    account: str
    seen: Observation
    on: bool
    sort: str = ""
    spent: Money | None = None
    a_day: Money | None = None
    in_all: Money | None = None
    ends_at: datetime | None = None
    used_by: tuple[str, ...] = ()
    stage: str = ""
    submitted_on: date | None = None

    @property
    def id(self) -> str:
        """Its id at the platform."""
        return self.seen.external_id

    @property
    def key(self) -> str:
        """What names it in this inventory: ids are unique within an account and a sort of thing."""
        return f"{self.account}/{self.kind}/{self.id}"


@dataclass(frozen=True)
class Pass:
    """One list that was read, or why it was not; `gaps` are what of it is not known.

    `permanent` says that asking again by itself cannot help.
    """

    kind: str
    account: str
    found: tuple[Found, ...] = ()
    problem: str = ""
    gaps: tuple[str, ...] = ()
    permanent: bool = False


@dataclass(frozen=True)
class Place:
    """An advertiser's account or a shop; `problem` says why nothing of it could be read. A shop tells no currency."""

    id: str
    name: str = ""
    currency: str = ""
    time_zone: str = "UTC"
    problem: str = ""


@dataclass(frozen=True)
class Survey:
    """What was read of one account or shop."""

    place: Place
    passes: tuple[Pass, ...] = ()


@dataclass(frozen=True)
class Scope:
    """What is looked through: accounts, all accounts of Business Centers, shops (by id or code)."""

    accounts: tuple[str, ...] = ()
    centers: tuple[str, ...] = ()
    shops: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is named."""
        return not (self.accounts or self.centers or self.shops)


@dataclass(frozen=True)
class Read:
    """How one pass went, without what it found; `listed` counts that, `on` what of it is on."""

    kind: str
    account: str
    listed: int
    on: int
    problem: str = ""
    gaps: tuple[str, ...] = ()


@dataclass(frozen=True)
class Count:
    """How many there are, and how many of them are on."""

    listed: int = 0
    on: int = 0


@dataclass(frozen=True)
class Inventory:
    """A client's inventory as it was read until `read_at`; `problem` says why there is none."""

    id: str
    client: str
    scope: Scope
    asked_at: datetime
    asked_by: str
    state: str = READING
    read_at: datetime | None = None
    places: tuple[Place, ...] = ()
    reads: tuple[Read, ...] = ()
    items: tuple[Found, ...] = ()
    problem: str = ""
    counts: Mapping[str, Count] = field(default_factory=dict)
    unlisted: tuple[str, ...] = field(default=tuple(BY_HAND_ONLY.values()))

    @property
    def unread(self) -> tuple[str, ...]:
        """Return in words what could not be read."""
        places = [f"{one.name or one.id} ({one.id}): {one.problem}" for one in self.places if one.problem]
        passes = [f"{worded(one.kind)} of {one.account}: {one.problem}" for one in self.reads if one.problem]
        return (*places, *passes, *(gap for one in self.reads for gap in one.gaps))


def worded(kind: str) -> str:
    """Return a kind as people read it."""
    return kind.replace("_", " ")


def once(passes: Iterable[Pass]) -> tuple[Found, ...]:
    """Return what the passes found, each thing once: the pass that comes first tells of it.

    A campaign keeps its id whatever list shows it; a post and a campaign may not be taken for one another.
    """
    found: dict[tuple[str, str, str], Found] = {}
    for one in (each for each_pass in passes for each in each_pass.found):
        found.setdefault((one.account, _family(one.kind), one.id), one)
    return tuple(found.values())


_CAMPAIGNS = frozenset({CAMPAIGN, SMART_PLUS, "gmv_max", "promote", "topview", "reach_frequency"})


def _family(kind: str) -> str:
    return CAMPAIGN if kind in _CAMPAIGNS else kind


def read_of(one: Pass) -> Read:
    """Return how a pass went."""
    return Read(one.kind, one.account, len(one.found), sum(each.on for each in one.found), one.problem, one.gaps)


def by_pace(items: Iterable[Found]) -> tuple[Found, ...]:
    """Return what is on first: what may spend most a day, what has most left in all, what has spent most."""
    return tuple(sorted(items, key=lambda one: (not one.on, -_amount(one.a_day), -_left(one), -_amount(one.spent))))


def _left(one: Found) -> Decimal:
    return _amount(one.in_all) - _amount(one.spent) if one.in_all else Decimal()


def _amount(money: Money | None) -> Decimal:
    return money.amount if money else Decimal()


def counts(items: Iterable[Found]) -> dict[str, Count]:
    """Return by kind how many there are, and how many of them are on."""
    found: dict[str, Count] = {}
    for one in items:
        known = found.get(one.kind, Count())
        found[one.kind] = Count(known.listed + 1, known.on + one.on)
    return found


def chosen(inventory: Inventory, wanted: Sequence[str]) -> tuple[tuple[Found, ...], tuple[str, ...]]:
    """Return the items that are named by key or by id, in the inventory's order, and what names none or several."""
    keys = {one.key: one for one in inventory.items}
    ids: dict[str, list[str]] = {}
    for key, one in keys.items():
        ids.setdefault(one.id, []).append(key)
    meant = {name: [name] if name in keys else ids.get(name, []) for name in wanted}
    named = {known[0] for known in meant.values() if len(known) == 1}
    return tuple(keys[key] for key in keys if key in named), tuple(n for n, known in meant.items() if len(known) != 1)
