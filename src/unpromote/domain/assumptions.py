"""Defaults and silences that took part in a figure, said aloud: a default is never used for money unseen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from unpromote.domain.clauses import CreatorTerms
from unpromote.domain.frame import PresetUsed
from unpromote.domain.pricing import Route
from unpromote.domain.situation import Situation
from unpromote.domain.vocabulary import Acceptance, Effective

FRESH = timedelta(days=2)  # reports run a day behind
_PRESET = re.compile(r"preset ([\w.-]+)")


def assumed(situation: Situation, route: Route) -> tuple[str, ...]:
    """Return one sentence for each default, or stated term the rules do not price, that matters to this route."""
    return (
        *_of_notice(situation, route),
        *_of_money(situation, route),
        *_of_creators(situation, route),
        *_of_presets(situation, route),
    )


def _of_notice(situation: Situation, route: Route) -> Iterator[str]:
    wants_now = situation.request.effective is Effective.IMMEDIATE and route.right.notice is not None
    if wants_now and route.times.in_lieu is None and not route.times.expires:
        yield "immediate effect was asked for, but no fee in lieu is agreed: the notice runs"
    if route.right.acceptance is Acceptance.CONSENT:
        yield "cancelling by this right needs the other side's consent"


def _of_money(situation: Situation, route: Route) -> Iterator[str]:
    terms, promotion = situation.terms, situation.promotion
    through = promotion.spent_through
    if through is not None and through < situation.final_on and situation.received_on - through > FRESH:
        since = "what ran since is taken as still to come"
        yield f"the spend is that through {through}, the notice counts from {situation.received_on}: {since}"
    if route.refund is not None and terms.refund is None:
        yield "terms.refund is absent: a refund by the original method is assumed"
    if route.refund is not None and terms.refund is not None and terms.refund.excludes:
        yield f"not refunded, and not told apart in prepaid: {', '.join(terms.refund.excludes)}"
    if promotion.minimum_spend is not None and promotion.minimum_spend.rate is None:
        yield "promotion.minimum_spend is stated but not priced: state its rate and clause"
    if promotion.deposit is not None and promotion.deposit.refund is None:
        yield "promotion.deposit is stated but not priced: state its refund and clause"
    if {"shortfall", "minimum_spend"} <= {item.code for item in route.lines}:
        yield "minimum_spend and minimum_commitment are both charged: ask whether one counts towards the other"
    if route.deposit is not None and route.deposit.due_by is None and route.deposit.refunded:
        yield "promotion.deposit.within is absent: no day is known by which it comes back"


def _of_creators(situation: Situation, route: Route) -> Iterator[str]:
    creators, terms = situation.promotion.creators, situation.terms.creators or CreatorTerms()
    if any(creator.usage for creator in creators) and terms.usage is None:
        yield "terms.creators.usage is absent: paid by the day up to the last day of service"
    if any(creator.exclusivity for creator in creators) and terms.exclusivity is None:
        yield "terms.creators.exclusivity is absent: paid by the day up to the last day of service"
    if any(item.direction == "clawback" for item in route.creators) and terms.advance is None:
        yield "terms.creators.advance is absent: an advance beyond what is due is claimed back"
    if any(creator.takedown_requested for creator in creators) and terms.takedown_fee is None:
        yield "terms.creators.takedown_fee is absent: takedown costs nothing"


def _of_presets(situation: Situation, route: Route) -> Iterator[str]:
    terms = situation.terms
    known = {layer.preset.name: layer.preset for layer in terms.layers if layer.preset}
    for what, item, clause in _clauses(situation, route):
        if found := _PRESET.match(clause or ""):
            yield f"{what}: {_preset(found[1], item, known.get(found[1]))}"


def _clauses(situation: Situation, route: Route) -> Iterator[tuple[str, str, str | None]]:
    """Yield what this route rests on, with its id and the clause that it stands in."""
    terms = situation.terms
    yield f"right {route.right.id}", route.right.id, route.right.clause
    for fee in terms.fees:
        if any(line.code == f"fee:{fee.id}" for line in route.lines):
            yield f"fee {fee.id}", fee.id, fee.clause
    if route.creators and terms.creators is not None:
        yield "creators", "creators", terms.creators.clause
    if route.refund is not None and terms.refund is not None:
        yield "refund", "refund", terms.refund.clause


def _preset(name: str, item: str, used: PresetUsed | None) -> str:
    if used is None:
        return f"preset {name}, not this agreement's own words"
    mark = used.marks.get(item, used.mark).value.replace("_", " ")
    changed = f"; changed by hand: {', '.join(used.changed)}" if used.changed else ""
    return f"preset {name}, {mark}, {used.source}{changed}"
