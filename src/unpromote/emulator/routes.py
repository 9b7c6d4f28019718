"""Which resource answers which path, and which of them TikTok's own sandbox has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from unpromote.emulator import adgroups, ads, advertisers, campaigns, oauth2, reports
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
            "oauth2/advertiser/get": Route("GET", oauth2.advertisers),
        }.items()
    }
)
