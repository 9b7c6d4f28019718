"""Faults on order: what to break, on which call, how often. Nothing fails by chance.

code                    answer with that code and its text instead of acting; with `after_commit`, act first
lost_request            close the connection before anything happened
lost_reply_after_commit act, then close the connection without an answer
delay_ms                hold the answer back for so many real milliseconds
http_500                a plain HTTP 500 before anything happened
late_propagation        act, but let reads show the old status for `seconds` of emulated time
incomplete_page         leave `drop` rows out of the page while the totals still count them
drifting_total          totals and pages are `drop` rows off, below zero too, as if rows came or went meanwhile
spend_tail              act, but let a stop's delivery go on for `seconds` of emulated time
revoke_token            from this call on the token opens nothing any more
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from unpromote.emulator.codes import MESSAGES

KINDS = (
    "code",
    "lost_request",
    "lost_reply_after_commit",
    "delay_ms",
    "http_500",
    "late_propagation",
    "incomplete_page",
    "drifting_total",
    "spend_tail",
    "revoke_token",
)


@dataclass
class Fault:
    """One order. Empty matches match everything; `times` 0 means from the nth call on for ever.

    Attributes:
        kind: what happens, see the table above
        path: text that the path has to contain, such as "campaign/status/update"
        method: GET or POST
        advertiser_id: only calls for that advertiser
        nth: the first matching call that is hit, counted from when the fault was ordered
        times: how many matching calls in a row are hit
        seen: how many calls matched so far
        hits: how many calls were hit so far
    """

    kind: str
    path: str = ""
    method: str = ""
    advertiser_id: str = ""
    nth: int = 1
    times: int = 1
    code: int = 50000
    message: str = ""
    after_commit: bool = False
    delay_ms: int = 0
    seconds: int = 60
    drop: int = 1
    seen: int = 0
    hits: int = 0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"kind: unknown {self.kind!r}; known: {', '.join(KINDS)}")

    @property
    def text(self) -> str:
        """What the answer says."""
        return self.message or MESSAGES.get(self.code, "System error.")

    def strikes(self, method: str, path: str, advertiser_id: str) -> bool:
        """Count the call if it matches, and tell whether it is hit."""
        if self.path not in path or self.method not in ("", method):
            return False
        if self.advertiser_id not in ("", advertiser_id):
            return False
        self.seen += 1
        hit = self.seen >= self.nth and (self.times == 0 or self.seen < self.nth + self.times)
        self.hits += hit
        return hit


@dataclass(frozen=True)
class Trouble:
    """All faults that hit one call, by kind."""

    faults: Mapping[str, Fault] = field(default_factory=dict)

    def get(self, kind: str) -> Fault | None:
        """Return the fault of that kind, if one hit."""
        return self.faults.get(kind)

    @property
    def delay_ms(self) -> int:
        """How long the answer is held back."""
        delay = self.faults.get("delay_ms")
        return delay.delay_ms if delay else 0


@dataclass
class FaultBook:
    """The faults on order."""

    faults: list[Fault] = field(default_factory=list)

    def order(self, orders: Iterable[Mapping[str, Any]]) -> None:
        """Add faults; raise ValueError, and add none, when one cannot be read."""
        self.faults.extend([_read(n, order) for n, order in enumerate(orders)])

    def strike(self, method: str, path: str, advertiser_id: str) -> Trouble:
        """Return what hits this call."""
        return Trouble({fault.kind: fault for fault in self.faults if fault.strikes(method, path, advertiser_id)})


def _read(n: int, order: Mapping[str, Any]) -> Fault:
    known = {f.name: type(f.default) for f in dataclasses.fields(Fault) if f.name not in ("kind", "seen", "hits")}
    for key, value in order.items():
        if key != "kind" and key not in known:
            raise ValueError(f"[{n}]: unknown field {key!r}; known: kind, {', '.join(known)}")
        if key in known and type(value) is not known[key]:
            raise ValueError(f"[{n}].{key}: expected {known[key].__name__}, found {value!r}")
    try:
        return Fault(**{"kind": "", **order})
    except ValueError as problem:
        raise ValueError(f"[{n}].{problem}") from None
