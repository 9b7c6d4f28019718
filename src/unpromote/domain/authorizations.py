"""A creator's authorization of a post for ads (Spark Ads), and how far taking it back has come.

    ads     the ads that show the post have to be off first
    code    the creator has to delete the code in the app, or it has to expire
    unbind  it is gone: the post is taken off the account, which nothing undoes
    check   it is off the account: the ads have to show that as well
    over    they do

No ad outside the case is touched. As long as one of them shows the post and may run, nothing is taken off the account.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

SPARK = "spark_authorization"
IN_USE = "IN_USE"
GONE = frozenset({"EXPIRED", "DELETED"})  # the platform's words; any other is taken for a living authorization
LOST = ("_CREATOR_AUTHORIZATION_REVOKED", "_ASSET_AUTHORIZATION_LOST")
DELETED = "_DELETE"
AT_REST = ("_DISABLE", DELETED, "_DONE", *LOST)
MOST_NAMED = 20  # ids that are kept by name, the rest is a count


class Step(Enum):
    """What comes next; append-only."""

    ADS = "ads"
    CODE = "code"
    UNBIND = "unbind"
    CHECK = "check"
    OVER = "over"


@dataclass(frozen=True)
class ShownAd:
    """An ad that shows the post, as the platform shows the ad."""

    id: str
    name: str
    operation_status: str
    secondary_status: str
    campaign_id: str
    adgroup_id: str
    request_id: str

    @property
    def may_run(self) -> bool:
        """Whether neither it nor what stands above it is off, and it may still show the post."""
        return self.operation_status == "ENABLE" and not self.secondary_status.endswith(AT_REST)

    @property
    def shows_loss(self) -> bool:
        """Whether it says that it may no longer show the post, or is no more."""
        return self.secondary_status.endswith((*LOST, DELETED))

    def is_within(self, external_ids: Iterable[str]) -> bool:
        """Tell whether it is one of these objects, or stands in one."""
        return not {self.id, self.adgroup_id, self.campaign_id}.isdisjoint(external_ids)


@dataclass(frozen=True)
class Authorization:
    """How far it has come with one post.

    Attributes:
        status: the platform's word for the authorization
        since_at, until_at: when this step began, and until when it should be over
        running: ads of this case that show the post and may run; at most 20 ids, as `outside`
        outside: ads that are none of this case's and do the same
        more: how many more of both there are
        looks, turn: how often it was looked at since the case's version `turn`
    """

    step: Step
    creator: str
    status: str
    since_at: datetime
    until_at: datetime
    looked_at: datetime
    ends_at: datetime | None = None
    running: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    more: int = 0
    looks: int = 0
    turn: int = 0

    @property
    def told(self) -> str:
        """What is waited for, and what a person should know."""
        if not self.outside:
            return self._waits
        return f"{self._waits}; ads that are none of this case's show it and may run: {', '.join(self.outside)}"

    @property
    def _waits(self) -> str:
        until = f"until {self.until_at:%Y-%m-%d %H:%M} UTC"
        ends = f", or it expires on {self.ends_at:%Y-%m-%d}" if self.ends_at else ""
        return {
            Step.ADS: f"the ads that show it have to be off, {until}",
            Step.CODE: f"{self.creator} has to delete its code in the TikTok app, {until}{ends}",
            Step.UNBIND: f"its code is gone ({self.status}); the post has to be taken off the account, {until}",
            Step.CHECK: f"it is off the account; its ads have to show that, {until}",
            Step.OVER: "it is off the account, and its ads show that",
        }[self.step]


def may_unbind(status: str, ads: Iterable[ShownAd]) -> bool:
    """Tell whether a post may be taken off the account: its code is gone, and no ad that shows it may run."""
    return status in GONE and not any(ad.may_run for ad in ads)
