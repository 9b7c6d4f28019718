"""One signed call as a resource of the shop sees it, its pages, and how it refuses.

Codes: the gateway's are the ones that clients of others handle (36009004 for a missing or wrong parameter, credential
or timestamp, 36009009 for an unknown path, 106001 for a wrong signature, 105001 for a wrong token, 105005 for a right
that is missing, 36009002 for too many calls). What a resource answers to something it will not do is not known: one
code for all of that, which a quirk changes. Codes come on HTTP 200 as well.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from unpromote.emulator.quirks import Quirks
from unpromote.emulator.shop_world import Shop, ShopApp
from unpromote.emulator.wire import Arguments, Refusal
from unpromote.emulator.world import World

BAD_CALL, NO_SUCH_PATH, TOO_MANY_CALLS = 36009004, 36009009, 36009002
WRONG_SIGN, WRONG_TOKEN, NO_RIGHT = 106001, 105001, 105005

T = TypeVar("T")
Row = dict[str, Any]


@dataclass(frozen=True)
class ShopCall:
    """The call's surroundings.

    Attributes:
        path: what stood in the path's places, by name
        query, body: the call's parameters
        shown_from_at: from when on reads show what this call changes
        drift: how many rows more than there are the totals of a page count
        dropped: how many rows are missing at the end of a page
        serial: the call's number, for ids of what it makes
        changed: ids whose state the call really changed; resources add to it
    """

    world: World
    quirks: Quirks
    app: ShopApp
    shop: Shop
    path: Mapping[str, str]
    query: Arguments
    body: Arguments
    now: datetime
    shown_from_at: datetime
    drift: int = 0
    dropped: int = 0
    serial: int = 0
    changed: list[str] = field(default_factory=list)

    def refuse(self, problem: str) -> Refusal:
        """Return the refusal of something that cannot be done as things stand."""
        return Refusal(self.quirks.shop_refusal_code, problem)

    def found(self, kind: str, name: str, among: Mapping[str, T]) -> T:
        """Return what the path names, or refuse."""
        wanted = self.path[name]
        if wanted not in among:
            raise self.refuse(f"The {kind} {wanted} does not exist.")
        return among[wanted]

    def new_id(self) -> str:
        """Return an id of 19 digits for what this call makes."""
        return f"76{self.serial:017d}"

    def page(self, rows: Sequence[T], args: Arguments, *, default: int = 0, most: int = 100) -> tuple[list[T], Row]:
        """Return one page of the rows, and what is said of all of them; without a default the size has to be given."""
        size = args.number("page_size", default=default, most=most) if args.raw.get("page_size") else default
        if not size:
            raise bad_call("page_size", "is missing")
        start = _offset(args.text("page_token")) if args.raw.get("page_token") else 0
        end, total = start + size, len(rows) + self.drift
        shown = list(rows[start:end])
        info: Row = {"total_count": total, "next_page_token": _token(end) if end < total else ""}
        return shown[: len(shown) - self.dropped] if self.dropped else shown, info


def bad_call(name: str, problem: str) -> Refusal:
    """Return the refusal of a parameter."""
    return Refusal(BAD_CALL, f"Invalid parameter: {name} {problem}.")


def seconds(at: datetime) -> int:
    """Return a Unix timestamp in seconds."""
    return int(at.timestamp())


def _token(offset: int) -> str:
    return base64.urlsafe_b64encode(str(offset).encode()).decode()


def _offset(token: str) -> int:
    try:
        return int(base64.urlsafe_b64decode(token))
    except (ValueError, binascii.Error):
        raise bad_call("page_token", "is none of this shop") from None
