"""How TikTok's API reads, switches and bills each sort of object: one row a sort, nothing else tells them apart.

Campaigns, ad groups and ads of auctions (and of the old Smart+) share one family of endpoints, Upgraded Smart+ has a
twin family that refuses the others' objects and is refused by them, GMV Max is listed apart. TikTok hides things by
default: deleted objects, boosted posts (Promote) and TopView. Every sort is read in as many passes as it takes to see
all of them, because a promotion that is overlooked goes on spending.

Which call switches GMV Max off is not documented, and a list of campaigns may hold Upgraded Smart+ that nobody marked:
the usual call is tried first, and where that refuses an object by itself, its twin.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from unpromote.domain.delivery import Level

Filters = Mapping[str, Any]

EVERY_STATUS = "STATUS_ALL"
USUAL_REPORT, SALES_REPORT = "report/integrated/get", "gmv_max/report/get"
USUAL: Filters = MappingProxyType({})
PROMOTE: Filters = MappingProxyType({"campaign_system_origins": ["PROMOTE"]})
TOPVIEW: Filters = MappingProxyType({"buying_types": ["RESERVATION_TOP_VIEW"]})
AUCTION: Filters = MappingProxyType({"buying_types": ["AUCTION"]})
RESERVED: Filters = MappingProxyType({"buying_types": ["RESERVATION_RF"]})
PRODUCT_SALES: Filters = MappingProxyType({"gmv_max_promotion_types": ["PRODUCT_GMV_MAX"]})
LIVE_SALES: Filters = MappingProxyType({"gmv_max_promotion_types": ["LIVE_GMV_MAX"]})


@dataclass(frozen=True)
class Sort:
    """One sort of object. `switched_at` is empty where the API can only read it.

    `billed_at` is the report that tells its spend, `billed_as` how that calls it. `ends_below` says that an order ends
    in its ad groups, while the campaign above goes on to be shown as on. `final` says that what is switched off is
    taken back for good: a booking, as long as it does not deliver.
    """

    noun: str
    read_at: str
    passes: tuple[Filters, ...]
    switched_at: tuple[str, ...]
    data_level: str
    id_field: str
    name_field: str
    rows_per_page: int = 1000
    partial: bool = False
    billed_at: str = USUAL_REPORT
    billed_as: str = "spend"
    ends_below: bool = False
    final: bool = False

    @property
    def ids_field(self) -> str:
        """The field of a filter or a body that holds several ids."""
        return f"{self.id_field}s"

    @property
    def billed_by(self) -> str:
        """The field by which a report tells one object from another: the usual one, whatever lists call it."""
        return f"{self.noun}_id"


def _usual(noun: str, passes: tuple[Filters, ...], *, partial: bool = False) -> Sort:
    return Sort(
        noun=noun,
        read_at=f"{noun}/get",
        passes=passes,
        switched_at=(f"{noun}/status/update",),
        data_level=f"AUCTION_{noun.upper()}",
        id_field=f"{noun}_id",
        name_field=f"{noun}_name",
        partial=partial,
    )


def _smart_plus(noun: str, prefix: str = "", rows: int = 1000) -> Sort:
    return Sort(
        noun=noun,
        read_at=f"smart_plus/{noun}/get",
        passes=(USUAL,),
        switched_at=(f"smart_plus/{noun}/status/update",),
        data_level=f"AUCTION_{noun.upper()}",
        id_field=f"{prefix}{noun}_id",
        name_field=f"{noun}_name",
        rows_per_page=rows,
    )


_CAMPAIGNS = _usual("campaign", (USUAL, PROMOTE, TOPVIEW))
_EITHER_TWIN = ("campaign/status/update", "smart_plus/campaign/status/update")


def _read_only(only: Filters) -> Sort:
    return replace(_CAMPAIGNS, passes=(only,), switched_at=(), ends_below=True)


def _read_only_below(only: Filters) -> Sort:
    return replace(_usual("adgroup", (only,)), switched_at=())


_GMV_MAX = Sort(
    noun="campaign",
    read_at="gmv_max/campaign/get",
    passes=(PRODUCT_SALES, LIVE_SALES),
    switched_at=_EITHER_TWIN,
    data_level="AUCTION_CAMPAIGN",
    id_field="campaign_id",
    name_field="campaign_name",
    rows_per_page=100,
    billed_at=SALES_REPORT,
    billed_as="cost",
)

SORTS: Mapping[tuple[str, Level], Sort] = MappingProxyType(
    {
        ("campaign", Level.CAMPAIGN): replace(_CAMPAIGNS, switched_at=_EITHER_TWIN),
        ("campaign", Level.ADGROUP): _usual("adgroup", (USUAL,), partial=True),
        ("campaign", Level.AD): _usual("ad", (USUAL,)),
        ("smart_plus", Level.CAMPAIGN): _smart_plus("campaign"),
        ("smart_plus", Level.ADGROUP): _smart_plus("adgroup"),
        ("smart_plus", Level.AD): _smart_plus("ad", prefix="smart_plus_", rows=100),
        ("gmv_max", Level.CAMPAIGN): _GMV_MAX,
        ("promote", Level.ADGROUP): _read_only_below(PROMOTE),
        ("topview", Level.ADGROUP): _read_only_below(TOPVIEW),
        ("reach_frequency", Level.ADGROUP): replace(
            _usual("adgroup", (USUAL,)), switched_at=("rf/order/cancel",), final=True
        ),
        ("promote", Level.CAMPAIGN): _read_only(PROMOTE),
        ("topview", Level.CAMPAIGN): _read_only(TOPVIEW),
        ("reach_frequency", Level.CAMPAIGN): _read_only(USUAL),
    }
)


def with_ids(sort: Sort, ids: Sequence[str], only: Filters) -> Filters:
    """Return the filter for these objects, deleted ones too."""
    return {sort.ids_field: list(ids), **every(only)}


def every(only: Filters) -> Filters:
    """Return the filter of a pass, deleted objects too."""
    return {"primary_status": EVERY_STATUS, **only}


def in_list(name: str, values: Sequence[str]) -> dict[str, str]:
    """Return a report's filter: the values are JSON text inside it."""
    return {"field_name": name, "filter_type": "IN", "filter_value": json.dumps(list(values))}
