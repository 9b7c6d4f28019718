"""`unpromote case quote|approve`: may we, from when, at what price; and the yes to exactly that."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import Annotated

import typer

from unpromote.cli.desk import AsJson, By, Ref, asker, console, json_of, now, print_json
from unpromote.cli.show import show_next
from unpromote.cli.show_quote import show_quote
from unpromote.domain.aggregate import Case
from unpromote.domain.codec import decode, encode
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.domain.events import TakenQuote
from unpromote.domain.vocabulary import Effective
from unpromote.services import approval, queries
from unpromote.services import quote as quotes

ENOUGH = 12  # hex digits that tell quotes apart


def quote(
    reference: Ref,
    *,
    method: Annotated[str, typer.Option(help="How it is sent: email, post, courier, as the terms name it.")] = "email",
    sent_at: Annotated[str, typer.Option(metavar="INSTANT", help="RFC 3339 with an offset; now, if left out.")] = "",
    effective: Annotated[Effective, typer.Option(help="As the notice has it, or at once for a fee.")] = Effective.ASAP,
    weigh: Annotated[
        str, typer.Option(metavar="JSON", help='What else to weigh: {"harm_per_day": "50.00", "reduce_to": ...}.')
    ] = "",
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Compute what leaving costs, beside every other way on, and keep it for approval; an earlier quote is void."""
    person = asker(by)
    moment = decode(datetime, sent_at, place="--sent-at") if sent_at else None
    case = quotes.take_quote(
        person,
        queries.case(person, reference).id,
        method=method,
        now=now(),
        sent_at=moment,
        effective=effective.value,
        weigh=json_of(weigh, "--weigh") if weigh else None,
    )
    if as_json:
        print_json(encode(case.quote))
        return
    show_quote(console(), _quote_of(case))
    show_next(console(), case)


def approve(
    reference: Ref,
    *,
    hash_: Annotated[
        str, typer.Option("--hash", help="At least 12 digits of the quote's hash; asked for if left out.")
    ] = "",
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Sign the quote; with the last signature that it needs, delivery is stopped."""
    person = asker(by)
    case = queries.case(person, reference)
    signed = approval.sign_quote(person, case.id, _hash_meant(_quote_of(case), hash_), now=now())
    if as_json:
        print_json(encode(signed.approval))
        return
    given, needed = (len(signed.approval.signatures), signed.approval.needed) if signed.approval else (0, 0)
    typer.echo(f"Signed by {person.name}: {given} of {needed}.")
    show_next(console(), signed)


def _quote_of(case: Case) -> TakenQuote:
    if case.quote is None:
        raise NotAllowed(f"no quote was taken yet: unpromote case quote {case.reference}")
    return case.quote


def _hash_meant(taken: TakenQuote, hash_: str) -> str:
    """Return the whole hash of the quote that the person means: the one that they name, or say yes to."""
    if hash_:
        if len(hash_) < ENOUGH:
            mend = f"give at least {ENOUGH} digits of it"
            raise BadInput(f"{hash_!r} does not name a quote for sure", place="--hash", mend=mend)
        return taken.hash if taken.hash.startswith(hash_.lower()) else hash_
    if not sys.stdin.isatty():
        mend = f"look at it with `unpromote case show`, then --hash {taken.hash[:ENOUGH]}"
        raise BadInput("nobody is there to look at the quote", place="--hash", mend=mend)
    show_quote(console(), taken)
    typer.confirm("Sign this quote?", abort=True)
    return taken.hash
