"""What goes over the wire: typed arguments out of a query or a body, answers, and refusals with TikTok's codes.

In a query, lists and objects are JSON text inside one value; in a body they are plain JSON. The wrong shape is
refused with 40002, as the real API does, because a filter that is silently ignored would list the whole account.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from typing import Any

BAD_PARAMETER = 40002
Row = dict[str, Any]
MOMENT = "%Y-%m-%d %H:%M:%S"
_CENT = Decimal("0.01")


class Refusal(Exception):  # noqa: N818 - the platform refuses; its codes speak of refusals, not of errors
    """A call that TikTok answers with a code other than 0."""

    def __init__(self, code: int, message: str) -> None:
        self.code, self.message = code, message
        super().__init__(code, message)


def bad_parameter(name: str, problem: str) -> Refusal:
    """Return the refusal of one parameter; its text is all the detail there is."""
    return Refusal(BAD_PARAMETER, f"{name}: {problem}")


@dataclass(frozen=True)
class Answer:
    """What a resource answers: the envelope's data, a code and text where they are not the usual ones, or a file."""

    data: Mapping[str, Any]
    code: int = 0
    message: str = "OK"
    file: str | None = None


@dataclass(frozen=True)
class Arguments:
    """The parameters of one call, read by name and shape.

    Attributes:
        raw: what was sent
        encoded: true for a query, where every value is text and lists and objects are JSON text
        tolerant: whether "True" counts as a boolean in a query, as the official Python SDK sends it
    """

    raw: Mapping[str, Any] = field(default_factory=dict)
    encoded: bool = False
    tolerant: bool = False

    def __contains__(self, name: str) -> bool:
        return self.raw.get(name) is not None

    def text(self, name: str) -> str:
        """Return a required text."""
        if name not in self:
            raise bad_parameter(name, "Missing data for required field.")
        value = self.raw[name]
        if not isinstance(value, str) or not value:
            raise bad_parameter(name, "Not a valid string.")
        return value

    def choice(self, name: str, known: Collection[str], default: str | None = None) -> str:
        """Return one of the known values."""
        if default is not None and name not in self:
            return default
        value = self.text(name)
        if value not in known:
            raise bad_parameter(name, f"Must be one of: {', '.join(sorted(known))}.")
        return value

    def texts(self, name: str, *, least: int = 0, most: int = 1000, over: int = BAD_PARAMETER) -> tuple[str, ...]:
        """Return a list of texts within its limits, each once; `over` is the code for too many."""
        items = self._structure(name, list) if name in self else []
        if not all(isinstance(item, str) and item for item in items):
            raise bad_parameter(name, "Not a valid list of strings.")
        if len(items) < least:
            raise bad_parameter(name, "Missing data for required field.")
        if len(items) > most:
            raise Refusal(over, f"{name}: Length must be between {least} and {most}.")
        return tuple(dict.fromkeys(items))

    def table(self, name: str) -> Arguments:
        """Return an object's own arguments; without it, none."""
        return Arguments(self._structure(name, dict)) if name in self else Arguments()

    def tables(self, name: str) -> tuple[Arguments, ...]:
        """Return a list of objects."""
        items = self._structure(name, list) if name in self else []
        if not all(isinstance(item, dict) for item in items):
            raise bad_parameter(name, "Not a valid list of objects.")
        return tuple(Arguments(item) for item in items)

    def flag(self, name: str) -> bool:
        """Return a boolean; without it, False."""
        if name not in self:
            return False
        value = self.raw[name]
        if not self.encoded and isinstance(value, bool):
            return value
        written = value.lower() if self.tolerant and isinstance(value, str) else value
        if self.encoded and written in ("true", "false"):
            return bool(written == "true")
        raise bad_parameter(name, "Not a valid boolean.")

    def number(self, name: str, *, default: int, most: int) -> int:
        """Return a whole number from 1 to `most`."""
        value = self.raw.get(name, default)
        if isinstance(value, str) and self.encoded and value.isdecimal():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            raise bad_parameter(name, "Not a valid integer.")
        if not 1 <= value <= most:
            raise bad_parameter(name, f"Must be between 1 and {most}.")
        return value

    def amount(self, name: str) -> Decimal:
        """Return an amount above zero with at most two decimals, sent as a JSON number."""
        value = self.raw.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise bad_parameter(name, "Not a valid number.")
        amount = Decimal(str(value))
        if amount <= 0 or amount != amount.quantize(_CENT):
            raise bad_parameter(name, "Must be greater than 0 with at most two decimals.")
        return amount

    def moment(self, name: str, zone: tzinfo = UTC) -> datetime:
        """Return an instant written YYYY-MM-DD HH:MM:SS in that zone."""
        try:
            return datetime.strptime(self.text(name), MOMENT).replace(tzinfo=zone)
        except ValueError:
            raise bad_parameter(name, "Not a valid time, use YYYY-MM-DD HH:MM:SS.") from None

    def day(self, name: str) -> date:
        """Return a day written YYYY-MM-DD."""
        try:
            return date.fromisoformat(self.text(name))
        except ValueError:
            raise bad_parameter(name, "Not a valid date, use YYYY-MM-DD.") from None

    def _structure(self, name: str, kind: type[Any]) -> Any:
        value = self.raw[name]
        if self.encoded:
            try:
                value = json.loads(value)
            except (ValueError, RecursionError):
                raise bad_parameter(name, "Not valid JSON.") from None
        if not isinstance(value, kind):
            raise bad_parameter(name, f"Not a valid {'list' if kind is list else 'object'}.")
        return value
