"""Channels: how TikTok is reached, as dated policy that an installation corrects in a file of its own.

What is shipped stands in `policies/channels.toml`; `channels.toml` in the data folder overrides entries by their id and
adds others. Where no way is known, an entry says so, so that nobody trusts an address that somebody made up.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import cache
from importlib.resources import files
from itertools import chain

from unpromote.domain.case import Case
from unpromote.domain.codec import decode
from unpromote.domain.delivery import Route
from unpromote.domain.errors import BadInput
from unpromote.domain.ladders import Channel
from unpromote.domain.messages import Counterpart
from unpromote.services import filing

ANYWHERE = "any"
DEVELOPER = "developer"
FILE = "channels.toml"
_SHIPPED = f"policies/{FILE}"


class Sureness(Enum):
    """How far an entry was checked: on TikTok's own pages, known from elsewhere, or confirmed by nobody."""

    READ = "read"
    GENERAL_KNOWLEDGE = "general_knowledge"
    UNVERIFIED = "unverified"


@dataclass(frozen=True)
class Product:
    """What is booked at TikTok, and the kinds of promotion that belong to it."""

    title: str
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Way:
    """One way to reach TikTok about a product; `exists` is false where none is known. `asks` is what they ask for."""

    id: str
    product: str
    region: str
    channel: Channel
    exists: bool
    how: str
    source: str
    checked_on: date
    mark: Sureness
    link: str = ""
    asks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Channels:
    """All ways, and the products that they are for."""

    products: Mapping[str, Product] = field(default_factory=dict)
    ways: tuple[Way, ...] = ()


def channels() -> Channels:
    """Return what is shipped, with what the installation's own file changes and adds.

    Raises:
        BadInput: a file cannot be used; names the file, the place in it, and how to mend it.
    """
    own = filing.located(FILE)
    if not own.is_file():
        return _shipped()
    try:
        text = own.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise BadInput(f"cannot be read: {problem}", place=str(own), mend="save it as UTF-8 text") from None
    return _joined(_shipped(), channels_in(text, str(own)), str(own))


def channels_in(text: str, place: str) -> Channels:
    """Return what a TOML text says.

    Raises:
        BadInput: the text is no TOML, or an entry lacks something or says it twice; names the place.
    """
    try:
        written = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise BadInput(f"is no TOML ({problem})", place=place, mend="look at policies/channels.toml") from None
    ways = written.get("ways", [])
    if isinstance(ways, list) and all(isinstance(way, dict) for way in ways):
        written["ways"] = [way | {"checked_on": str(way.get("checked_on", ""))} for way in ways]
    found = decode(Channels, written, place=place)
    known: set[str] = set()
    for index, way in enumerate(found.ways):
        _check(way, known, f"{place}: ways[{index}]")
        known.add(way.id)
    return found


def fitting(case: Case) -> tuple[Way, ...]:
    """Return the ways that fit what the case stops and where its support works, those that exist first."""
    known = channels()
    kinds = {target.kind for target in case.targets}
    wanted = {name for name, product in known.products.items() if kinds & set(product.kinds)}
    if any(target.route is Route.API for target in case.targets):
        wanted.add(DEVELOPER)
    regions = {ANYWHERE, *_countries(case)}
    found = (way for way in known.ways if way.product in wanted and way.region in regions)
    return tuple(sorted(found, key=lambda way: (not way.exists, way.product == DEVELOPER)))


@cache
def _shipped() -> Channels:
    text = (files("unpromote") / "policies" / FILE).read_text(encoding="utf-8")
    return _joined(Channels(), channels_in(text, _SHIPPED), _SHIPPED)


def _joined(shipped: Channels, own: Channels, place: str) -> Channels:
    products = {**shipped.products, **own.products}
    ways = {way.id: way for way in chain(shipped.ways, own.ways)}
    for way in own.ways:
        if way.product not in products:
            mend = f"known: {', '.join(products)}; or add [products.{way.product}]"
            raise BadInput(f"there is no product {way.product!r}", place=f"{place}: {way.id}", mend=mend)
    return Channels(products, tuple(ways.values()))


def _check(way: Way, known: set[str], place: str) -> None:
    if way.id in known:
        raise BadInput(f"the id {way.id!r} stands here twice", place=place, mend="give each entry an id of its own")
    for name in ("id", "how", "source"):
        if not getattr(way, name).strip():
            raise BadInput(f"{name} is empty", place=place, mend="say how, and where that was read")
    if way.link and not way.link.startswith("https://"):
        raise BadInput(f"{way.link[:60]!r} is no safe link", place=f"{place}.link", mend="begin it with https://")
    if way.region != ANYWHERE and not (way.region.isalpha() and way.region.isupper() and len(way.region) == len("DE")):
        mend = f"write {ANYWHERE!r}, or a country such as 'DE'"
        raise BadInput(f"{way.region[:20]!r} is no region", place=f"{place}.region", mend=mend)


def _countries(case: Case) -> set[str]:
    support = (one for one in case.contacts if one.counterpart is not Counterpart.CREATOR)
    return {one.place.country for one in support if one.place and one.place.country}
