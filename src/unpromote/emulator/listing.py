"""What the three get endpoints share: default filters that hide things, pages, and the choice of fields.

Hidden unless asked for: deleted objects, Promote campaigns (campaign_system_origins) and TopView (buying_types, to be
asked for alone).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import TypeVar

from unpromote.emulator.call import Call
from unpromote.emulator.objects import FROZEN, Kind, Level, Line
from unpromote.emulator.statuses import ALL, NOT_DELETED, PRIMARY_STATUSES, deleted, fits, secondary_status
from unpromote.emulator.wire import MOMENT, Answer, Arguments, Row, bad_parameter
from unpromote.emulator.world import Account, named

MOST_IDS = 100
MOST_ROWS = 1000
MOST_PAGES = 1_000_000
TIKTOK_ADS, PROMOTE = "TT_ADS_PLATFORM", "PROMOTE"
AUCTION, RF, TOPVIEW = "AUCTION", "RESERVATION_RF", "RESERVATION_TOP_VIEW"

_BUYING_TYPE: Mapping[Kind, str] = MappingProxyType({Kind.TOPVIEW: TOPVIEW, Kind.REACH_FREQUENCY: RF})

T = TypeVar("T")
Shape = Callable[[Line, Call], Row]


def origin(kind: Kind) -> str:
    """Return the system that campaigns of the kind were made in."""
    return PROMOTE if kind is Kind.PROMOTE else TIKTOK_ADS


def buying_type(kind: Kind) -> str:
    """Return how campaigns of the kind were bought."""
    return _BUYING_TYPE.get(kind, AUCTION)


def visible_kinds(filtering: Arguments, *, gmv_max: bool) -> frozenset[Kind]:
    """Return the kinds that pass the filters on origin and buying type, with their defaults."""
    origins = known_texts(filtering, "campaign_system_origins", (TIKTOK_ADS, PROMOTE), within="filtering.") or (
        TIKTOK_ADS,
    )
    buying = known_texts(filtering, "buying_types", (AUCTION, RF, TOPVIEW), within="filtering.") or (AUCTION, RF)
    if TOPVIEW in buying and len(buying) > 1:
        raise bad_parameter("filtering.buying_types", f"{TOPVIEW} cannot be combined with other values.")
    hidden = () if gmv_max else (Kind.GMV_MAX,)
    return frozenset(
        kind for kind in Kind if origin(kind) in origins and buying_type(kind) in buying and kind not in hidden
    )


def list_objects(call: Call, level: Level, shape: Shape, fields: Sequence[str]) -> Answer:
    """Answer one page of an account's objects at that level."""
    filtering = call.args.table("filtering")
    kinds = visible_kinds(filtering, gmv_max=call.quirks.gmv_max_in_campaign_get and level is Level.CAMPAIGN)
    return list_kinds(call, (level, kinds), shape, fields)


def list_kinds(
    call: Call,
    what: tuple[Level, frozenset[Kind]],
    shape: Shape,
    fields: Sequence[str],
    *,
    most: int = MOST_ROWS,
    own_id: str = "",
) -> Answer:
    """Answer one page of the account's objects of a level and some kinds; `own_id` is another name for their id."""
    account, (level, kinds) = call.account(), what
    chosen = _read_filter(call.args.table("filtering"), level, own_id or level.value)
    wanted = known_texts(call.args, "fields", fields) or fields
    found = _found(call, account, (level, kinds), chosen)
    page, info = page_of(found, call, most=most)
    rows = [shape(line, call) for line in page]
    if call.quirks.sandbox:
        wanted = [name for name in wanted if name != "secondary_status"]
    return Answer({"list": [{k: v for k, v in row.items() if k in wanted} for row in rows], "page_info": info})


def page_of(found: Sequence[T], call: Call, *, most: int = MOST_ROWS, usual: int = 10) -> tuple[Sequence[T], Row]:
    """Return the page asked for and the reply's page_info; a drift moves rows between pages."""
    page = call.args.number("page", default=1, most=MOST_PAGES)
    size = call.args.number("page_size", default=usual, most=most)
    total = max(0, len(found) + call.drift)
    starts = (page - 1) * size
    if starts:
        starts = max(0, starts - call.drift)
    info = {"page": page, "page_size": size, "total_number": total, "total_page": -(-total // size)}
    return found[starts : starts + size], info


def own_fields(line: Line, call: Call) -> Row:
    """Return the fields that objects of every level have."""
    row: Row = {"advertiser_id": line.campaign.advertiser_id}
    for level in Level:
        if line.id_at(level):
            row[level.value] = line.id_at(level)
    return row | {
        f"{line.level.noun}_name": line.own.name,
        "operation_status": operation_status(line, call),
        "secondary_status": secondary_status(line, call.now, call.now - call.quirks.children_lag),
        "create_time": line.campaign.flight.starts_at.strftime(MOMENT),
    }


def operation_status(line: Line, call: Call) -> str:
    """Return the operation status that a read shows; an order that ended for good is frozen."""
    closed = line.level is Level.ADGROUP and line.adgroup and line.adgroup.closed.startswith("RF_")
    return FROZEN if closed else line.own.switch.shown(call.now)


@dataclass(frozen=True)
class _Filter:
    """What a filter asks for."""

    ids: Mapping[Level, tuple[str, ...]]
    name: str
    primary: str
    secondary: str

    def passes(self, line: Line, now: datetime) -> bool:
        """Tell whether an object is in the list."""
        if self.name not in line.own.name:
            return False
        if any(wanted and line.id_at(upper) not in wanted for upper, wanted in self.ids.items()):
            return False
        if not self.secondary and self.primary in (ALL, NOT_DELETED):  # worked out without the status: lists are long
            return self.primary == ALL or not deleted(line, now)
        status = secondary_status(line, now)
        return fits(status, self.primary) and self.secondary in ("", status)


def _read_filter(filtering: Arguments, level: Level, own_id: str) -> _Filter:
    names = {upper: f"{own_id if upper is level else upper.value}s" for upper in _up_to(level)}
    known = {*names.values(), f"{level.noun}_name", "primary_status", "secondary_status"}
    known |= {"campaign_system_origins", "buying_types"}
    if unknown := sorted(set(filtering.raw) - known):
        raise bad_parameter("filtering", f"Unknown field: {', '.join(unknown)}.")
    return _Filter(
        ids={upper: filtering.texts(name, most=MOST_IDS) for upper, name in names.items()},
        name=filtering.text(f"{level.noun}_name") if f"{level.noun}_name" in filtering else "",
        primary=filtering.choice("primary_status", PRIMARY_STATUSES, NOT_DELETED),
        secondary=filtering.text("secondary_status") if "secondary_status" in filtering else "",
    )


def _found(call: Call, account: Account, what: tuple[Level, frozenset[Kind]], chosen: _Filter) -> list[Line]:
    level, kinds = what
    now = call.now
    lasting = chosen.primary in (ALL, NOT_DELETED) and not chosen.secondary and not any(chosen.ids.values())
    lasting = lasting and (account.settled_at is None or now >= account.settled_at)
    key = (level, kinds, chosen.name, chosen.primary, account.turns)
    if lasting and account.listed and account.listed[0] == key:
        return account.listed[1]  # a walk through a hundred pages works the list out once
    found = [
        line for line in named(account, level, chosen.ids) if line.campaign.kind in kinds and chosen.passes(line, now)
    ]
    if lasting:
        account.listed = key, found
    return found


def _up_to(level: Level) -> list[Level]:
    levels = list(Level)
    return levels[: levels.index(level) + 1]


def known_texts(args: Arguments, name: str, known: Collection[str], *, within: str = "") -> tuple[str, ...]:
    """Return a list of texts that are all known, or refuse."""
    values = args.texts(name)
    if strange := [value for value in values if value not in known]:
        noun = "field" if name == "fields" else "value"
        raise bad_parameter(within + name, f"Unknown {noun}: {', '.join(strange)}.")
    return values
