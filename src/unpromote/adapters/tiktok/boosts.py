"""Boost sessions of GMV Max as the services see them. TikTok states no status of a session: its end tells.

A session that was deleted is in no answer any more. So one that was seen before, and is missing, was deleted; what was
never seen may as well be a wrong id, and is not called off.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from unpromote.adapters.tiktok.client import TikTokClient
from unpromote.domain.delivery import ON, Observation, Target

SESSION = "gmv_session"
ENDED, DELETED = "SESSION_TIME_DONE", "SESSION_DELETE"  # our words, formed as TikTok's are


def look_at_sessions(
    client: TikTokClient, targets: Sequence[Target], now: Callable[[], datetime]
) -> tuple[Observation, ...]:
    """Return what is known of each session; one that was never seen is missing."""
    ids = [target.external_id for target in targets]
    found, reply = client.sessions(targets[0].advertiser_id, ids)
    boosts, at = {boost.id: boost for boost in found}, now()
    seen: list[Observation] = []
    for target in targets:
        boost = boosts.get(target.external_id)
        if boost is None and target.before is None:
            continue
        over = boost is not None and boost.ends_at is not None and boost.ends_at <= at
        status = ("DISABLE", ENDED) if over else (ON, "") if boost else ("DELETE", DELETED)
        seen.append(Observation(target.external_id, *status, target.name, reply.request_id, reply.log_id, at))
    return tuple(seen)
