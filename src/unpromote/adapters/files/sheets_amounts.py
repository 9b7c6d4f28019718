"""An amount's cell taken apart: the number, and the currency that stands beside it, as a code or as a sign."""

from __future__ import annotations

import re
import unicodedata

from moneyed import Currency, Money

from unpromote.adapters.files.sheets_cells import amount_of
from unpromote.adapters.files.sheets_headers import currency_meant
from unpromote.adapters.files.sheets_styles import Proof, both_numbers, number_proof, plain_number
from unpromote.adapters.files.sheets_values import Cell
from unpromote.domain.codec import minor_digits
from unpromote.domain.errors import BadInput
from unpromote.services.policies import sheet_words

_PARTS = re.compile(r"\s*([^\d\s.,+\-]{1,3})?\s*([+\-]?\d(?:[\d.,\s'\u2019]*\d)?)\s*([^\d\s.,+\-]{1,3})?\s*")


def number_in(cell: Cell) -> str:
    """Return the number of a text without its currency; what is no such text comes back as it is."""
    found = _PARTS.fullmatch(cell) if isinstance(cell, str) else None
    return found[2] if found else str(cell)


def currency_stated(cell: Cell) -> str:
    """Return the code of the currency that the cell itself states, "" where it states none or a sign of several."""
    found = _PARTS.fullmatch(cell) if isinstance(cell, str) else None
    return next(filter(None, (currency_meant(mark) for mark in (found[1], found[3]) if mark)), "") if found else ""


def money_of(cell: Cell, currency: Currency, decimal: str) -> Money:
    """Return an amount that is zero or more, read in the file's style; `decimal` is "" where the file has none.

    Raises:
        BadInput: it is none, or could be two.
    """
    if not isinstance(cell, str):
        return amount_of(cell, currency)
    found = _PARTS.fullmatch(cell)
    if not found or any(_unknown(mark) for mark in (found[1], found[3]) if mark):
        return amount_of(cell, currency)  # which says what is wrong with it
    proof = number_proof(found[2], minor_digits(currency))
    if proof is Proof.OPEN and not decimal:
        one, other = both_numbers(found[2])
        raise BadInput(f"{cell} could be {one} or {other}", mend="which one? Write it as 1200.00")
    style = proof.value if proof in (Proof.COMMA, Proof.POINT) else decimal or Proof.POINT.value
    return amount_of(plain_number(found[2], style), currency)


def _unknown(mark: str) -> bool:
    return not currency_meant(mark) and unicodedata.normalize("NFKC", mark) not in sheet_words().signs
