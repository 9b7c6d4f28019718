"""Creators who have opened their own account to the desk: their handle, how TikTok calls it to the app, their token."""

from __future__ import annotations

from dataclasses import dataclass, field

from unpromote.domain.errors import BadInput

SETTING = "UNPROMOTE_TIKTOK_CREATORS"


@dataclass(frozen=True)
class CreatorAccess:
    """One creator's account; the token needs the right to manage Spark codes (biz.spark.auth)."""

    handle: str
    business_id: str
    token: str = field(repr=False)


def creators_in(text: str) -> tuple[CreatorAccess, ...]:
    """Return the creators that a setting names: `handle=business_id:token`, parted by blanks.

    Raises:
        BadInput: one is written otherwise; no token is repeated in the message.
    """
    return tuple(_creator(nth, one) for nth, one in enumerate(text.split(), start=1))


def _creator(nth: int, text: str) -> CreatorAccess:
    handle, _, rest = text.partition("=")
    business_id, _, token = rest.partition(":")
    if not (bare(handle) and business_id and token):
        raise BadInput("a creator lacks a part", place=f"{SETTING}[{nth}]", mend="write handle=business_id:token")
    return CreatorAccess(bare(handle), business_id, token)


def bare(handle: str) -> str:
    """Return a handle as it is compared, with or without its @."""
    return handle.strip().removeprefix("@")
