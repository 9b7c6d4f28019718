"""What the rest of the agreement adds to a quote: days to keep, duties after the end, and what a person should know.

None of it changes a figure. Days run from the effect of the cancellation, unless they say what else they count from;
where the agreement is silent there is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from unpromote.domain.clauses import UNDERDELIVERY
from unpromote.domain.codec import fraction_text
from unpromote.domain.dates import Period, civil_date, date_before
from unpromote.domain.frame import Dispute, Duty, Makegood, Party
from unpromote.domain.money import exact, round_half_up, shown
from unpromote.domain.objecting import object_by
from unpromote.domain.pricing import Route
from unpromote.domain.settlement import pay_by
from unpromote.domain.situation import Situation
from unpromote.domain.vocabulary import Capacity, Liability, Role

_BUYERS = (Role.ADVERTISER, Role.AGENCY)
_A_YEAR = 365


@dataclass(frozen=True)
class Deadline:
    """Something to do, or to be given, by the end of a day (`on`); `on` is null where no day is agreed."""

    kind: str
    on: date | None
    told: str
    clause: str | None


def deadlines(situation: Situation, route: Route) -> tuple[Deadline, ...]:
    """Return the days that follow from leaving by this route, in the order of the agreement."""
    return (*_payment(situation, route), *_makegood(situation, route), *_duties(situation, route))


def noted(situation: Situation) -> tuple[str, ...]:
    """Return what a lawyer should look at in the agreement's frame, whatever way out is taken."""
    terms = situation.terms
    said = [*_parties(situation), *_notice_form(situation)]
    if terms.tax is not None:
        kind = "net of tax" if terms.tax.net else "gross, tax included"
        said.append(f"tax: amounts are {kind}, no tax is reckoned" + (f"; {terms.tax.note}" if terms.tax.note else ""))
    if terms.term and terms.term.to and situation.final_on > terms.term.to:
        said.append(f"term: the flight outlasts the agreement, which ends on {terms.term.to}")
    if terms.term and terms.term.from_ and situation.first_on < terms.term.from_:
        said.append(f"term: the flight starts before the agreement, on {terms.term.from_}")
    return tuple(said)


def law_of(situation: Situation) -> str | None:
    """Return whose law and which forum decide whether a fee is a penalty, or None where neither is stated."""
    law, dispute = situation.terms.governing_law, situation.terms.dispute
    forum = dispute.forum if dispute else None
    told = [f"law of {law}" if law else "", f"forum {forum}" if forum else ""]
    return ", ".join(filter(None, told)) or None


def _last_day(period: Period | None, at: datetime, situation: Situation) -> date | None:
    return None if period is None else date_before(situation.over_at(period, at), situation.zone)


def _payment(situation: Situation, route: Route) -> Iterator[Deadline]:
    terms, effective_on = situation.terms, civil_date(route.times.effective_at, situation.zone)
    payment, dispute = terms.payment, terms.dispute
    if payment is not None:
        due_on = pay_by(payment, effective_on)
        from_ = (payment.from_ or "invoice").replace("_", " ")
        most = "" if payment.statutory_max is None else f", at most {payment.statutory_max} by statute"
        told = f"pay what is billed on the day of effect: {payment.net} days from {from_}{most}"
        yield Deadline("payment", due_on, f"{told}{_interest(dispute, route)}", payment.clause)
    if dispute is not None and dispute.objection is not None:
        last_on, _ = object_by(effective_on, terms, effective_on)
        silence = "; silence accepts it" if dispute.silence_accepts else ""
        yield Deadline("objection", last_on, f"object to an invoice received on the day of effect{silence}", None)


def _interest(dispute: Dispute | None, route: Route) -> str:
    """Return what a day's delay costs on the cash still to be paid."""
    if dispute is None or dispute.interest is None:
        return ""
    out = route.totals.cash_out
    a_day = round_half_up(exact(out) * dispute.interest / Fraction(_A_YEAR), out.currency)
    from_ = f" from {dispute.interest_from}" if dispute.interest_from else ""
    sums = f"{fraction_text(dispute.interest)} x {shown(out)} / {_A_YEAR} = {shown(a_day)}"
    return f"; late: interest{from_}, {sums} a day"


def _makegood(situation: Situation, route: Route) -> Iterator[Deadline]:
    agreed = situation.terms.makegood
    if agreed is None or situation.promotion.proven(UNDERDELIVERY) is None:
        return
    yield Deadline(
        "makegood", _last_day(agreed.deadline, route.times.effective_at, situation), _remedy(agreed), agreed.clause
    )


def _remedy(agreed: Makegood) -> str:
    kinds = " or ".join(kind.value.replace("_", " ") for kind in agreed.kinds) or "remedy not named, ask"
    consent = "; needs your consent" if agreed.consent else ""
    sole = "; the sole remedy: a credit beside it is not owed" if agreed.sole_remedy else ""
    return f"make good what was not delivered: {kinds}{consent}{sole}"


def _duties(situation: Situation, route: Route) -> Iterator[Deadline]:
    for duty in situation.terms.duties:
        on = _last_day(duty.within, route.times.effective_at, situation)
        yield Deadline(duty.kind.value, on, _duty(duty, situation, route), duty.clause)


def _duty(duty: Duty, situation: Situation, route: Route) -> str:
    until = _last_day(duty.survives_for, route.times.effective_at, situation)
    return f"{duty.holder.value}: {duty.kind.value.replace('_', ' ')}" + (f", until {until}" if until else "")


def _parties(situation: Situation) -> Iterator[str]:
    for party in situation.terms.parties:
        if party.role in _BUYERS and party.capacity is Capacity.CONSUMER:
            signed = situation.terms.signed_on
            since = f", concluded on {signed}" if signed else ""
            law = "Directive 2011/83: 14 days to withdraw, not reckoned here"
            yield f"withdrawal_right: {_named(party)} is a consumer{since}; {law}"
        if party.role is Role.AGENCY and party.liability is not None:
            principal = f" of {party.principal}" if party.principal else ""
            yield f"agency: {_named(party)}{principal} {_LIABLE[party.liability]}"


def _named(party: Party) -> str:
    return party.name or party.id


_LIABLE = {
    Liability.SEQUENTIAL: "owes only what its principal has paid to it",
    Liability.JOINT: "owes together with its principal",
    Liability.SOLE: "owes alone",
}


def _notice_form(situation: Situation) -> Iterator[str]:
    form = situation.terms.notice_form
    if form is None:
        return
    parts = [
        ", ".join(form.form),
        f"to {', '.join(form.addresses)}" if form.addresses else "",
        f"copy to {', '.join(form.copy_to)}" if form.copy_to else "",
        f"in {form.language}" if form.language else "",
        f"must say {', '.join(form.content_required)}" if form.content_required else "",
    ]
    if told := "; ".join(filter(None, parts)):
        yield f"notice_form: {told}"
