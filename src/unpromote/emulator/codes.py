"""The platform's return codes and what they mean, for faults on order and for whoever looks one up.

The codes are the platform's; only a few of its texts are known (40002 for Upgraded Smart+, 40104, 40133), so the others
say in plain words what the code stands for.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

MESSAGES: Mapping[int, str] = MappingProxyType(
    {
        0: "OK",
        20001: "Partially successful.",
        40000: "The request is invalid.",
        40001: "No permission to perform the operation.",
        40002: "A parameter is invalid.",
        40003: "The operation is forbidden.",
        40006: "The API version does not match.",
        40007: "The object does not exist.",
        40008: "The endpoint is not implemented.",
        40009: "The parameter is not supported in the sandbox.",
        40010: "The domain is wrong.",
        40011: "Too many ids in one call.",
        40012: "There is nothing to update.",
        40013: "The account is not supported in the sandbox.",
        40014: "This feature is not supported in the sandbox.",
        40016: "Too many requests of this app.",
        40050: "The request is a duplicate.",
        40051: "The API version is invalid.",
        40061: "The batch is too large.",
        40100: "Too many requests. Please retry in some time.",
        40101: "The app_id or secret is incorrect.",
        40102: "The access token has expired.",
        40103: "The refresh token has expired.",
        40104: "Access token is null, you should set it in http header with key Access-Token.",
        40105: "Access token is incorrect or has been revoked.",
        40106: "The user is invalid for this advertiser.",
        40107: "The refresh token is invalid.",
        40110: "The auth_code was used or has expired.",
        40113: "The app is blocked.",
        40115: "The authorization's timestamp has expired.",
        40116: "The signature is invalid.",
        40117: "The method cannot be used.",
        40118: "The app is not on the allowlist.",
        40119: "The accounts do not belong to the same company.",
        40121: "The person is no creator of TikTok Creator Marketplace.",
        40122: "The creator is not in a valid region.",
        40125: "The developer has no right to do this.",
        40132: "The limit on one value of a field is reached.",
        40133: "The advertiser is temporarily restricted: its QPS limit is reached.",
        40200: "The task failed.",
        40201: "The task is not ready.",
        40202: "Another write is under way. Please retry.",
        40300: "The advertiser does not exist or was deleted.",
        40301: "The advertiser cannot be matched.",
        40400: "The route was not found.",
        40502: "The limit of ads is reached.",
        40700: "The internal validation failed.",
        41000: "The client's address is in a country that is not served.",
        41001: "The endpoint is offline.",
        41002: "A parameter is invalid.",
        50000: "System error.",
        50002: "The request could not be processed.",
        51008: "The advertiser service failed.",
        51010: "Internal service timed out",
        51020: "The order center failed.",
        51056: "The advertiser service failed.",
        51061: "The Business Center service failed.",
        51305: "An internal service failed.",
        60001: "The system is under maintenance.",
        61000: "Too many requests.",
        70001: "The kind of authorization is wrong.",
    }
)
