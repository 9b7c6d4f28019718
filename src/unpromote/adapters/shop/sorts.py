"""How the shop's API lists, reads and ends each sort of offer: one row a sort, nothing else tells them apart.

An offer is on as long as its status is none of those that say that it is over: a status that nobody knows counts as on,
so that nothing is called ended that is not. Coupons can only be read. A collaboration that was removed is gone for
good; of an open one the shop then says so by listing it no more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

NOTHING: Mapping[str, Any] = MappingProxyType({})
MOST_ROWS = 100


@dataclass(frozen=True)
class Sort:
    """One sort of offer.

    Attributes:
        passes: the bodies of the searches that it takes to see all of them; where a search is by status, rows have none
        read_at: where one is read by its id; empty where it is searched for by `keyword_type`
        inside: the field of the answer that holds it; empty where it is the answer
        ended_by: method and path that end one, or none
        back_at: where one is put out again, or nowhere
        vanishes: whether one that has ended is listed no more
    """

    noun: str
    search_at: str
    rows: str
    over: frozenset[str]
    passes: tuple[Mapping[str, Any], ...] = (NOTHING,)
    size_in_body: bool = False
    read_at: str = ""
    inside: str = ""
    keyword_type: str = ""
    keyword_in: str = ""
    ended_by: tuple[str, str] | None = None
    ended_as: str = ""
    back_at: str = ""
    vanishes: bool = False


_OVER = frozenset({"DRAFT", "EXPIRED", "DEACTIVATED", "NOT_EFFECTIVE"})

SORTS: Mapping[str, Sort] = MappingProxyType(
    {
        "shop_activity": Sort(
            noun="activity",
            search_at="/promotion/202309/activities/search",
            rows="activities",
            over=_OVER,
            size_in_body=True,
            read_at="/promotion/202309/activities/{id}",
            ended_by=("POST", "/promotion/202309/activities/{id}/deactivate"),
            ended_as="DEACTIVATED",
            back_at="/promotion/202607/activities/{id}/republish",
        ),
        "shop_coupon": Sort(
            noun="coupon",
            search_at="/promotion/202406/coupons/search",
            rows="coupons",
            over=_OVER,
            read_at="/promotion/202406/coupons/{id}",
            inside="coupon",
        ),
        "target_collaboration": Sort(
            noun="target collaboration",
            search_at="/affiliate_seller/202508/target_collaborations/search",
            rows="target_collaborations",
            over=frozenset({"CANCELING", "COMPLETED"}),
            passes=tuple({"collaboration_status": status} for status in ("VALID", "CANCELING", "COMPLETED")),
            keyword_type="TARGET_COLLABORATION_ID",
            keyword_in="search_param",
            ended_by=("DELETE", "/affiliate_seller/202409/target_collaborations/{id}"),
            ended_as="CANCELING",
        ),
        "open_collaboration": Sort(
            noun="open collaboration",
            search_at="/affiliate_seller/202412/open_collaborations/search",
            rows="open_collaborations",
            over=frozenset({"TERMINATING"}),
            keyword_type="PRODUCT_ID",
            ended_by=("DELETE", "/affiliate_seller/202409/open_collaborations/products/{id}"),
            ended_as="TERMINATING",
            vanishes=True,
        ),
    }
)


def asking_for(sort: Sort, offer_id: str, only: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the body of a search for one offer."""
    keyword = {"keyword_type": sort.keyword_type, "keyword": offer_id}
    return {**only, **({sort.keyword_in: keyword} if sort.keyword_in else keyword)}
