"""What is noted beside the promotions: who changed what, posts, comments, shops, rules, tasks and outages."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from unpromote.emulator.objects import Level


@dataclass(frozen=True, slots=True)
class Change:
    """Somebody changed something; what the platform's change log tells.

    Attributes:
        module: STATUS or BUDGET
        source: through what it was changed: Marketing API, TikTok Ads Manager, Automated rules
    """

    at: datetime
    advertiser_id: str
    level: Level
    object_id: str
    module: str
    before: str
    after: str
    operator: str
    source: str
    app_id: str = ""


@dataclass(slots=True)
class Post:
    """A creator's post that an account may use for Spark Ads.

    Attributes:
        revoked: whether the creator took the code back
        bound: whether the account has it in its list
        lapsed: whether its ads were stopped over its end
    """

    item_id: str
    auth_code: str
    creator: str
    identity_id: str
    starts_at: datetime
    ends_at: datetime
    revoked: bool = False
    bound: bool = True
    lapsed: bool = False

    def status(self, now: datetime) -> str:
        """Return the authorization's status."""
        if self.revoked:
            return "DELETED"
        if now >= self.ends_at:
            return "EXPIRED"
        return "IN_USE" if self.bound else "NOT_USED"


@dataclass(slots=True)
class Comment:
    """What somebody wrote under an ad."""

    comment_id: str
    adgroup_id: str
    ad_id: str
    content: str
    created_at: datetime
    user_name: str
    likes: int = 0
    status: str = "PUBLIC"
    reply_to: str = ""


@dataclass(frozen=True, slots=True)
class Store:
    """A TikTok Shop and the Business Center that may use it."""

    store_id: str
    name: str
    bc_id: str


@dataclass(slots=True)
class Rule:
    """An automated rule as it was written, and up to when it has been carried out."""

    rule_id: str
    plan: dict[str, Any]
    created_at: datetime
    run_until_at: datetime
    status: str = "ON"
    results: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Task:
    """A long job: made, ready after a while, and then fetched."""

    task_id: str
    advertiser_id: str
    kind: str
    ready_at: datetime
    content: str


@dataclass(frozen=True, slots=True)
class Incident:
    """An entry of the platform's status feed."""

    at: datetime
    title: str
    text: str
