"""What each of TikTok's return codes asks of a client, as data. HTTP says 200 to nearly all of them.

Source: the official appendix of return codes (business-api.tiktok.com/portal/docs?id=1737172488964097) and the codes
that only the official SDK names. Codes of 50000 and above are internal trouble: the act may or may not have happened.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from unpromote.adapters.calling import Decision

INTERNAL_TROUBLE = range(50_000, 60_000)
OF_AN_ACCOUNT = frozenset({40132, 40133})
TOO_FAST = frozenset({40016, 40100, 61000}) | OF_AN_ACCOUNT  # refused for its pace before anything was done


CODES: Mapping[int, tuple[Decision, str]] = MappingProxyType(
    {
        20001: (Decision.READ_BACK, "partly successful"),
        40000: (Decision.PERMANENT, "bad parameter"),
        40001: (Decision.PERSON, "no permission"),
        40002: (Decision.PERMANENT, "bad parameter"),
        40003: (Decision.PERSON, "forbidden"),
        40006: (Decision.PERMANENT, "version mismatch"),
        40007: (Decision.READ_BACK, "the object does not exist"),
        40008: (Decision.PERMANENT, "endpoint not implemented"),
        40009: (Decision.PERMANENT, "not supported in the sandbox"),
        40010: (Decision.PERMANENT, "wrong domain"),
        40011: (Decision.PERMANENT, "too many ids in one call"),
        40012: (Decision.READ_BACK, "nothing to update"),
        40013: (Decision.PERMANENT, "account not known in the sandbox"),
        40014: (Decision.PERMANENT, "feature not supported in the sandbox"),
        40016: (Decision.RETRY, "too many calls by the app"),
        40050: (Decision.READ_BACK, "duplicate request"),
        40051: (Decision.PERMANENT, "invalid version"),
        40061: (Decision.PERMANENT, "wrong batch size"),
        40100: (Decision.RETRY, "too many calls by the app"),
        40101: (Decision.PERSON, "wrong app secret"),
        40102: (Decision.PERSON, "access token expired"),
        40103: (Decision.PERSON, "refresh token expired"),
        40104: (Decision.PERSON, "access token missing"),
        40105: (Decision.PERSON, "access token invalid or revoked"),
        40106: (Decision.PERSON, "the token's user may not act for this advertiser"),
        40107: (Decision.PERSON, "bad refresh token"),
        40110: (Decision.PERSON, "authorization code used or expired"),
        40113: (Decision.PERSON, "app blocked"),
        40115: (Decision.PERSON, "authorization expired"),
        40116: (Decision.PERMANENT, "invalid signature"),
        40117: (Decision.PERMANENT, "method not usable"),
        40118: (Decision.PERSON, "not allow-listed"),
        40119: (Decision.PERSON, "not the same company"),
        40125: (Decision.PERSON, "the developer lacks the right"),
        40132: (Decision.RETRY, "too many calls for one value"),
        40133: (Decision.RETRY, "too many calls for the advertiser"),
        40200: (Decision.RETRY, "task error"),
        40201: (Decision.RETRY, "task not ready"),
        40202: (Decision.RETRY, "write conflict"),
        40300: (Decision.PERSON, "advertiser missing or deleted"),
        40301: (Decision.PERSON, "advertiser cannot be matched"),
        40400: (Decision.PERMANENT, "route not found"),
        40700: (Decision.RETRY, "internal validation"),
        41000: (Decision.PERSON, "client in a banned country"),
        41001: (Decision.PERMANENT, "endpoint offline"),
        41002: (Decision.PERMANENT, "field offline"),
        60001: (Decision.RETRY, "maintenance"),
        61000: (Decision.RETRY, "too many calls"),
        70001: (Decision.PERSON, "wrong kind of authorization"),
    }
)


def decide(code: int) -> tuple[Decision, str]:
    """Return what to do about a code and what it means; a person has to look at a code nobody knows."""
    if code in INTERNAL_TROUBLE:
        return Decision.READ_BACK, "internal trouble at TikTok"
    return CODES.get(code, (Decision.PERSON, "unknown code"))
