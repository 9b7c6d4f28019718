"""Other hands at work: what people and the platform do outside of the API, on order.

switch          {ids, status, operator?, source?}   a colleague or another tool turns objects of any level
revoke_post     {item_id}                           the creator takes the code of a post back; its ads stop
expire_post     {item_id}                           the code's time is over
end_rf_order    {adgroup_id}                        a sales representative ends a delivering order
end_promote     {campaign_id}                       somebody ends a boosted post in the app
account_status  {advertiser_id, status}             the platform suspends an account or lets it go
revoke_token    {access_token}                      the advertiser takes the app's access back
comment         {ad_id, text, user_name?}           somebody writes under an ad
incident        {title, text}                       the platform announces an outage
reject_ad       {ad_id, reason, suggestion?}        the platform's review rejects an ad, which then stops

What happens in shops stands in `shop_hands`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from unpromote.emulator.lapsing import lose
from unpromote.emulator.objects import DELETE, DISABLE, ENABLE, Kind, Level, Line, Rejection
from unpromote.emulator.records import Comment, Incident, Post
from unpromote.emulator.shop_hands import ACTS as SHOP_ACTS
from unpromote.emulator.turning import Hand, follow, note, turn
from unpromote.emulator.wire import Arguments
from unpromote.emulator.world import Account, World

Act = Callable[[World, Arguments, datetime], None]
ADS_MANAGER = "TikTok Ads Manager"


def do(world: World, order: Arguments, now: datetime) -> None:
    """Do what the order says; raise ValueError where nothing of that name exists, Refusal where a field is wrong."""
    _ACTS[order.choice("act", _ACTS)](world, order, now)


def _switch(world: World, order: Arguments, now: datetime) -> None:
    status = order.choice("status", (ENABLE, DISABLE, DELETE))
    found = [_object(world, object_id) for object_id in order.texts("ids", least=1)]
    for line in found:
        turn(world, line, status, _hand(order, now))


def _revoke_post(world: World, order: Arguments, now: datetime) -> None:
    account, post = _post(world, order.text("item_id"))
    lose(world, account, post, _hand(order, now))
    post.revoked = True


def _expire_post(world: World, order: Arguments, now: datetime) -> None:
    account, post = _post(world, order.text("item_id"))
    lose(world, account, post, _hand(order, now))
    post.ends_at = now


def _end_rf_order(world: World, order: Arguments, now: datetime) -> None:
    _close(world, _object(world, order.text("adgroup_id")), "RF_TERMINATE", _hand(order, now))


def _end_promote(world: World, order: Arguments, now: datetime) -> None:
    line = _object(world, order.text("campaign_id"))
    for adgroup in line.campaign.adgroups:
        _close(world, Line(line.campaign, adgroup), "PROMOTE_WITHDRAW_ORDER", _hand(order, now))


def _close(world: World, line: Line, how: str, hand: Hand) -> None:
    kind = Kind.PROMOTE if how.startswith("PROMOTE") else Kind.REACH_FREQUENCY
    if line.adgroup is None or line.campaign.kind is not kind:
        raise ValueError(f"{line.id} is no ad group of kind {kind.value}")
    line.adgroup.closed = how
    follow(world, line, hand)
    note(world, line, hand, ("STATUS", line.adgroup.switch.status, how))


def _account_status(world: World, order: Arguments, _: datetime) -> None:
    advertiser_id = order.text("advertiser_id")
    if advertiser_id not in world.accounts:
        raise ValueError(f"there is no account {advertiser_id}")
    world.accounts[advertiser_id].status = order.choice("status", ("STATUS_ENABLE", "STATUS_LIMIT", "STATUS_DISABLE"))


def _revoke_token(world: World, order: Arguments, _: datetime) -> None:
    world.revoked.add(order.text("access_token"))


def _comment(world: World, order: Arguments, now: datetime) -> None:
    line = _object(world, order.text("ad_id"))
    account = world.accounts[line.campaign.advertiser_id]
    account.comments.append(
        Comment(
            comment_id=f"74{len(account.comments):017d}",
            adgroup_id=line.id_at(Level.ADGROUP),
            ad_id=line.id,
            content=order.text("text"),
            created_at=now,
            user_name=order.text("user_name") if "user_name" in order else "viewer",
        )
    )


def _incident(world: World, order: Arguments, now: datetime) -> None:
    world.incidents.append(Incident(now, order.text("title"), order.text("text")))


def _reject_ad(world: World, order: Arguments, now: datetime) -> None:
    line = _object(world, order.text("ad_id"))
    if line.ad is None:
        raise ValueError(f"{line.id} is no ad")
    suggestion = order.text("suggestion") if "suggestion" in order else ""
    line.ad.rejected = Rejection(now, order.text("reason"), suggestion)
    follow(world, line, _hand(order, now))


def _hand(order: Arguments, now: datetime) -> Hand:
    operator = order.text("operator") if "operator" in order else "colleague@example.com"
    source = order.text("source") if "source" in order else ADS_MANAGER
    return Hand(at=now, shown_from_at=now, operator=operator, source=source, tail=timedelta(0))


def _object(world: World, object_id: str) -> Line:
    for account in world.accounts.values():
        for level in Level:
            if line := account.find(level, object_id):
                return line
    raise ValueError(f"there is no object {object_id}")


def _post(world: World, item_id: str) -> tuple[Account, Post]:
    for account in world.accounts.values():
        if item_id in account.posts:
            return account, account.posts[item_id]
    raise ValueError(f"there is no post {item_id}")


_ACTS: Mapping[str, Act] = MappingProxyType(
    {
        "switch": _switch,
        "revoke_post": _revoke_post,
        "expire_post": _expire_post,
        "end_rf_order": _end_rf_order,
        "end_promote": _end_promote,
        "account_status": _account_status,
        "revoke_token": _revoke_token,
        "comment": _comment,
        "incident": _incident,
        "reject_ad": _reject_ad,
        **SHOP_ACTS,
    }
)
