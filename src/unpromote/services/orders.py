"""TikTok One orders under the rules of the day: what a cancellation gives back, and when silence approves."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from zoneinfo import ZoneInfo

from unpromote.domain.orders import TIKTOK_ONE, Order, OrderStage, check_order, silent_until
from unpromote.services.policies import order_rules


def order_of(kind: str, stage: str, submitted_on: date | None, zone: ZoneInfo) -> Order | None:
    """Return the order of a promotion, None where it is none.

    Raises:
        BadInput: its stage is not stated, or not when its content was handed in.
    """
    if kind != TIKTOK_ONE:
        return None
    known, rules = check_order(stage, submitted_on), order_rules()
    share = rules.back[known.value]
    waiting = submitted_on if known is OrderStage.SUBMITTED else None
    silence_at = silent_until(waiting, rules.silence_days, zone) if waiting else None
    back = Fraction(share) if share else None
    return Order(known, submitted_on, back, silence_at, rules.source, rules.checked_on)
