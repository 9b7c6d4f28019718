"""Charged against owed: a counterparty's claim beside what the agreement makes of it, line by line.

A line of a claim is matched by its code, else by what a person says that it is; words that nobody placed stay
unmatched, and nothing is guessed from them. Amounts are signed as the claimant sees them: what they are to get is
positive, a credit or an advance that lessens it is negative. A difference is what is claimed less what is owed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum

from moneyed import Money

from unpromote.domain.accounts import Account, Owed
from unpromote.domain.codec import decode
from unpromote.domain.currencies import conversion, converted, from_settlement
from unpromote.domain.errors import BadInput
from unpromote.domain.money import shown, total, zero
from unpromote.domain.objecting import object_by
from unpromote.domain.terms import Terms

NOTHING = "none"  # what a person writes where the agreement knows no such line
SELLER = "support"  # the contact who sells the media
_FIRST_YEAR = 1970  # before it no promotion ran; a period counted from year 1 would leave the calendar
_COLUMNS = ("wording", "code", "amount", "received_on", "reference")


class Verdict(Enum):
    """How a line of the claim stands to the line that is owed."""

    AGREED = "agreed"
    TOO_HIGH = "too_high"
    TOO_LOW = "too_low"
    NOT_OWED = "not_owed"
    NOT_CLAIMED = "not_claimed"
    UNMATCHED = "unmatched"


@dataclass(frozen=True)
class ClaimLine:
    """One amount that is asked for, or given as a credit (negative), in the claimant's words or under a code.

    `conversion` is the sum that gave the amount, where it was asked for in another currency.
    """

    amount: Money
    wording: str = ""
    code: str = ""
    conversion: str = ""

    @property
    def named(self) -> str:
        """Return what people call it."""
        return self.wording or self.code


@dataclass(frozen=True)
class Claim:
    """What a counterparty asks for: `claimant` is their contact, `reference` the number of their invoice.

    `matches` is what a person says that a line is: its wording or code, to a code that is owed, or to "none". A
    `partial` claim names single amounts and is no account: what it leaves out is not compared.
    """

    received_on: date
    lines: tuple[ClaimLine, ...]
    reference: str = ""
    claimant: str = SELLER
    matches: Mapping[str, str] = field(default_factory=dict)
    partial: bool = False


@dataclass(frozen=True)
class ComparedLine:
    """One line of both sides; `claimed` is null where they left it out, `owed` where nobody said what it is."""

    code: str
    wording: str
    claimed: Money | None
    owed: Money | None
    difference: Money | None
    clause: str | None
    formula: str
    verdict: Verdict

    @property
    def excess(self) -> Money | None:
        """Return by how much they ask for more than is owed, or None where they do not."""
        return self.difference if self.difference is not None and self.difference.amount > 0 else None


@dataclass(frozen=True)
class Comparison:
    """The claim against what is owed. `object_by` is the last day of the objection term, null if none is agreed.

    `objected` is the sum of what is asked for beyond what is owed; lines that ask for too little do not lessen it.
    """

    received_on: date
    lines: tuple[ComparedLine, ...]
    claimed: Money
    owed: Money
    difference: Money
    objected: Money
    object_by: date | None
    warnings: tuple[str, ...] = ()

    @property
    def unmatched(self) -> tuple[ComparedLine, ...]:
        """Return the lines of which nobody said what they are."""
        return tuple(line for line in self.lines if line.verdict is Verdict.UNMATCHED)


def read_claim(data: object, currency: str, rated: Collection[str] = ()) -> Claim:
    """Return a claim from its JSON form, amounts in the agreement's currency or one of those that it converts.

    Raises:
        BadInput: the claim cannot be read; the place is named.
    """
    claim = decode(Claim, data, currency=currency)
    places = [f"lines[{n}]" for n in range(len(claim.lines))]
    return _checked(claim, places, {currency, *rated})


def read_claim_rows(rows: Sequence[tuple[int, Mapping[str, str]]], currency: str, rated: Collection[str] = ()) -> Claim:
    """Return a claim from the numbered rows of a table; a blank cell is left out of its row.

    Columns: amount, with wording or code or both; received_on and reference, the same wherever they are given.
    """
    places = [f"row {number}" for number, _ in rows]
    for place, (_, row) in zip(places, rows, strict=True):
        for column in sorted(row.keys() - set(_COLUMNS)):
            raise BadInput(f"unknown column {column!r}", place=place, mend=f"known here: {', '.join(_COLUMNS)}")
        if "amount" not in row:
            raise BadInput("the amount is missing", place=f"{place}, column amount", mend="write it, such as 1200.00")
    lines = tuple(
        ClaimLine(
            decode(Money, row["amount"], currency=currency, place=f"{place}, column amount"),
            row.get("wording", ""),
            row.get("code", ""),
        )
        for place, (_, row) in zip(places, rows, strict=True)
    )
    received = _shared("received_on", rows)
    if not received:
        raise BadInput("the day of receipt is missing", place="column received_on", mend="write it as 2026-09-01")
    received_on = decode(date, received, place="column received_on")
    return _checked(Claim(received_on, lines, _shared("reference", rows)), places, {currency, *rated})


def compare(claim: Claim, account: Account, terms: Terms, today: date) -> Comparison:
    """Return the claim beside the account, line by line: first theirs in their order, then what they left out.

    Raises:
        BadInput: the claim was received after today, or a match names no line of the claim or of the account.
    """
    if claim.received_on > today:
        mend = "write the day on which it arrived"
        raise BadInput(f"{claim.received_on} is still to come", place="received_on", mend=mend)
    claim = replace(claim, lines=tuple(_counted(line, account.currency, terms) for line in claim.lines))
    theirs = _theirs(_by_code(claim, account), account)
    named = {line.code for line in theirs}
    left_out = () if claim.partial else account.lines
    lines = (*theirs, *(_left_out(owed) for owed in left_out if owed.amount and owed.code not in named))
    owed = total((line.owed for line in lines if line.owed is not None), account.currency)
    claimed = total((line.amount for line in claim.lines), account.currency)
    last_on, warnings = object_by(claim.received_on, terms, today)
    return Comparison(
        received_on=claim.received_on,
        lines=lines,
        claimed=claimed,
        owed=owed,
        difference=claimed - owed,
        objected=total((line.excess for line in lines if line.excess is not None), account.currency),
        object_by=last_on,
        warnings=(*_unmatched(lines, account), *warnings),
    )


def _checked(claim: Claim, places: Sequence[str], known: Collection[str]) -> Claim:
    if not claim.lines:
        raise BadInput("the claim has no lines", place="lines", mend="write down each amount that is asked for")
    if claim.received_on.year < _FIRST_YEAR:
        mend = "write the day on which it arrived"
        raise BadInput(f"{claim.received_on} is too long ago to be meant", place="received_on", mend=mend)
    for place, line in zip(places, claim.lines, strict=True):
        if not line.named.strip():
            raise BadInput("nothing says what this amount is for", place=place, mend="give its wording or its code")
        if line.amount.currency.code not in known:
            mend = "convert it as the agreement says, and say so in the wording; or state its rate in terms.fx"
            either = " or ".join(sorted(known))
            raise BadInput(f"the amount is in {line.amount.currency}, not in {either}", place=place, mend=mend)
    return claim


def _counted(line: ClaimLine, currency: str, terms: Terms) -> ClaimLine:
    """Return the line in the account's currency, with the sum that converts it."""
    if line.amount.currency.code == currency:
        return line
    if line.amount.currency.code == terms.currency:
        amount, told = from_settlement(line.amount, currency, terms)
    elif currency == terms.currency:
        amount, told = converted(line.amount, terms), conversion(line.amount, terms)
    else:
        mend = f"write it in {currency}, in which this account is kept, or in {terms.currency}"
        raise BadInput(f"{line.named!r} is in {line.amount.currency}", place="lines", mend=mend)
    return replace(line, amount=amount, conversion=told)


def _formula(owed: str, lines: Iterable[ClaimLine]) -> str:
    """Return the sum owed, with those that convert what is claimed."""
    return "; ".join(filter(None, (owed, *(f"claimed {line.conversion}" for line in lines if line.conversion))))


def _shared(column: str, rows: Iterable[tuple[int, Mapping[str, str]]]) -> str:
    """Return what the rows say in a column, which is the same wherever it is given."""
    given = dict.fromkeys(row[column] for _, row in rows if column in row)
    if len(given) > 1:
        mend = "keep one claim in one file"
        raise BadInput(f"the rows name several: {', '.join(given)}", place=f"column {column}", mend=mend)
    return next(iter(given), "")


def _plain(words: str) -> str:
    """Return words without regard to case and spacing, which are no part of what is meant."""
    return " ".join(words.split()).casefold()


def _by_code(claim: Claim, account: Account) -> list[tuple[str, ClaimLine]]:
    """Return each line with the code it belongs to, "none", or "" where nobody said."""
    said = {_plain(words): code for words, code in claim.matches.items()}
    heard = {_plain(words) for line in claim.lines for words in (line.code, line.wording) if words.strip()}
    for words, code in claim.matches.items():
        place = f"matches.{words}"
        if _plain(words) not in heard:
            raise BadInput("no line of the claim says so", place=place, mend="write the words as the claim has them")
        if code not in (*account.codes, NOTHING):
            raise BadInput(f"nothing is owed under {code!r}", place=place, mend=_known(account))
    return [(_code_of(line, said, account), line) for line in claim.lines]


def _code_of(line: ClaimLine, said: Mapping[str, str], account: Account) -> str:
    if line.code in (*account.codes, NOTHING):
        return line.code
    return said.get(_plain(line.code)) or said.get(_plain(line.wording)) or ""


def _known(account: Account) -> str:
    return f"known here: {', '.join((*account.codes, NOTHING))}"


def _theirs(grouped: Sequence[tuple[str, ClaimLine]], account: Account) -> tuple[ComparedLine, ...]:
    """Return the lines of the claim in its order; several under one code are one line, where the first stands."""
    found: dict[str | int, ComparedLine] = {}
    for nth, (code, line) in enumerate(grouped):
        if code not in account.codes:
            found[nth] = _loose(line, code)
        elif code not in found:
            found[code] = _judged(account.owed(code), [other for at, other in grouped if at == code])
    return tuple(found.values())


def _judged(owed: Owed, lines: Sequence[ClaimLine]) -> ComparedLine:
    claimed = total((line.amount for line in lines), owed.amount.currency)
    wording = "; ".join(dict.fromkeys(line.wording for line in lines if line.wording))
    verdict = _verdict(claimed, owed.amount)
    return ComparedLine(
        owed.code,
        wording,
        claimed,
        owed.amount,
        claimed - owed.amount,
        owed.clause,
        _formula(owed.formula, lines),
        verdict,
    )


def _verdict(claimed: Money, owed: Money) -> Verdict:
    if claimed == owed:
        return Verdict.AGREED
    if claimed < owed:
        return Verdict.TOO_LOW
    return Verdict.TOO_HIGH if owed else Verdict.NOT_OWED


def _loose(line: ClaimLine, code: str) -> ComparedLine:
    """Return a line for which the account has no counterpart: known not to be owed, or not known at all."""
    if code != NOTHING:
        told = _formula("", [line])
        return ComparedLine(line.code, line.wording, line.amount, None, None, None, told, Verdict.UNMATCHED)
    nothing = zero(line.amount.currency)
    verdict = _verdict(line.amount, nothing)
    return ComparedLine(code, line.wording, line.amount, nothing, line.amount, None, _formula("", [line]), verdict)


def _left_out(owed: Owed) -> ComparedLine:
    return ComparedLine(owed.code, "", None, owed.amount, -owed.amount, owed.clause, owed.formula, Verdict.NOT_CLAIMED)


def _unmatched(lines: Iterable[ComparedLine], account: Account) -> tuple[str, ...]:
    return tuple(
        f"unmatched: what is {line.wording or line.code!r} ({shown(line.claimed)})? Say it: {_known(account)}"
        for line in lines
        if line.verdict is Verdict.UNMATCHED and line.claimed is not None
    )
