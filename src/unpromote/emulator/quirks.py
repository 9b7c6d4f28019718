"""Switches for what the real platform leaves open, does at times, or does differently by account.

Each default is the documented or the friendliest behavior; a test switches on the other one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from unpromote.emulator.limits import LEVELS

GMV_MAX_STOPS = ("campaign", "smart_plus", "both", "none")


@dataclass(frozen=True)
class Quirks:
    """How this emulated platform behaves where the documents say nothing or name more than one way.

    Attributes:
        level: the app's rate limits: basic, advanced, premium, ultimate, sandbox or unlimited
        repeat_code: the answer to a status update that changes nothing, 0 or 40012
        too_many_ids_code: the answer to more ids than allowed, 40002 or 40011
        partial_code: the answer to a partly successful update, 0 or 20001
        skip_bad_ids: whether an update with some bad ids changes the good ones instead of nothing
        tolerant_booleans: whether "True" in a query counts as true
        stop_tail_seconds: how long delivery, and so spend, goes on after a stop
        report_lag_seconds: how far reports lie behind; 30 minutes as a rule, two hours at worst
        correction_percent: spend that the daily correction at 08:00 UTC adds to the days before, in percent
        advertiser_qps: calls a second that one advertiser may get over all endpoints; 0 for no limit
        app_qps: calls a second that an app may make over all endpoints; 0 for no limit
        sandbox: whether only the sandbox's endpoints are there, and no secondary status
        gmv_max_stop: which endpoint pauses a GMV Max campaign: campaign, smart_plus, both or none
        gmv_max_in_campaign_get: whether /campaign/get/ and reports show GMV Max campaigns
        sessions_end_with_campaign: whether pausing a GMV Max campaign ends its sessions, which else go on spending
        code_deleted_in_use: whether a creator can delete a Spark code while an ad that shows the post is on
        smart_plus_ad_seconds: how long an Upgraded Smart+ ad is closed for the next change
        smart_plus_ad_code: the answer to a change that comes too early
        transfer_code: the answer to a transfer that cannot be made
        repeat_transfer_code: the answer to a request_id that was used before: 0 with the first answer, or 40050
        task_seconds: how long a task for a report, a change log or an export takes
        children_lag_seconds: how long ad groups and ads are shown as before after a switch above them
        shop_qps: calls a second that a partner app may make to shops; 0 for no limit, since none is known
        shop_refusal_code: the answer of a shop to what cannot be done as things stand
        target_canceling_seconds: how long a removed collaboration with creators by name is being canceled
    """

    level: str = "basic"
    repeat_code: int = 0
    too_many_ids_code: int = 40002
    partial_code: int = 0
    skip_bad_ids: bool = False
    tolerant_booleans: bool = False
    stop_tail_seconds: int = 0
    report_lag_seconds: int = 1800
    correction_percent: int = 0
    advertiser_qps: int = 0
    app_qps: int = 0
    sandbox: bool = False
    gmv_max_stop: str = "campaign"
    gmv_max_in_campaign_get: bool = False
    sessions_end_with_campaign: bool = False
    code_deleted_in_use: bool = True
    smart_plus_ad_seconds: int = 5
    smart_plus_ad_code: int = 40202
    transfer_code: int = 40002
    repeat_transfer_code: int = 0
    task_seconds: int = 0
    children_lag_seconds: int = 0
    shop_qps: int = 0
    shop_refusal_code: int = 98001004
    target_canceling_seconds: int = 0

    def __post_init__(self) -> None:
        if self.level not in LEVELS:
            raise ValueError(f"level: unknown {self.level!r}; known: {', '.join(LEVELS)}")
        if self.gmv_max_stop not in GMV_MAX_STOPS:
            raise ValueError(f"gmv_max_stop: unknown {self.gmv_max_stop!r}; known: {', '.join(GMV_MAX_STOPS)}")

    @property
    def stop_tail(self) -> timedelta:
        """How long delivery goes on after a stop."""
        return timedelta(seconds=self.stop_tail_seconds)

    @property
    def children_lag(self) -> timedelta:
        """How long ad groups and ads are shown as before after a switch above them."""
        return timedelta(seconds=self.children_lag_seconds)

    @property
    def report_lag(self) -> timedelta:
        """How far reports lie behind."""
        return timedelta(seconds=self.report_lag_seconds)

    @property
    def correction(self) -> Fraction:
        """The share of spend that the daily correction adds."""
        return Fraction(self.correction_percent, 100)
