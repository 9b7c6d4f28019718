"""Asks for quotes as files carry them: `{terms, promotion, request, cost_curve?, decision?}`, or a file of vectors.

Instead of terms there may be `layers`, and beside either what is `unclear` in them: then the answer is a range.
A vector may add id, title, tests, expected, note and why. `compare` says where an answer differs from what a vector
expects, by the conventions of the format: lines are matched by code, zero lines and further fields may be added,
formulas are not compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from unpromote.domain import codec
from unpromote.domain.agreement import Promotion, Request, Terms, read_request
from unpromote.domain.choices import DecisionAsked, check_asked
from unpromote.domain.curve import CurveRequest, cost_curve, points_json
from unpromote.domain.errors import BadInput
from unpromote.domain.layering import Presets, no_presets
from unpromote.domain.layers import Merged
from unpromote.domain.options import options, options_json
from unpromote.domain.proving import if_proven, if_proven_json
from unpromote.domain.quote import Quote, quote, quote_json
from unpromote.domain.ranges import range_json, ranged
from unpromote.domain.reproducing import Versions, computed_with
from unpromote.domain.shapes import check_values
from unpromote.domain.standing import standings
from unpromote.domain.stated import read_stated
from unpromote.domain.unclear import Unsettled

FORMAT = "cancellation-quote-vectors/1"
_ASKED = ("terms", "promotion", "request")
_FURTHER = ("layers", "unclear", "cost_curve", "decision")
_KNOWN = frozenset({*_ASKED, *_FURTHER, "id", "title", "tests", "expected", "note", "why"})
_LONGEST_LAG = 366
_NOT_COMPARED = frozenset({"formula", "why", "note"})


@dataclass(frozen=True)
class Ask:
    """One question: an agreement, a promotion under it, a request, and perhaps days to quote.

    Where `unsettled` is given the terms are unclear, and `terms` and `promotion` are but the first reading of many.
    """

    terms: Terms
    promotion: Promotion
    request: Request
    cost_curve: CurveRequest | None = None
    id: str | None = None
    merged: Merged | None = None
    unsettled: Unsettled | None = None
    decision: DecisionAsked | None = None


def vectors_in(document: Any) -> Iterator[tuple[str, Any]]:
    """Yield the vectors of a parsed document, each with the place it stands at."""
    if isinstance(document, dict) and "vectors" in document:
        yield from _of_file(document)
    elif isinstance(document, list):
        yield from ((_place(vector, n), vector) for n, vector in enumerate(document))
    else:
        yield _place(document, None), document


def read_ask(vector: Any, place: str = "", presets: Presets = no_presets) -> Ask:
    """Return the question; raise BadInput for anything that cannot be used. `presets` knows those that layers name."""
    if not isinstance(vector, dict):
        raise BadInput("expected an object", place=place, mend="write {terms, promotion, request}")
    for key in vector:
        if key not in _KNOWN:
            mend = f"known here: {', '.join(sorted(_KNOWN))}"
            raise BadInput(f"unknown field {key!r}", place=place, mend=mend)
    for key in _ASKED:
        if key not in vector and not (key == "terms" and "layers" in vector):
            raise BadInput(f"field {key!r} is missing", place=place, mend="write {terms, promotion, request}")
    return _read_agreed(vector, f"{place}: " if place else "", presets)


def _read_agreed(vector: Mapping[str, Any], inside: str, presets: Presets) -> Ask:
    stated = read_stated(vector, inside, presets)
    merged, unclear = stated.merged, stated.unclear
    unsettled = Unsettled(stated.terms, vector["promotion"], unclear, inside)
    try:
        terms, promotion = unsettled.under(unsettled.first)
    except BadInput as problem:
        raise merged.blamed(problem, f"{inside}terms") if merged else problem from None
    asked = vector.get("cost_curve")
    weighed = vector.get("decision")
    for key in ("cost_curve", "decision"):
        if unclear and vector.get(key) is not None:
            mend = "ask for the quote alone, or for one reading at a time"
            raise BadInput(f"there is no one {key} while terms are unclear", place=f"{inside}{key}", mend=mend)
    return Ask(
        terms,
        promotion,
        read_request(vector["request"], f"{inside}request"),
        None if asked is None else _read_curve(asked, f"{inside}cost_curve"),
        str(vector["id"]) if "id" in vector else None,
        merged,
        unsettled if unclear else None,
        None if weighed is None else _read_decision(weighed, promotion, f"{inside}decision"),
    )


def _read_decision(asked: Any, promotion: Promotion, place: str) -> DecisionAsked:
    decision = codec.decode(DecisionAsked, asked, currency=promotion.budget.currency.code, place=place)
    check_asked(decision, promotion, place)
    return decision


def _read_curve(asked: Any, place: str) -> CurveRequest:
    curve = codec.decode(CurveRequest, asked, place=place)
    check_values(curve, place)
    if curve.lag_days is not None and not 0 <= curve.lag_days <= _LONGEST_LAG:
        mend = f"use 0 to {_LONGEST_LAG} days"
        raise BadInput(f"a lag of {curve.lag_days} days cannot be meant", place=f"{place}.lag_days", mend=mend)
    return curve


def answer(ask: Ask, versions: Versions | None = None) -> dict[str, Any]:
    """Return the quote in its written form, the vector's id before it, the curve and the options behind.

    `evidence` says how each stated fact is shown, `if_proven` what proving the missing ones would save.

    Unclear terms give a range with questions instead of figures; layers add which of them won, by path; versions add
    what it was computed with.
    """
    if ask.unsettled is not None:
        written = range_json(ranged(ask.unsettled, ask.request))
    else:
        written = _proving(ask, quote(ask.terms, ask.promotion, ask.request))
    if ask.id is not None:
        written = {"id": ask.id, **written}
    if ask.merged is not None:
        written["won"] = dict(ask.merged.won)
    if ask.cost_curve is not None:
        points = cost_curve(ask.terms, ask.promotion, ask.request, ask.cost_curve)
        written["cost_curve"] = points_json(points, ask.terms.currency)
    if ask.decision is not None:
        found = options(ask.terms, ask.promotion, ask.request, ask.decision)
        written["options"] = options_json(found, ask.terms.currency)
    if versions is not None:
        unclear = ask.unsettled.unclear if ask.unsettled else ()
        written["computed_with"] = computed_with(ask.terms, ask.promotion, unclear, versions)
    return written


def _proving(ask: Ask, found: Quote) -> dict[str, Any]:
    """Return the quote, how its facts are shown, and what proving the missing ones would save."""
    proven = if_proven(ask.terms, ask.promotion, ask.request, found)
    return {
        **quote_json(found),
        "evidence": codec.encode(standings(ask.terms.rights, ask.promotion)),
        "if_proven": if_proven_json(proven, ask.terms.currency),
    }


def compare(expected: Any, found: Any, place: str = "") -> Iterator[str]:
    """Yield where an answer differs from what was expected."""
    if isinstance(expected, dict) and isinstance(found, Mapping):
        for key, item in expected.items():
            if key not in _NOT_COMPARED:
                yield from _compare_field(key, item, found.get(key, "nothing"), f"{place}.{key}".lstrip("."))
    elif isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        for n, (wanted, item) in enumerate(zip(expected, found, strict=True)):
            yield from compare(wanted, item, f"{place}[{n}]")
    elif expected != found:
        yield f"{place}: expected {expected!r}, found {found!r}"


def _compare_field(key: str, wanted: Any, item: Any, place: str) -> Iterator[str]:
    if key == "lines" and isinstance(wanted, list) and isinstance(item, list):
        by_code = {line["code"]: line for line in wanted}
        answered = {line["code"]: line for line in item if line["code"] in by_code or line["amount"].strip("0.")}
        yield from compare(by_code, answered, place)
        yield from (f"{place}: unexpected {code}" for code in answered.keys() - by_code.keys())
    elif key == "lines" and isinstance(wanted, dict):
        if wanted != item:
            yield f"{place}: expected {wanted!r}, found {item!r}"
    else:
        yield from compare(wanted, item, place)


def _of_file(document: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key in document:
        if key not in {"format", "conventions", "vectors"}:
            raise BadInput(f"unknown field {key!r}", mend="known here: format, conventions, vectors")
    if document.get("format", FORMAT) != FORMAT:
        raise BadInput(f"unknown format {document['format']!r}", place="format", mend=f"this reads {FORMAT}")
    if not isinstance(document["vectors"], list):
        raise BadInput("expected a list", place="vectors", mend="write a list of vectors")
    yield from ((_place(vector, n), vector) for n, vector in enumerate(document["vectors"]))


def _place(vector: Any, n: int | None) -> str:
    if isinstance(vector, dict) and isinstance(vector.get("id"), str):
        return str(vector["id"])
    return "" if n is None else f"[{n}]"
