"""Which resource answers which path, and which of them TikTok's own sandbox has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from unpromote.emulator import (
    adgroups,
    ads,
    advertisers,
    campaigns,
    gmv_max,
    gmv_max_reports,
    gmv_max_sessions,
    legacy_smart_plus,
    oauth2,
    reports,
    rf_orders,
    smart_plus,
)
from unpromote.emulator.call import Call
from unpromote.emulator.wire import Answer

PREFIX = "/open_api/v1.3"
Resource = Callable[[Call], Answer]


@dataclass(frozen=True)
class Route:
    """How one endpoint is called.

    Attributes:
        sandbox: whether the platform's sandbox has it
    """

    method: str
    resource: Resource
    sandbox: bool = False


ROUTES: Mapping[str, Route] = MappingProxyType(
    {
        f"{PREFIX}/{path}/": route
        for path, route in {
            "campaign/get": Route("GET", campaigns.get, sandbox=True),
            "campaign/status/update": Route("POST", campaigns.update_status, sandbox=True),
            "adgroup/get": Route("GET", adgroups.get, sandbox=True),
            "adgroup/status/update": Route("POST", adgroups.update_status, sandbox=True),
            "ad/get": Route("GET", ads.get, sandbox=True),
            "ad/status/update": Route("POST", ads.update_status, sandbox=True),
            "report/integrated/get": Route("GET", reports.get, sandbox=True),
            "advertiser/info": Route("GET", advertisers.info, sandbox=True),
            "smart_plus/campaign/get": Route("GET", smart_plus.get_campaigns),
            "smart_plus/campaign/status/update": Route("POST", smart_plus.update_campaigns),
            "smart_plus/adgroup/get": Route("GET", smart_plus.get_adgroups),
            "smart_plus/adgroup/status/update": Route("POST", smart_plus.update_adgroups),
            "smart_plus/ad/get": Route("GET", smart_plus.get_ads),
            "smart_plus/ad/status/update": Route("POST", smart_plus.update_ads),
            "smart_plus/ad/material_status/update": Route("POST", smart_plus.update_materials),
            "campaign/spc/get": Route("GET", legacy_smart_plus.get),
            "rf/order/cancel": Route("POST", rf_orders.cancel),
            "gmv_max/campaign/get": Route("GET", gmv_max.get),
            "gmv_max/store/list": Route("GET", gmv_max.stores),
            "gmv_max/report/get": Route("GET", gmv_max_reports.get),
            "campaign/gmv_max/info": Route("GET", gmv_max.info),
            "campaign/gmv_max/update": Route("POST", gmv_max.update),
            "campaign/gmv_max/creative/update": Route("POST", gmv_max.update_creatives),
            "campaign/gmv_max/session/list": Route("GET", gmv_max_sessions.list_),
            "campaign/gmv_max/session/get": Route("GET", gmv_max_sessions.get),
            "campaign/gmv_max/session/create": Route("POST", gmv_max_sessions.create),
            "campaign/gmv_max/session/update": Route("POST", gmv_max_sessions.update),
            "campaign/gmv_max/session/delete": Route("POST", gmv_max_sessions.delete),
            "oauth2/advertiser/get": Route("GET", oauth2.advertisers),
        }.items()
    }
)
