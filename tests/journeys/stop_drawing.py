"""What a run of stopping is: a small world, what of it is in scope, and the troubles on its way; all from one seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import builders as b
from journeys.stop_troubles import SPAN, Life, faults, lives
from unpromote.domain.delivery import Level, Observation, Target
from unpromote.emulator.objects import Kind, Line
from unpromote.emulator.objects import Level as Depth
from unpromote.emulator.plans import AccountPlan, AppPlan, BusinessCenterPlan, PromotionPlan, Scenario, StorePlan
from unpromote.emulator.quirks import Quirks
from unpromote.emulator.world import World, lines

TOKEN, STORE, CENTER = "token", "7490000000000000001", "7100000000000000001"
KINDS = {
    Kind.AUCTION: "campaign",
    Kind.LEGACY_SMART_PLUS: "campaign",
    Kind.SMART_PLUS: "smart_plus",
    Kind.GMV_MAX: "gmv_max",
}
DRAWN = tuple(KINDS)
KINDS |= {Kind.SPARK: "campaign"}  # in the place of some auctions
LEVELS = {Depth.CAMPAIGN: Level.CAMPAIGN, Depth.ADGROUP: Level.ADGROUP, Depth.AD: Level.AD}


@dataclass(frozen=True)
class Deed:
    """What others do at the nth call that the emulator gets."""

    nth: int
    act: str
    about: Any = None


@dataclass(frozen=True)
class Trial:
    """What a run is before its world stands."""

    seed: int
    scenario: Scenario
    quirks: Quirks
    level: str
    lives: tuple[Life, ...]
    faults: tuple[dict[str, Any], ...]
    asks_again: bool
    at_once: bool


@dataclass(frozen=True)
class Scope:
    """What of the world is to be stopped, and what colleagues do meanwhile."""

    targets: tuple[Target, ...]
    deeds: tuple[Deed, ...]
    on_again: str = ""


def trial(seed: int) -> Trial:
    draw = random.Random(f"{seed}/trial")  # noqa: S311 - a seeded test, no secret
    paced = draw.random() < 0.1
    return Trial(
        seed=seed,
        scenario=_with_creators(seed, _scenario(draw)),
        quirks=_quirks(draw, paced=paced),
        level="basic" if paced else "ultimate",
        lives=tuple(lives(draw)),
        faults=tuple(faults(draw)),
        asks_again=draw.random() < 0.8,
        at_once=draw.random() < 0.3,
    )


def scope(seed: int, world: World) -> Scope:
    """Choose what is to be stopped; beside it something always stays outside."""
    draw = random.Random(f"{seed}/scope")  # noqa: S311 - a seeded test, no secret
    found: list[Line] = []
    for account in world.accounts.values():
        for line in lines(account, Depth.CAMPAIGN):
            if draw.random() < 0.7:
                found += _within(draw, line)
    first = next(iter(world.accounts.values())).campaigns[0]
    chosen = tuple(found) or (Line(first),)
    targets = tuple(_target(n, line, draw) for n, line in enumerate(chosen, start=1))
    if draw.random() < 0.25:  # as the kill switch leaves them: seen on a moment ago
        targets = tuple(replace(one, before=_seen(one)) for one in targets)
    missing = _target(len(targets) + 1, chosen[0], draw)
    missing = replace(missing, external_id="1899999999999999999", kind="campaign", level=Level.CAMPAIGN, before=None)
    mixed = draw.random() < 0.15
    switched = [one for one in targets if one.level is not Level.AD]
    on_again = draw.choice(switched).external_id if switched and draw.random() < 0.15 else ""
    return Scope(
        targets=(*targets, missing) if mixed else targets,
        deeds=tuple(_deeds(draw, targets)),
        on_again=on_again,
    )


def _within(draw: random.Random, line: Line) -> list[Line]:
    """Take a campaign, or only some of what is in it."""
    kind, depth = line.campaign.kind, draw.random()
    if depth < 0.7 or kind not in (Kind.AUCTION, Kind.SPARK, Kind.SMART_PLUS):
        return [line]
    groups = [Line(line.campaign, group) for group in line.campaign.adgroups if draw.random() < 0.6]
    if depth < 0.9:
        return groups
    return [Line(group.campaign, group.adgroup, ad) for group in groups for ad in group.adgroup.ads[:1]]


def _target(n: int, line: Line, draw: random.Random) -> Target:
    kind = KINDS[line.campaign.kind]
    if kind == "smart_plus" and line.level is Depth.CAMPAIGN and draw.random() < 0.2:
        kind = "campaign"  # a list that marks nothing
    return b.target(
        n,
        kind=kind,
        advertiser_id=line.campaign.advertiser_id,
        external_id=line.id,
        name=f"<{n}> {line.own.name}",
        level=LEVELS[line.level],
        pace=b.usd(f"{draw.randint(10, 900)}.00"),
    )


def _seen(target: Target) -> Observation:
    shown = f"{target.level.value.upper()}_STATUS_DELIVERY_OK"
    return Observation(target.external_id, "ENABLE", shown, target.name, "req-list", "log-list", b.NOW)


def _deeds(draw: random.Random, targets: tuple[Target, ...]) -> Iterator[Deed]:
    names = [one.external_id for one in targets]
    if draw.random() < 0.25:
        yield Deed(draw.randint(3, 25), "switch", {"ids": [draw.choice(names)], "status": "ENABLE"})
    if draw.random() < 0.08:
        yield Deed(draw.randint(1, 12), "switch", {"ids": [draw.choice(names)], "status": "DELETE"})
    if draw.random() < 0.12:
        nth = draw.randint(1, 12)
        yield Deed(nth, "revoke")
        if draw.random() < 0.6:
            yield Deed(nth + draw.randint(1, 4), "restore")
    if draw.random() < 0.2:
        yield Deed(draw.randint(1, 20), "leap", draw.randint(1, SPAN))


def _scenario(draw: random.Random) -> Scenario:
    accounts = tuple(_account(draw, n) for n in range(draw.choice((1, 1, 2, 3))))
    center = BusinessCenterPlan(CENTER, "Northwind", "USD", "UTC", tuple(one.advertiser_id for one in accounts))
    return Scenario(b.NOW, accounts, (AppPlan("7300000000000000001", "secret", TOKEN),), business_centers=(center,))


def _with_creators(seed: int, drawn: Scenario) -> Scenario:
    """Have creators' posts in the place of some auctions (Spark); all else is drawn as it would be without."""
    draw = random.Random(f"{seed}/creators")  # noqa: S311 - a seeded test, no secret
    return replace(drawn, accounts=tuple(_with_posts(draw, account) for account in drawn.accounts))


def _with_posts(draw: random.Random, account: AccountPlan) -> AccountPlan:
    auctions = {plan.name for plan in account.promotions if plan.kind is Kind.AUCTION and draw.random() < 0.4}
    plans = (
        replace(plan, kind=Kind.SPARK, creators=("@cleo", "@dan")) if plan.name in auctions else plan
        for plan in account.promotions
    )
    return replace(account, promotions=tuple(plans))


def _account(draw: random.Random, n: int) -> AccountPlan:
    crowd = draw.random() < 0.05
    kinds = draw.sample(DRAWN, draw.randint(1, 4))
    plans = (_promotion(draw, kind, draw.randint(21, 45) if crowd and not nth else draw.randint(1, 3))
             for nth, kind in enumerate(kinds))  # fmt: skip
    stores = (StorePlan(STORE, "Northwind Shop", CENTER),)
    return AccountPlan(f"730200000000000001{n}", f"Account {n}", "USD", "UTC", tuple(plans), stores=stores)


def _promotion(draw: random.Random, kind: Kind, count: int) -> PromotionPlan:
    many = count > 20
    return PromotionPlan(
        name=kind.value,
        starts_on=date(2026, 9, 1),
        ends_on=date(2026, 12, 1),
        kind=kind,
        daily_budget=Decimal(240),
        count=count,
        ad_groups=1 if many else 2,
        ads=1 if many else 2,
        status=draw.choice(("ENABLE",) * 30 + ("DISABLE",)),
        store_id=STORE if kind is Kind.GMV_MAX else "",
        live=kind is Kind.GMV_MAX and draw.random() < 0.3,
    )


def _quirks(draw: random.Random, *, paced: bool) -> Quirks:
    def rarely(choices: tuple) -> Any:
        return draw.choice(choices[1:]) if draw.random() < 0.2 else choices[0]

    return Quirks(
        level="basic" if paced else "unlimited",
        advertiser_qps=10 if paced and draw.random() < 0.5 else 0,
        app_qps=20 if paced and draw.random() < 0.5 else 0,
        repeat_code=rarely((0, 40012)),
        partial_code=rarely((0, 20001)),
        skip_bad_ids=rarely((False, True)),
        report_lag_seconds=rarely((1800, 7200)),
        correction_percent=rarely((0, 2, 5)),
        stop_tail_seconds=rarely((0, 600, 3 * 3600)),
        gmv_max_stop=rarely(("campaign", "smart_plus", "both")),
        gmv_max_in_campaign_get=rarely((False, True)),
    )
