"""A quote as text: the answer, its lines or its range, the questions to ask, and every way on beside the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from moneyed import Money
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from unpromote.domain.codec import amount_text
from unpromote.domain.events import TakenQuote
from unpromote.domain.ranges import reading_text

Data = Mapping[str, Any]

MEANING = {
    "run": "let it run to its end",
    "cancel_now": "send the notice as asked",
    "cancel_on_cheapest_day": "send it on the day with the least total",
    "cancel_immediately": "stop at once for the fee in lieu of notice",
    "reduce_budget": "go on with less",
    "pause": "stand still for some days, then go on",
    "pause_then_cancel": "stand still, with the notice sent before the next cliff",
    "reassign_creators": "leave, and keep the creators for another promotion",
    "cancel_partly": "leave a part, go on with the rest",
}
_DEPENDS = {
    "yes": "Yes, under every reading",
    "no": "No: one may not leave under any reading.",
    "depends": "It depends on the reading whether one may leave: settle that first.",
}


def show_quote(out: Console, taken: TakenQuote) -> None:
    """Print the answer, its lines and its totals; over unclear terms the range and what to ask."""
    quote = taken.quote
    out.print(f"\n[bold]{escape(_answer(taken))}[/bold]", soft_wrap=True)
    if "range" in quote:
        _show_range(out, quote, taken.price.currency.code)
    _show_figures(out, quote, taken.price.currency.code)
    _show_if_proven(out, taken)
    if quote.get("decision"):
        _show_decision(out, quote["decision"], taken.price.currency.code)
    for note in (*quote.get("warnings", ()), *quote.get("assumptions", ())):
        out.print(f"[yellow]![/yellow] {escape(note)}", soft_wrap=True)
    out.print(f"Quote {taken.hash} of {taken.taken_at:%Y-%m-%d %H:%M %Z}")


def _answer(taken: TakenQuote) -> str:
    quote = taken.quote
    if "range" in quote:
        return _ranged(quote["range"], taken.price.currency.code)
    if not taken.permitted:
        return f"No: no right to cancel is open ({quote['code']})."
    ground = quote["ground"] or "what the agreement allows"
    clause = f", {quote['clause']}" if quote["clause"] else ""
    return f"Yes, for {ground}{clause}: effective {quote['effective_at']}, leaving costs {written(taken.price)}."


def _ranged(found: Data, currency: str) -> str:
    said = _DEPENDS[found["permitted"]]
    if found["permitted"] != "yes":
        return said
    price, effect = found["exit_cost"], found["effective_at"]
    when = f"effective {effect['earliest']} to {effect['latest']}"
    return f"{said}: {when}, leaving costs {price['least']} to {price['greatest']} {currency}."


def _show_figures(out: Console, quote: Data, currency: str) -> None:
    columns = ("code", "amount", "formula", "clause", "from", "to")
    lines = ([line[column] for column in columns] for line in quote.get("lines", ()))
    print_table(out, ("", "amount", "how", "clause", "from", "to"), lines)
    print_table(out, ("total", f"amount ({currency})"), (quote.get("totals") or {}).items())
    blocked = quote.get("blocked", ())
    print_table(out, ("not open", "why", "until"), ((b["right"], b["code"], b["until"]) for b in blocked))


def _show_if_proven(out: Console, taken: TakenQuote) -> None:
    print_table(
        out,
        ("if proven", "fact", "open from", "cost of leaving", "saves", ""),
        (
            (one["right"], one["needs"], one["from"], one["exit_cost"], one["saves"], _only_if_true(one))
            for one in taken.if_proven
        ),
    )


def _only_if_true(proving: Data) -> str:
    """Return that a right is a hint alone, where another reason than the one given would have to be true."""
    return f"only if it is true: {' or '.join(proving['reasons'])}".replace("_", " ") if proving["reasons"] else ""


def _show_range(out: Console, quote: Data, currency: str) -> None:
    found = quote["range"]
    spans = ((name, found[name]) for name in ("cost", "exit_cost", "total_owed", "saving") if found[name])
    head = ("over every reading", f"least ({currency})", f"greatest ({currency})")
    print_table(out, head, ((name, span["least"], span["greatest"]) for name, span in spans))
    if not found["complete"]:
        out.print("Not every combination was quoted: the range may be wider.")
    print_table(
        out,
        ("ask, what decides most first", "clause", "path", "decides up to", "readings"),
        (
            (
                one["question"],
                one["clause"],
                one["path"],
                one["decides"]["greatest"],
                "; ".join(reading_text(answer["reading"]) for answer in one["answers"]),
            )
            for one in quote["questions"]
        ),
    )
    waiting = ", ".join(creator["id"] for creator in quote["creators_open"])
    if waiting:
        out.print(f"No settlement yet, their figures depend on the reading: {escape(waiting)}")


def _show_decision(out: Console, decision: Data, currency: str) -> None:
    ways = sorted(decision["options"], key=_by_cost)
    head = ("way on", f"in all ({currency})", "leaving costs", "saves", "days given up", "means")
    print_table(out, head, (_way(way) for way in ways))
    print_table(
        out,
        ("cliff", f"before ({currency})", "after", "jump", "why"),
        (
            (cliff["at"], cliff["cost_before"], cliff["cost_after"], cliff["jump"], cliff["why"])
            for cliff in decision["cliffs"]
        ),
    )
    for line in _worth(decision, currency):
        out.print(escape(line), soft_wrap=True)


def _by_cost(way: Data) -> tuple[bool, Decimal]:
    return not way["permitted"], Decimal(way["total_over_life"] or 0)


def _way(way: Data) -> Sequence[Any]:
    meaning = MEANING[way["name"]]
    name = way["name"].replace("_", " ")
    if not way["permitted"]:
        return (name, "not open", "", "", "", f"{meaning}: {way['why_not']}")
    said = f"{meaning}; {way['note']}" if way["note"] else meaning
    return (name, way["total_over_life"], way["exit_cost"], way["saving"], way["days_given_up"], said)


def _worth(decision: Data, currency: str) -> Iterable[str]:
    even, waiting, harm = decision["break_even"], decision["waiting"], decision["harm"]
    if even:
        rate = f", {even['per_unit']} for each {currency} of it" if even["per_unit"] else ""
        yield f"Leave if the {even['undelivered']} given up are worth less than {even['value']} {currency}{rate}."
    if harm:
        yield f"With a harm of {harm['per_day']} a day: if they are worth less than {harm['value']} {currency}."
    if waiting and Decimal(waiting["cost"]):
        split = f"{waiting['delivery']} of it delivery, {waiting['other']} not"
        yield f"Waiting until {waiting['until']} changes the total by {waiting['cost']} {currency}: {split}."
    if decision["dead_zone_on"]:
        yield f"From {decision['dead_zone_on']} on the notice outlasts the flight: leaving saves nothing."


def written(amount: Money) -> str:
    """Return an amount as text with its currency."""
    return f"{amount_text(amount)} {amount.currency}"


def print_table(out: Console, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Print rows under a head, or nothing where there are none."""
    table = Table(*head, box=None, pad_edge=False, header_style="dim")
    for row in rows:
        table.add_row(*(escape("" if cell is None else str(cell)) for cell in row))
    if table.row_count:
        out.print(table)
