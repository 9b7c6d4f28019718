"""Which line of a bank statement belongs to which payment or refund: by end-to-end id, then by amount and reference.

A line that fits two things, or fits one only nearly, is left to a person: nothing is guessed. A payment of ours that
the bank sends back carries the id that we gave it, and comes back whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from moneyed import Money

RETURNED = "returned"
_ID = re.compile(r"[A-Z0-9]+-[A-Z0-9]+-[A-Z2-7]{16}")  # an end-to-end id where a bank has put it into the text


@dataclass(frozen=True)
class BankLine:
    """One booked line of a statement; received is positive. `id` is the same however often it is imported."""

    id: str
    booked_on: date
    amount: Money
    end_to_end: str = ""
    reference: str = ""
    counterparty: str = ""


@dataclass(frozen=True)
class Awaited:
    """Money that the bank has still to show: negative where we pay. Any of `words` in a line's text names it.

    `paid` says that it is a payment which the bank has shown, and which only counts as met where it comes back.
    """

    case_id: str
    party: str
    amount: Money
    end_to_end: str
    words: tuple[str, ...]
    paid: bool = False


def may_come_back(one: Awaited, amount: Money) -> Awaited:
    """Return a payment of that amount, shown by the bank, as what its return is known by."""
    return replace(one, amount=amount, words=(), paid=True)


@dataclass(frozen=True)
class Match:
    """A line that belongs to what was awaited, and what told so."""

    line: BankLine
    awaited: Awaited
    how: str


@dataclass(frozen=True)
class Matched:
    """What a statement's lines came to."""

    matches: tuple[Match, ...]
    unmatched: tuple[BankLine, ...]


def match(lines: Sequence[BankLine], awaited: Sequence[Awaited]) -> Matched:
    """Return each line with what it belongs to; what is met in full is not met again."""
    open_ = _Open(awaited)
    matches: list[Match] = []
    unmatched: list[BankLine] = []
    for line in lines:
        found = open_.meet(line)
        if found is None:
            unmatched.append(line)
        else:
            matches.append(found)
    return Matched(tuple(matches), tuple(unmatched))


class _Open:
    """What is still awaited, found by end-to-end id and by amount without looking through all of it."""

    def __init__(self, awaited: Sequence[Awaited]) -> None:
        self._left: list[Awaited] = []
        self._by_id: dict[str, list[int]] = {}
        self._by_amount: dict[Money, list[int]] = {}
        for one in awaited:
            self._add(one)
        self._incoming = [place for place, one in enumerate(awaited) if one.amount.amount > 0 and one.words]

    def _add(self, one: Awaited) -> None:
        place = len(self._left)
        self._left.append(one)
        self._by_id.setdefault(one.end_to_end, []).append(place)
        self._by_amount.setdefault(one.amount, []).append(place)

    def meet(self, line: BankLine) -> Match | None:
        """Return what the line belongs to, and take it off; None where that is nothing, or not certain."""
        ours = sorted(set(_ID.findall(f"{line.end_to_end} {line.reference}".upper())))
        by_id = [place for found in ours for place in self._by_id.get(found, [])]
        ways: list[tuple[str, list[int], Callable[[BankLine, Awaited], bool]]] = [
            ("end_to_end", by_id, _in_full),
            ("amount_and_reference", self._by_amount.get(line.amount, []), _by_amount),
            ("reference", self._incoming, _by_part),
        ]
        # A line that carries an id of ours is about that very payment: paid, or sent back.
        for how, places, fits in ways[:1] if ours else ways[1:]:
            found = [place for place in places if _may_meet(line, self._left[place]) and fits(line, self._left[place])]
            if found:
                return self._take(line, found[0], how) if len(found) == 1 else None
        return None

    def _take(self, line: BankLine, place: int, how: str) -> Match:
        before = self._left[place]
        after = replace(before, amount=before.amount - line.amount)
        self._left[place] = after
        self._by_amount.setdefault(after.amount, []).append(place)
        if before.paid:
            return Match(line, before, RETURNED)
        if how == "end_to_end":
            self._add(may_come_back(before, -line.amount))
        return Match(line, before, how)


def _may_meet(line: BankLine, one: Awaited) -> bool:
    same_currency = line.amount.currency == one.amount.currency
    return same_currency and line.amount.amount * one.amount.amount > 0 and abs(line.amount) <= abs(one.amount)


def _by_amount(line: BankLine, one: Awaited) -> bool:
    return line.amount == one.amount and _names(line, one)


def _by_part(line: BankLine, one: Awaited) -> bool:
    """Tell whether a part of a refund came; a payment of ours leaves whole or not at all."""
    return line.amount.amount > 0 and _names(line, one)


def _in_full(line: BankLine, one: Awaited) -> bool:
    return line.amount == one.amount


def _names(line: BankLine, one: Awaited) -> bool:
    text = _plain(line.reference)
    return any(f" {_plain(word)} " in f" {text} " for word in one.words if word)


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", text.casefold()).strip()
