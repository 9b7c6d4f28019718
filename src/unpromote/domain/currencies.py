"""Amounts in another currency than the agreement settles in: converted once, by a rate with its day and its source.

The media order (budget, spent, prepaid) is always in the settlement currency. What else a promotion states may be in
another one, written with it ("1200.00 USD"), if `terms.fx` says how it is converted: a rate of settlement currency for
one unit. An amount is converted where it enters the sums and rounded once there, to the settlement currency's minor
unit; all that follows reckons with the rounded amount. Creators are reckoned and paid in their own currency, and only
the sums of a creator are converted, each rounded once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any

from moneyed import Money

from unpromote.domain.codec import amount_text, fraction_text
from unpromote.domain.errors import BadInput
from unpromote.domain.lines import Line
from unpromote.domain.money import exact, round_half_up
from unpromote.domain.promotion import Creator, Promotion
from unpromote.domain.shapes import joined, leaves
from unpromote.domain.terms import Terms

_MEDIA = frozenset({"budget", "spent", "prepaid"})
_ENTERING = {
    "custom_material": ("custom_material.completed",),
    "shortfall": ("siblings",),
    "minimum_spend": ("minimum_spend",),
}


@dataclass(frozen=True)
class Settled(Promotion):
    """A promotion in the settlement currency, its creators in their own; the sum of each conversion by path."""

    conversions: Mapping[str, str] = field(default_factory=dict)


def converted(amount: Money, terms: Terms) -> Money:
    """Return the amount in the settlement currency, rounded once; the amount itself where it is in it already."""
    code = amount.currency.code
    return amount if code == terms.currency else round_half_up(exact(amount) * terms.fx[code].rate, terms.currency)


def conversion(amount: Money, terms: Terms) -> str:
    """Return the sum as a person checks it: 1200.00 USD x 0.92 EUR (ECB, 2026-09-18) = 1104.00 EUR."""
    fx = terms.fx[amount.currency.code]
    by = f"{fraction_text(fx.rate)} {terms.currency} ({fx.source}, {fx.date.isoformat()})"
    value = exact(amount) * fx.rate
    rounded = converted(amount, terms)
    about = "" if exact(rounded) == value else f"{fraction_text(value)} = "
    return f"{_told(amount)} x {by} = {about}{_told(rounded)}"


def from_settlement(amount: Money, code: str, terms: Terms) -> tuple[Money, str]:
    """Return an amount of the terms in a creator's currency, rounded once, and the sum; the rate divides."""
    if amount.currency.code == code:
        return amount, ""
    fx = terms.fx[code]
    found = round_half_up(exact(amount) / fx.rate, code)
    by = f"{fraction_text(fx.rate)} {terms.currency} ({fx.source}, {fx.date.isoformat()})"
    return found, f"{_told(amount)} / {by} = {_told(found)}"


def in_settlement(promotion: Promotion, terms: Terms) -> Promotion:
    """Return the promotion with all amounts but its creators' converted, and the conversions told."""
    if not terms.fx or isinstance(promotion, Settled):
        return promotion
    told: dict[str, str] = {}
    parts = {
        part.name: getattr(promotion, part.name)
        if part.name == "creators"
        else _settled(getattr(promotion, part.name), part.name, terms, told)
        for part in fields(promotion)
    }
    return Settled(**parts, conversions=told)


def conversions_of(promotion: Promotion) -> Mapping[str, str]:
    """Return the sums of the conversions by path, none where nothing was converted."""
    return promotion.conversions if isinstance(promotion, Settled) else {}


def told(line: Line, promotion: Promotion, terms: Terms) -> Line:
    """Return the line with the conversions that went into it, in its formula and its inputs."""
    known = conversions_of(promotion)
    entering = _entering(line, terms) if known else ()
    found = {path: text for path, text in known.items() if path.startswith(entering)}
    if not found:
        return line
    formula = "; ".join((line.formula, *found.values()))
    return replace(line, formula=formula, inputs={**line.inputs, **{f"fx {path}": found[path] for path in found}})


def check_currencies(promotion: Promotion, terms: Terms, place: str) -> None:
    """Raise BadInput for an amount in another currency that nothing says how to convert."""
    for path, value in leaves(replace(promotion, creators=()), ""):
        if isinstance(value, Money):
            _check(value, terms, joined(place, path), convertible=path not in _MEDIA)
    for n, creator in enumerate(promotion.creators):
        _check_creator(creator, terms, joined(place, f"creators[{n}]"))


def check_terms_currencies(terms: Terms, place: str) -> None:
    """Raise BadInput for a conversion that cannot be meant, and for amounts of the terms in another currency."""
    for code, fx in terms.fx.items():
        where = joined(place, f"fx.{code}")
        if code == terms.currency or fx.rate <= 0:
            problem = "the settlement currency needs no rate" if fx.rate > 0 else f"{fx.rate} is no rate"
            raise BadInput(problem, place=where, mend=f"state what one unit of another currency is in {terms.currency}")
    for path, value in leaves(terms, place):
        if isinstance(value, Money):
            _check(value, terms, path, convertible=False)


def _check_creator(creator: Creator, terms: Terms, place: str) -> None:
    own = creator.advance_paid.currency
    for path, value in leaves(creator, place):
        if isinstance(value, Money):
            _check(value, terms, path, convertible=True)
            if value.currency != own:
                mend = f"write it in {own}, the currency of advance_paid"
                raise BadInput(f"{_told(value)}: a creator is paid in one currency", place=path, mend=mend)


def _check(amount: Money, terms: Terms, place: str, *, convertible: bool) -> None:
    code = amount.currency.code
    if code == terms.currency or (convertible and code in terms.fx):
        return
    problem = f"{_told(amount)} is not in {terms.currency}, the settlement currency"
    state = f'state terms.fx.{code} {{"rate", "date", "source"}}, or write it in {terms.currency}'
    raise BadInput(problem, place=place, mend=state if convertible else f"write it in {terms.currency}")


def _settled(value: Any, path: str, terms: Terms, told: dict[str, str]) -> Any:
    if isinstance(value, Money):
        if value.currency.code != terms.currency:
            told[path] = conversion(value, terms)
        return converted(value, terms)
    if isinstance(value, tuple):
        return tuple(_settled(item, f"{path}[{n}]", terms, told) for n, item in enumerate(value))
    if isinstance(value, Mapping):
        return {key: _settled(item, f"{path}.{key}", terms, told) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **dict(_changed(value, path, terms, told)))
    return value


def _changed(value: Any, path: str, terms: Terms, told: dict[str, str]) -> Iterator[tuple[str, Any]]:
    for part in fields(value):
        yield part.name, _settled(getattr(value, part.name), f"{path}.{part.name}", terms, told)


def _entering(line: Line, terms: Terms) -> tuple[str, ...]:
    """Return the paths of the promotion whose amounts a line is reckoned from."""
    kind, _, name = line.code.partition(":")
    if kind == "credit":
        return tuple(f"facts.{credit.fact}." for credit in terms.credits if credit.id == name)
    if kind == "fee":
        return ("noncancellable_costs",) if "noncancellable_costs" in line.inputs else ()
    return _ENTERING.get(kind, ())


def _told(amount: Money) -> str:
    return f"{amount_text(amount)} {amount.currency.code}"
