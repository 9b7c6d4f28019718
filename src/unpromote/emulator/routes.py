"""Which resource answers which path, and which of them TikTok's own sandbox has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from unpromote.emulator import (
    adgroups,
    ads,
    advertisers,
    business_centers,
    business_posts,
    campaigns,
    changelogs,
    comments,
    gmv_max,
    gmv_max_reports,
    gmv_max_sessions,
    legacy_smart_plus,
    oauth2,
    report_tasks,
    reports,
    reviews,
    rf_orders,
    rules,
    smart_plus,
    transfers,
    tt_videos,
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
        needs_token: whether a token says which app calls; else app_id and secret do
    """

    method: str
    resource: Resource
    sandbox: bool = False
    needs_token: bool = True


ROUTES: Mapping[str, Route] = MappingProxyType(
    {
        f"{PREFIX}/{path}/": route
        for path, route in {
            "campaign/get": Route("GET", campaigns.get, sandbox=True),
            "campaign/status/update": Route("POST", campaigns.update_status, sandbox=True),
            "adgroup/get": Route("GET", adgroups.get, sandbox=True),
            "adgroup/status/update": Route("POST", adgroups.update_status, sandbox=True),
            "adgroup/review_info": Route("GET", reviews.adgroup_info),
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
            "tt_video/authorize": Route("POST", tt_videos.authorize),
            "tt_video/info": Route("GET", tt_videos.info),
            "tt_video/list": Route("GET", tt_videos.list_),
            "tt_video/unbind": Route("POST", tt_videos.unbind),
            "business/post/authorize": Route("POST", business_posts.extend),
            "business/post/authorize/setting": Route("POST", business_posts.setting),
            "business/post/authorize/status": Route("GET", business_posts.status),
            "business/post/authorize/delete": Route("POST", business_posts.delete),
            "bc/get": Route("GET", business_centers.get),
            "bc/asset/get": Route("GET", business_centers.assets),
            "bc/balance/get": Route("GET", business_centers.balance),
            "bc/advertiser/disable": Route("POST", business_centers.disable),
            "advertiser/balance/get": Route("GET", business_centers.advertiser_balances),
            "bc/transfer": Route("POST", transfers.transfer),
            "advertiser/transaction/get": Route("GET", transfers.accounts_records),
            "bc/transaction/get": Route("GET", transfers.center_records),
            "bc/account/transaction/get": Route("GET", transfers.account_records),
            "changelog/task/create": Route("POST", changelogs.create),
            "changelog/task/check": Route("GET", changelogs.check),
            "changelog/task/download": Route("GET", changelogs.download),
            "comment/list": Route("GET", comments.list_),
            "comment/status/update": Route("POST", comments.update_status),
            "comment/post": Route("POST", comments.post),
            "comment/delete": Route("POST", comments.delete),
            "comment/reference": Route("GET", comments.reference),
            "comment/task/create": Route("POST", comments.create_task),
            "comment/task/check": Route("GET", comments.check_task),
            "comment/task/download": Route("GET", comments.download_task),
            "report/task/create": Route("POST", report_tasks.create),
            "report/task/check": Route("GET", report_tasks.check),
            "report/task/download": Route("GET", report_tasks.download),
            "optimizer/rule/create": Route("POST", rules.create),
            "optimizer/rule/update": Route("POST", rules.update),
            "optimizer/rule/update/status": Route("POST", rules.update_status),
            "optimizer/rule/batch_bind": Route("POST", rules.bind),
            "optimizer/rule/get": Route("GET", rules.get),
            "optimizer/rule/list": Route("GET", rules.list_),
            "optimizer/rule/result/list": Route("GET", rules.results),
            "oauth2/access_token": Route("POST", oauth2.access_token, sandbox=True, needs_token=False),
            "oauth2/revoke_token": Route("POST", oauth2.revoke_token, needs_token=False),
            "oauth2/advertiser/get": Route("GET", oauth2.advertisers),
        }.items()
    }
)
