"""Reads an advertising account list by list; each list has its own result or its own failure.

GMV Max and Upgraded Smart+ are listed by endpoints of their own and may stand among the usual campaigns as well: they
come first, so that what their own list tells of them counts. Auctions and Reach & Frequency, which TikTok lists
together, are asked for one by one, so that each has its own result; what it hides unless it is asked alone (Promote,
TopView) is asked alone. The boost sessions of GMV Max campaigns are a list too, also of a campaign that is off: nobody
documents that they end with it.

Orders end in their ad groups, so reservations and boosted posts are on as long as one of these is. Where the ad groups
cannot be read, what the campaign says counts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType

from moneyed import Currency, Money

from unpromote.adapters.tiktok import billing
from unpromote.adapters.tiktok.client import TikTokClient
from unpromote.adapters.tiktok.delivery import observation, told_below
from unpromote.adapters.tiktok.posts import said_of
from unpromote.adapters.tiktok.rows import AdvertiserInfo, Boost, Post, Seen
from unpromote.adapters.tiktok.sorts import AUCTION, PROMOTE, RESERVED, SORTS, TOPVIEW, Sort
from unpromote.domain.authorizations import SPARK
from unpromote.domain.codec import currency_named
from unpromote.domain.delivery import ON, OVER_FOR_GOOD, Level, Observation, is_switched_off
from unpromote.domain.errors import OutsideFailed
from unpromote.domain.inventory import CAMPAIGN, SMART_PLUS, Found, Pass, Place, Survey

GMV_MAX, GMV_SESSION = "gmv_max", "gmv_session"
PROMOTE_ORIGIN, TOPVIEW_SORT = "PROMOTE", "TOPVIEW"
IN_ALL = "BUDGET_MODE_TOTAL"
A_DAY = ("BUDGET_MODE_DAY", "BUDGET_MODE_DYNAMIC_DAILY_BUDGET")
LEGACY = "legacy Smart+"


def _asked(kind: str, *alone: Mapping[str, object]) -> Sort:
    sort = SORTS[kind, Level.CAMPAIGN]
    return replace(sort, passes=alone) if alone else sort


LISTS: Mapping[str, Sort] = MappingProxyType(  # in the order of who is believed where two list the same
    {
        GMV_MAX: _asked(GMV_MAX),
        SMART_PLUS: _asked(SMART_PLUS),
        CAMPAIGN: _asked(CAMPAIGN, AUCTION),
        "reach_frequency": _asked("reach_frequency", RESERVED),
        "topview": _asked("topview", TOPVIEW),
        "promote": _asked("promote", PROMOTE),
    }
)


@dataclass
class Account:
    """An account that is being read, and what its lists showed so far: by id the kind, and what is told of it."""

    info: AdvertiserInfo
    shown: dict[str, tuple[str, Seen, Observation]]

    @property
    def id(self) -> str:
        """The advertiser's id."""
        return self.info.advertiser_id

    @property
    def currency(self) -> Currency:
        """The currency of its amounts."""
        return currency_named(self.info.currency, place="TikTok account currency")

    @property
    def place(self) -> Place:
        """The account as inventories name it."""
        return Place(self.id, self.info.name, self.info.currency, self.info.timezone)

    def money(self, amount: Decimal | None) -> Money | None:
        """Return an amount in its currency."""
        return None if amount is None else Money(amount, self.currency)


class TikTokSurvey:
    """Reads everything of an advertising account, and which accounts a Business Center holds."""

    def __init__(self, client: TikTokClient, now: Callable[[], datetime]) -> None:
        self._client, self._lists = client, TikTokLists(client, now)

    def accounts(self, center: str) -> tuple[str, ...]:
        """Return the accounts of a Business Center; raise OutsideFailed."""
        return self._client.accounts_of(center)

    def account(self, advertiser_id: str) -> Survey:
        """Return every list of an account."""
        try:
            account = self._lists.open(advertiser_id)
        except OutsideFailed as failure:
            return Survey(Place(advertiser_id, problem=str(failure)))
        campaigns = self._lists.campaigns(account)
        return Survey(account.place, (*campaigns, self._lists.sessions(account), self._lists.posts(account)))


class TikTokLists:
    """Reads the lists of advertising accounts, one after the other."""

    def __init__(self, client: TikTokClient, now: Callable[[], datetime]) -> None:
        self._client, self._now = client, now

    def open(self, advertiser_id: str) -> Account:
        """Return the account, nothing of it read yet.

        Raises:
            OutsideFailed: TikTok tells nothing of it.
        """
        for info in self._client.advertiser_info([advertiser_id]):
            if info.advertiser_id == advertiser_id:
                return Account(info, {})
        raise OutsideFailed(f"TikTok tells nothing of account {advertiser_id}", permanent=True)

    def campaigns(self, account: Account) -> tuple[Pass, ...]:
        """Return a pass a kind of campaign: its list, what of it is on, and what that has spent."""
        return tuple(self._pass(kind, account, self._list) for kind in LISTS)

    def sessions(self, account: Account) -> Pass:
        """Return the boost sessions of the GMV Max campaigns that were listed before."""
        return self._pass(GMV_SESSION, account, self._boosts)

    def posts(self, account: Account) -> Pass:
        """Return the authorized posts, each with the ads that show it."""
        return self._pass(SPARK, account, self._posts)

    def _pass(self, kind: str, account: Account, read: Callable[[str, Account], Pass]) -> Pass:
        try:
            return read(kind, account)
        except OutsideFailed as failure:
            return Pass(kind, account.id, problem=str(failure), permanent=failure.permanent)

    # --- campaigns

    def _list(self, kind: str, account: Account) -> Pass:
        told = {seen.id: (_kind(kind, seen), seen) for seen in self._client.all(LISTS[kind], account.id)}
        new = {id_: (known, seen) for id_, (known, seen) in told.items() if id_ not in account.shown}
        shown = [(known, seen, observation(seen, self._now())) for known, seen in new.values()]
        shown, untold = self._still_on(account, shown)
        account.shown |= {seen.id: (known, seen, said) for known, seen, said in shown}
        on = [(known, seen) for known, seen, said in shown if not is_switched_off(said)]
        spent, unknown = self._spent(account, on)
        left = [one for one in shown if not is_over(one[2])]
        found = tuple(_found(account, *one, spent.get(one[1].id)) for one in left)
        return Pass(kind, account.id, found, gaps=(*untold, *unknown))

    def _still_on(
        self, account: Account, shown: list[tuple[str, Seen, Observation]]
    ) -> tuple[list[tuple[str, Seen, Observation]], list[str]]:
        """Return what is shown with what its ad groups say, where orders end in these."""
        orders: dict[str, tuple[Seen, ...]] = {}
        untold: list[str] = []
        on = [(kind, seen) for kind, seen, said in shown if not is_switched_off(said)]
        for kind in dict.fromkeys(kind for kind, _ in on if SORTS[kind, Level.CAMPAIGN].ends_below):
            ids = [seen.id for known, seen in on if known == kind]
            try:
                orders[kind] = self._client.below(SORTS[kind, Level.ADGROUP], account.id, ids)
            except OutsideFailed as failure:
                untold.append(f"the ad groups of {len(ids)} {kind.replace('_', ' ')} could not be read: {failure}")
        told = [(kind, told_below(seen, orders.get(kind, ()), said.observed_at), said) for kind, seen, said in shown]
        return [(kind, seen, observation(seen, said.observed_at)) for kind, seen, said in told], untold

    def _spent(self, account: Account, on: Sequence[tuple[str, Seen]]) -> tuple[dict[str, Decimal], list[str]]:
        spent: dict[str, Decimal] = {}
        unknown: list[str] = []
        for kind in dict.fromkeys(kind for kind, _ in on):
            ids = [seen.id for each, seen in on if each == kind]
            try:
                read = billing.spent(self._client, SORTS[kind, Level.CAMPAIGN], account.info, ids, self._now())
            except OutsideFailed as failure:
                unknown.append(f"what {len(ids)} {kind.replace('_', ' ')} spent could not be read: {failure}")
            else:
                spent |= {one.id: one.amount for one in read}
        return spent, unknown

    # --- what belongs to campaigns and ads

    def _boosts(self, kind: str, account: Account) -> Pass:
        found: list[Found] = []
        failures: list[OutsideFailed] = []
        for known, campaign, _ in account.shown.values():
            if known != GMV_MAX or campaign.secondary_status.endswith(OVER_FOR_GOOD):
                continue
            try:
                boosts = self._client.boosts(account.id, campaign.id)
            except OutsideFailed as failure:
                failures.append(failure)
            else:
                found += [_boosting(account, each, campaign, self._now()) for each in boosts]
        of = f"the boost sessions of {len(failures)} GMV Max campaigns of account {account.id}"
        gaps = (f"{of} could not be listed: {failures[0]}",) if failures else ()
        return Pass(kind, account.id, tuple(found), gaps=gaps)

    def _posts(self, kind: str, account: Account) -> Pass:
        posts, ads = self._client.posts(account.id), dict[str, list[str]]()
        gaps: tuple[str, ...] = ()
        try:
            for ad in self._client.all(SORTS[CAMPAIGN, Level.AD], account.id) if posts else ():
                if not is_over(observation(ad, self._now())):
                    ads.setdefault(ad.post_id, []).append(ad.id)
        except OutsideFailed as failure:
            gaps = (f"which ads show the posts of account {account.id} could not be read: {failure}",)
        found = tuple(_authorized(account, one, ads.get(one.item_id, ()), self._now()) for one in posts)
        return Pass(kind, account.id, found, gaps=gaps)


def is_over(said: Observation) -> bool:
    """Tell whether an object is over for good, so that nothing of it could have to be stopped."""
    return said.secondary_status.endswith(OVER_FOR_GOOD) or said.operation_status == "DELETE"


def _kind(listed_as: str, seen: Seen) -> str:
    if listed_as in (GMV_MAX, SMART_PLUS):
        return listed_as
    if seen.needs_own_endpoints:
        return SMART_PLUS
    if seen.origin == PROMOTE_ORIGIN:
        return "promote"
    if seen.reservation:
        return "topview" if seen.reservation == TOPVIEW_SORT else "reach_frequency"
    return listed_as


def _found(account: Account, kind: str, seen: Seen, said: Observation, spent: Decimal | None) -> Found:
    return Found(
        kind=kind,
        account=account.id,
        seen=said,
        on=not is_switched_off(said),
        sort=LEGACY if seen.legacy_smart_plus and kind == CAMPAIGN else "",
        spent=account.money(spent),
        a_day=account.money(seen.budget) if seen.budget_mode in A_DAY else None,
        in_all=account.money(seen.budget) if seen.budget_mode == IN_ALL else None,
    )


def _boosting(account: Account, boost: Boost, campaign: Seen, at: datetime) -> Found:
    """Return a session that has not ended. TikTok states no status of it: the list holds no other ones."""
    seen = Observation(boost.id, ON, "", f"Boost session of {campaign.name}", boost.request_id, boost.log_id, at)
    return Found(kind=GMV_SESSION, account=account.id, seen=seen, on=True, a_day=account.money(boost.budget))


def _authorized(account: Account, post: Post, used_by: Sequence[str], at: datetime) -> Found:
    seen = said_of(post, at)
    return Found(SPARK, account.id, seen, not is_switched_off(seen), ends_at=post.ends_at, used_by=tuple(used_by))
