"""The shop's rows as frozen values. What cannot be read is a failure of the other side, never a guess."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from unpromote.adapters.shop.calls import Reply
from unpromote.domain.errors import OutsideFailed


@dataclass(frozen=True)
class Shop:
    """A shop that the token opens; calls name it by its cipher."""

    id: str
    name: str
    code: str
    cipher: str


@dataclass(frozen=True)
class Standing:
    """An offer as the shop shows it. An open collaboration goes by the id of its product."""

    id: str
    name: str
    status: str
    activity_type: str
    ends_at: datetime | None
    immutable: bool
    request_id: str


def read_shop(fields: Mapping[str, Any], reply: Reply) -> Shop:
    """Return the shop of a row."""
    return Shop(*(_text(fields, name, reply) for name in ("id", "name", "code", "cipher")))


def read_standing(fields: Mapping[str, Any], reply: Reply, status: str = "") -> Standing:
    """Return the offer of a row; `status` is what was searched for, where rows tell none."""
    named = fields.get("product")
    product = named if isinstance(named, dict) else None
    ends_at = fields.get("end_time")
    commands = fields.get("activity_commands") or ()
    return Standing(
        id=_first(product or fields, ("id", "activity_id"), reply),
        name=_first(product or fields, ("title", "name"), reply),
        status=status or _text(fields, "status", reply),
        activity_type=str(fields.get("activity_type", "")),
        ends_at=datetime.fromtimestamp(ends_at, tz=UTC) if isinstance(ends_at, int) else None,
        immutable="IMMUTABLE" in commands,
        request_id=reply.request_id,
    )


def listed(reply: Reply, name: str) -> list[Mapping[str, Any]]:
    """Return the rows of an answer."""
    found = reply.data.get(name) or []
    if not isinstance(found, list) or not all(isinstance(fields, dict) for fields in found):
        raise unreadable(name, reply)
    return found


def inside(reply: Reply, name: str) -> Mapping[str, Any]:
    """Return the object of an answer, or the answer itself."""
    found = reply.data.get(name) if name else reply.data
    if not isinstance(found, Mapping):
        raise unreadable(name, reply)
    return found


def unreadable(name: str, reply: Reply) -> OutsideFailed:
    """Return the failure that something in an answer has no known form."""
    problem = f"TikTok Shop's answer has no readable {name}"
    return OutsideFailed(problem, permanent=True, reference=f"request_id={reply.request_id}")


def _first(fields: Mapping[str, Any], names: tuple[str, ...], reply: Reply) -> str:
    return _text(fields, next((name for name in names if name in fields), names[0]), reply)


def _text(fields: Mapping[str, Any], name: str, reply: Reply) -> str:
    value = fields.get(name)
    if not isinstance(value, str):
        raise unreadable(name, reply)
    return value
