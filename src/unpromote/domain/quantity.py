"""Plain numbers in agreements: counts, hours, thresholds, unit prices. Written as a whole number or as decimal text."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import Any

from unpromote.domain.codec import fraction_text
from unpromote.domain.errors import BadInput

_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15}|/[1-9][0-9]{0,14})?")


class Quantity(Fraction):
    """An exact number without a currency. JSON: 30, "0.5" or "1/3", never a binary float."""

    def to_json(self, currency: str | None) -> int | str:  # noqa: ARG002 - the codec's form for own types
        """Return the whole number, or decimal text."""
        return self.numerator if self.denominator == 1 else fraction_text(self)

    @classmethod
    def from_json(cls, data: Any, currency: str | None, place: str) -> Quantity:  # noqa: ARG003 - as above
        """Return the number; a Decimal is what a careful JSON reader makes of 36.5."""
        if type(data) is int or (isinstance(data, Decimal) and data.is_finite()):
            data = str(data)
        if isinstance(data, str) and _NUMBER.fullmatch(data):
            return cls(data)
        mend = 'write a whole number such as 30, or a decimal as text such as "0.5"'
        raise BadInput(f"{data!r} is no number", place=place, mend=mend)
