"""Frozen values to plain JSON and back, by their annotations: one strict reader for files, rows and events.

`encode` gives JSON-able data; `decode` gives the value or raises `BadInput` that names the very place
("terms.rights[2].notice.n"). Nothing is guessed: an unknown field, a missing field, a naive time, a float where an
amount is due are all refused.

Written forms
    Money       "12.00 EUR", or bare "12.00" where the surrounding document states the currency once (`currency=`)
    Fraction    "0.25" where it has a finite decimal form, else "1/3"
    datetime    RFC 3339 with an offset;  date "2026-09-01";  time "09:00"
    Enum        its value;  tuple a list;  Mapping an object;  dataclass an object with one key a field

A field whose name Python reserves carries a trailing underscore (`from_`), which is not written. A class with a JSON
form of its own has two methods, `to_json(currency)` and the class method `from_json(data, currency, place)`.
"""

from __future__ import annotations

import dataclasses
import re
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import cache
from typing import Any, TypeVar, cast

from moneyed import Currency, Money, get_currency
from moneyed.classes import CurrencyDoesNotExist

from unpromote.domain.errors import BadInput

T = TypeVar("T")
Json = Any  # what json.loads gives

SHOWN = 60  # letters of what was found, in a refusal

_NUMBER = re.compile(r"-?[0-9]{1,999}(\.[0-9]{1,999}|/[1-9][0-9]{0,998})?")  # longer ones Python refuses to read
_DECIMAL = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,9})?")  # longer ones leave the precision of Decimal


def encode(value: Any, *, currency: str | None = None) -> Json:
    """Return the JSON form of a value; amounts are bare where they are in `currency`."""
    return _writer(value.__class__)(value, currency)


@cache
def _writer(kind: type) -> Callable[[Any, str | None], Json]:
    """Return what writes values of that very kind: large cases have millions of values of few kinds."""
    if hasattr(kind, "to_json"):
        return lambda value, currency: value.to_json(currency)
    if dataclasses.is_dataclass(kind):
        return _encode_parts
    if issubclass(kind, Mapping):
        return _encode_mapping
    if issubclass(kind, (tuple, list, frozenset)):
        return _encode_items
    if kind in (str, int, bool, type(None)):
        return lambda value, _: value
    return _encode_plain


def _encode_parts(value: Any, currency: str | None) -> Json:
    found = {}
    for part in _parts(value.__class__):
        item = getattr(value, part.name)
        found[part.written] = _writer(item.__class__)(item, currency)
    return found


def _encode_mapping(value: Mapping[Any, Any], currency: str | None) -> Json:
    return {str(key): _writer(item.__class__)(item, currency) for key, item in value.items()}


def _encode_items(value: Iterable[Any], currency: str | None) -> Json:
    return [_writer(item.__class__)(item, currency) for item in value]


def _encode_plain(value: object, currency: str | None) -> Json:  # noqa: PLR0911 - one a kind
    match value:
        case Money():
            return amount_text(value) if value.currency.code == currency else f"{amount_text(value)} {value.currency}"
        case Enum():
            return value.value
        case Fraction():
            return fraction_text(value)
        case datetime():
            return value.isoformat()
        case date():
            return value.isoformat()
        case time():
            return value.strftime("%H:%M")
        case None | bool() | int() | str():
            return value
        case _:
            raise TypeError(f"no written form for {type(value).__name__}")


@cache
def minor_digits(currency: Currency) -> int:
    """Return how many digits of the currency stand behind the point: JPY 0, USD 2, KWD 3."""
    return len(str(currency.sub_unit)) - 1


def currency_named(code: object, *, place: str = "currency") -> Currency:
    """Return the ISO 4217 currency; refuse what is not one."""
    try:
        return get_currency(code if isinstance(code, str) else "")
    except CurrencyDoesNotExist:
        mend = "use a three-letter ISO 4217 code such as EUR, USD or JPY"
        raise BadInput(f"unknown currency {code!r}", place=place, mend=mend) from None


def amount_text(money: Money) -> str:
    """Return the amount with exactly the currency's minor digits."""
    return f"{money.amount:.{minor_digits(money.currency)}f}"


def fraction_text(value: Fraction) -> str:
    """Return a fraction as a decimal where that is exact, else as "numerator/denominator"."""
    if value.denominator == 1:
        return str(value.numerator)
    rest, digits = value.denominator, 0
    for prime in (2, 5):
        count = 0
        while rest % prime == 0:
            rest, count = rest // prime, count + 1
        digits = max(digits, count)
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    scaled = abs(value.numerator) * 10**digits // value.denominator
    whole, sign = str(scaled).rjust(digits + 1, "0"), "-" if value < 0 else ""
    return f"{sign}{whole[:-digits]}.{whole[-digits:]}"


def decode(kind: type[T], data: Json, *, currency: str | None = None, place: str = "") -> T:
    """Return the value of that kind; raise BadInput naming the place where the data does not fit."""
    return cast("T", _decode(kind, data, currency, place))


def _decode(kind: Any, data: Json, currency: str | None, place: str) -> Any:  # noqa: PLR0911 - one a kind
    origin = typing.get_origin(kind)
    if kind is Any:
        return data
    if origin in (typing.Union, types.UnionType):
        return _decode_optional(kind, data, currency, place)
    if origin is tuple:
        return _decode_tuple(typing.get_args(kind)[0], data, currency, place)
    if origin in (dict, Mapping):
        return _decode_mapping(typing.get_args(kind)[1], data, currency, place)
    own_form = getattr(kind, "from_json", None)
    if own_form is not None:
        return own_form(data, currency, place)
    if dataclasses.is_dataclass(kind):
        return _decode_dataclass(kind, data, currency, place)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _decode_enum(kind, data, place)
    if kind is Money:
        return _decode_money(data, currency, place)
    return _PLAIN[kind](data, place)


def _decode_optional(kind: Any, data: Json, currency: str | None, place: str) -> Any:
    if data is None:
        return None
    (inner,) = [option for option in typing.get_args(kind) if option is not type(None)]
    return _decode(inner, data, currency, place)


def _decode_tuple(inner: Any, data: Json, currency: str | None, place: str) -> tuple[Any, ...]:
    if not isinstance(data, list):
        raise BadInput(f"expected a list, found {_shown(data)}", place=place)
    return tuple(_decode(inner, item, currency, f"{place}[{n}]") for n, item in enumerate(data))


def _decode_mapping(inner: Any, data: Json, currency: str | None, place: str) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise BadInput(f"expected an object, found {_shown(data)}", place=place)
    return {key: _decode(inner, item, currency, f"{place}.{key}".lstrip(".")) for key, item in data.items()}


def _decode_dataclass(kind: Any, data: Json, currency: str | None, place: str) -> Any:
    if not isinstance(data, dict):
        raise BadInput(f"expected an object, found {_shown(data)}", place=place)
    parts = _parts(kind)
    known = {part.written for part in parts}
    for key in data:
        if key not in known:
            mend = f"known here: {', '.join(sorted(known))}"
            raise BadInput(f"unknown field {key!r}", place=place, mend=mend)
    values = {}
    for part in parts:
        key = part.written
        if key in data:
            values[part.name] = _decode(part.kind, data[key], currency, f"{place}.{key}".lstrip("."))
        elif part.required:
            raise BadInput(f"field {key!r} is missing", place=place)
    return kind(**values)


@dataclasses.dataclass(frozen=True)
class _Part:
    """A field as the reader and the writer need it."""

    name: str
    written: str
    kind: Any
    required: bool


@cache
def _parts(kind: Any) -> tuple[_Part, ...]:
    """Return the fields of a dataclass; looked up once, since the annotations are evaluated for it."""
    hints = typing.get_type_hints(kind)
    return tuple(
        _Part(
            field.name,
            field.name.rstrip("_"),
            hints[field.name],
            field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING,
        )
        for field in dataclasses.fields(kind)
    )


def _decode_enum(kind: type[Enum], data: Json, place: str) -> Enum:
    try:
        return kind(data)
    except ValueError:
        known = ", ".join(str(member.value) for member in kind)
        raise BadInput(f"unknown value {_shown(data)}", place=place, mend=f"known here: {known}") from None


def _decode_money(data: Json, currency: str | None, place: str) -> Money:
    if not isinstance(data, str):
        mend = 'write amounts as text, such as "1200.00"'
        raise BadInput(f"expected an amount as text, found {_shown(data)}", place=place, mend=mend)
    number, _, code = data.partition(" ")
    if not (code or currency):
        raise BadInput(f"the amount {data!r} has no currency", place=place, mend='write "1200.00 EUR"')
    known = currency_named(code or currency, place=place)
    if not _DECIMAL.fullmatch(number):
        raise BadInput(f"{data!r} is no amount", place=place, mend='write digits with a point, such as "1200.00"')
    digits = minor_digits(known)
    amount = Decimal(number)
    if (amount * 10**digits) % 1:
        raise BadInput(f"{data!r} is finer than {known.code} allows", place=place, mend=f"round to {digits} decimals")
    return Money(amount, known)


def _fraction(data: Json, place: str) -> Fraction:
    if isinstance(data, str) and _NUMBER.fullmatch(data):
        return Fraction(data)
    mend = 'write rates and quantities as text, such as "0.25"'
    raise BadInput(f"expected a number as text, found {_shown(data)}", place=place, mend=mend)


def _instant(data: Json, place: str) -> datetime:
    try:
        found = datetime.fromisoformat(data)
    except (TypeError, ValueError):
        mend = "write RFC 3339, such as 2026-09-01T09:00:00+02:00"
        raise BadInput(f"{_shown(data)} is no instant", place=place, mend=mend) from None
    if found.tzinfo is None:
        mend = "add the offset, such as +02:00 or Z"
        raise BadInput(f"the time {data!r} has no zone", place=place, mend=mend)
    return found


def _day(data: str) -> date:
    found = date.fromisoformat(data)
    if found.isoformat() != data:
        raise ValueError  # Python also reads 20260901 and 2026-W36-2
    return found


def _clock(data: str) -> time:
    found = time.fromisoformat(data)
    if found.tzinfo is not None:
        raise ValueError  # a wall time belongs to the agreement's zone
    return found


def _of_iso(parse: Callable[[str], T], example: str) -> Callable[[Json, str], T]:
    def read(data: Json, place: str) -> T:
        try:
            return parse(data)
        except (TypeError, ValueError):
            raise BadInput(f"{_shown(data)} does not fit", place=place, mend=f"write it as {example}") from None

    return read


def _of_type(kind: type[T], name: str) -> Callable[[Json, str], T]:
    def read(data: Json, place: str) -> T:
        if type(data) is kind:
            return data
        raise BadInput(f"expected {name}, found {_shown(data)}", place=place)

    return read


_PLAIN: dict[Any, Callable[[Json, str], Any]] = {
    str: _of_type(str, "text"),
    int: _of_type(int, "a whole number"),
    bool: _of_type(bool, "true or false"),
    Fraction: _fraction,
    datetime: _instant,
    date: _of_iso(_day, "2026-09-01"),
    time: _of_iso(_clock, "09:00"),
}


def _shown(data: Json) -> str:
    text = str(data) if isinstance(data, Decimal) else repr(data)
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 3]}..."
