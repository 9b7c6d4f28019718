"""How each endpoint of TikTok's two APIs is called: one table, and no call goes to one that does not stand in it.

A read changes nothing and is repeated. A write is sent once: where its answer is lost, somebody reads back before it
goes again. What an app may send in which time stands in `policies/call_limits.toml`, by the name in `limit`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

MOST_IDS_PER_WRITE = 20
MOST_IDS_PER_READ = 100


@dataclass(frozen=True)
class Endpoint:
    """How an endpoint is called.

    Attributes:
        writes: whether a call changes something
        most_ids: how many ids one call takes at most; 1 where it is about one thing
        seconds: how long an answer may take
        limit: which limit of calls it obeys
        once: whether a write is left to its caller even where a code says that nothing was done
    """

    writes: bool
    most_ids: int
    seconds: float = 30
    limit: str = "usual"
    once: bool = False


def _reads(*, most_ids: int = MOST_IDS_PER_READ, seconds: float = 30, limit: str = "usual") -> Endpoint:
    return Endpoint(writes=False, most_ids=most_ids, seconds=seconds, limit=limit)


_READS = _reads()
_READS_ONE = _reads(most_ids=1)
_REPORTS = _reads(seconds=60)
_MOVES_MONEY = Endpoint(writes=True, most_ids=1, once=True)
_SWITCHES = Endpoint(writes=True, most_ids=MOST_IDS_PER_WRITE)
_WRITES_MANY = Endpoint(writes=True, most_ids=MOST_IDS_PER_READ)
_READS_IN_SHOP = _reads(most_ids=1, limit="shop")
_WRITES_IN_SHOP = Endpoint(writes=True, most_ids=1, limit="shop")

ENDPOINTS: Mapping[str, Endpoint] = MappingProxyType(
    {
        "oauth2/advertiser/get": _READS_ONE,
        "advertiser/info": _READS,
        "campaign/get": _READS,
        "adgroup/get": _READS,
        "ad/get": _READS,
        "smart_plus/campaign/get": _READS,
        "smart_plus/adgroup/get": _READS,
        "smart_plus/ad/get": _READS,
        "gmv_max/campaign/get": _READS,
        "gmv_max/store/list": _READS_ONE,
        "campaign/gmv_max/session/list": _READS_ONE,
        "campaign/gmv_max/session/get": _reads(most_ids=20),
        "tt_video/list": _READS_ONE,
        "bc/asset/get": _READS_ONE,
        "report/integrated/get": _REPORTS,
        "gmv_max/report/get": _reads(seconds=60, limit="gmv_max_report"),
        "changelog/task/create": _WRITES_MANY,
        "changelog/task/check": _READS_ONE,
        "changelog/task/download": _reads(most_ids=1, seconds=60),
        "optimizer/rule/list": _READS_ONE,
        "optimizer/rule/create": _WRITES_MANY,
        "optimizer/rule/update/status": _WRITES_MANY,
        "comment/list": _READS_ONE,
        "adgroup/review_info": _reads(most_ids=20),
        "campaign/status/update": _SWITCHES,
        "adgroup/status/update": _SWITCHES,
        "ad/status/update": _SWITCHES,
        "smart_plus/campaign/status/update": _SWITCHES,
        "smart_plus/adgroup/status/update": _SWITCHES,
        "smart_plus/ad/status/update": _SWITCHES,
        "rf/order/cancel": _SWITCHES,
        "tt_video/unbind": Endpoint(writes=True, most_ids=1),
        "business/post/authorize/delete": Endpoint(writes=True, most_ids=1),
        "advertiser/balance/get": _READS_ONE,
        "bc/balance/get": _READS_ONE,
        "bc/account/transaction/get": _READS_ONE,
        "bc/transfer": _MOVES_MONEY,
        "bc/advertiser/disable": _MOVES_MONEY,
        "shop/authorization/202309/shops": _READS_IN_SHOP,
        "shop/promotion/202309/activities/search": _READS_IN_SHOP,
        "shop/promotion/202309/activities/{id}": _READS_IN_SHOP,
        "shop/promotion/202309/activities/{id}/deactivate": _WRITES_IN_SHOP,
        "shop/promotion/202607/activities/{id}/republish": _WRITES_IN_SHOP,
        "shop/promotion/202406/coupons/search": _READS_IN_SHOP,
        "shop/promotion/202406/coupons/{id}": _READS_IN_SHOP,
        "shop/affiliate_seller/202508/target_collaborations/search": _READS_IN_SHOP,
        "shop/affiliate_seller/202409/target_collaborations/{id}": _WRITES_IN_SHOP,
        "shop/affiliate_seller/202412/open_collaborations/search": _READS_IN_SHOP,
        "shop/affiliate_seller/202409/open_collaborations/products/{id}": _WRITES_IN_SHOP,
    }
)


def policy_of(endpoint: str) -> Endpoint:
    """Return how an endpoint is called.

    Raises:
        LookupError: nobody has said how; so nothing is sent.
    """
    try:
        return ENDPOINTS[endpoint]
    except KeyError:
        raise LookupError(f"{endpoint} does not stand in adapters/endpoints: say there how it is called") from None


def read_from(endpoint: str) -> Endpoint:
    """Return how an endpoint is read.

    Raises:
        LookupError: nobody has said how, or it is one that writes, which is never repeated.
    """
    found = policy_of(endpoint)
    if found.writes:
        raise LookupError(f"{endpoint} writes: it cannot be read")
    return found


def written_to(endpoint: str) -> Endpoint:
    """Return how an endpoint is written to.

    Raises:
        LookupError: nobody has said how, or it is one that only reads.
    """
    found = policy_of(endpoint)
    if not found.writes:
        raise LookupError(f"{endpoint} reads: nothing can be written to it")
    return found
