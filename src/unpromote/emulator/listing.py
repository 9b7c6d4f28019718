"""What the three get endpoints share: default filters that hide things, pages, and the choice of fields.

Hidden unless asked for: deleted objects, Promote campaigns (campaign_system_origins) and TopView (buying_types, to be
asked for alone).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from unpromote.emulator.call import Call
from unpromote.emulator.objects import Kind, Level, Line, lines
from unpromote.emulator.statuses import NOT_DELETED, PRIMARY_STATUSES, fits, secondary_status
from unpromote.emulator.wire import Answer, Arguments, bad_parameter

MOST_IDS = 100
MOST_ROWS = 1000
MOST_PAGES = 1_000_000
TIKTOK_ADS, PROMOTE = "TT_ADS_PLATFORM", "PROMOTE"
AUCTION, RF, TOPVIEW = "AUCTION", "RESERVATION_RF", "RESERVATION_TOP_VIEW"

_BUYING_TYPE: Mapping[Kind, str] = MappingProxyType({Kind.TOPVIEW: TOPVIEW, Kind.REACH_FREQUENCY: RF})

Row = dict[str, Any]
Shape = Callable[[Line, Call], Row]


def origin(kind: Kind) -> str:
    """Return the system that campaigns of the kind were made in."""
    return PROMOTE if kind is Kind.PROMOTE else TIKTOK_ADS


def buying_type(kind: Kind) -> str:
    """Return how campaigns of the kind were bought."""
    return _BUYING_TYPE.get(kind, AUCTION)


def visible_kinds(filtering: Arguments) -> Callable[[Kind], bool]:
    """Return the test whether campaigns of a kind pass the filters on origin and buying type, with their defaults."""
    origins = _known(filtering, "campaign_system_origins", (TIKTOK_ADS, PROMOTE)) or (TIKTOK_ADS,)
    buying = _known(filtering, "buying_types", (AUCTION, RF, TOPVIEW)) or (AUCTION, RF)
    if TOPVIEW in buying and len(buying) > 1:
        raise bad_parameter("filtering.buying_types", f"{TOPVIEW} cannot be combined with other values.")
    return lambda kind: origin(kind) in origins and buying_type(kind) in buying


def list_objects(call: Call, level: Level, shape: Shape, fields: Sequence[str]) -> Answer:
    """Answer one page of an account's objects at that level."""
    account = call.account()
    chosen = _filter(call.args.table("filtering"), level, call)
    wanted = _fields(call.args, fields)
    found = [line for line in lines(account, level) if chosen(line)]
    page, info = page_of(found, call.args)
    rows = [shape(line, call) for line in page]
    return Answer({"list": [{k: v for k, v in row.items() if k in wanted} for row in rows], "page_info": info})


def page_of(found: Sequence[Any], args: Arguments) -> tuple[Sequence[Any], Row]:
    """Return the page asked for and the reply's page_info."""
    page = args.number("page", default=1, most=MOST_PAGES)
    size = args.number("page_size", default=10, most=MOST_ROWS)
    info = {
        "page": page,
        "page_size": size,
        "total_number": len(found),
        "total_page": -(-len(found) // size),
    }
    return found[(page - 1) * size : page * size], info


def own_fields(line: Line, call: Call) -> Row:
    """Return the fields that objects of every level have."""
    row: Row = {"advertiser_id": line.campaign.advertiser_id}
    for level in Level:
        if line.id_at(level):
            row[level.value] = line.id_at(level)
    return row | {
        f"{line.level.noun}_name": line.own.name,
        "operation_status": line.own.switch.shown(call.now),
        "secondary_status": secondary_status(line, call.now),
        "create_time": f"{line.campaign.flight.starts_at:%Y-%m-%d %H:%M:%S}",
    }


def _filter(filtering: Arguments, level: Level, call: Call) -> Callable[[Line], bool]:
    ids = {upper: filtering.texts(f"{upper.value}s", most=MOST_IDS) for upper in _up_to(level)}
    name = filtering.text(f"{level.noun}_name") if f"{level.noun}_name" in filtering else ""
    primary = filtering.choice("primary_status", PRIMARY_STATUSES, NOT_DELETED)
    secondary = filtering.text("secondary_status") if "secondary_status" in filtering else ""
    visible = visible_kinds(filtering)
    known = {f"{upper.value}s" for upper in ids}
    known |= {f"{level.noun}_name", "primary_status", "secondary_status", "campaign_system_origins", "buying_types"}
    if unknown := sorted(set(filtering.raw) - known):
        raise bad_parameter("filtering", f"Unknown field: {', '.join(unknown)}.")

    def passes(line: Line) -> bool:
        status = secondary_status(line, call.now)
        return (
            visible(line.campaign.kind)
            and all(not wanted or line.id_at(upper) in wanted for upper, wanted in ids.items())
            and name in line.own.name
            and fits(status, primary)
            and secondary in ("", status)
        )

    return passes


def _up_to(level: Level) -> list[Level]:
    levels = list(Level)
    return levels[: levels.index(level) + 1]


def _known(filtering: Arguments, name: str, known: Sequence[str]) -> tuple[str, ...]:
    values = filtering.texts(name)
    if strange := [value for value in values if value not in known]:
        raise bad_parameter(f"filtering.{name}", f"Unknown value: {', '.join(strange)}.")
    return values


def _fields(args: Arguments, known: Sequence[str]) -> Sequence[str]:
    wanted = args.texts("fields")
    if unknown := [name for name in wanted if name not in known]:
        raise bad_parameter("fields", f"Unknown field: {', '.join(unknown)}.")
    return wanted or known
