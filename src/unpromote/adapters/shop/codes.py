"""What the shop's return codes ask of a client, as data.

Source: what public clients of the Partner API handle; TikTok's own list was not found whole. So a code that nobody
knows counts as the refusal of that one call: the object is looked at again anyway before anything is said of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from unpromote.adapters.calling import Decision

TOO_MANY_CALLS = 36009002
CREDENTIALS = range(101_000, 107_000)

CODES: Mapping[int, tuple[Decision, str]] = MappingProxyType(
    {
        TOO_MANY_CALLS: (Decision.RETRY, "too many calls"),
        36009003: (Decision.READ_BACK, "internal trouble at TikTok"),
        36009004: (Decision.PERMANENT, "bad parameter, app key or timestamp"),
        36009007: (Decision.READ_BACK, "TikTok took too long"),
        36009009: (Decision.PERMANENT, "unknown path"),
        36009033: (Decision.PERSON, "this machine's address is not allowed"),
        98001004: (Decision.PERMANENT, "bad parameter"),
        101000: (Decision.PERSON, "access token invalid"),
        105001: (Decision.PERSON, "access token invalid"),
        105002: (Decision.PERSON, "access token expired"),
        105005: (Decision.PERSON, "the app lacks the right"),
        106001: (Decision.PERSON, "wrong signature: check the app secret"),
    }
)


def decide(code: int) -> tuple[Decision, str]:
    """Return what to do about a code and what it means."""
    if code in CODES:
        return CODES[code]
    if code in CREDENTIALS:
        return Decision.PERSON, "something about the app or its token"
    return Decision.PERMANENT, "a code that nobody knows"
