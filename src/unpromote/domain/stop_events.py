"""What happens to delivery beside the plain stop: when it stops, at once, again, undone, and watched afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from unpromote.domain.authorizations import ShownAd
from unpromote.domain.delivery import Above, Observation, SpendSample, WriteReceipt
from unpromote.domain.events import Event


@dataclass(frozen=True, kw_only=True)
class StopScheduled(Event):
    """Once approved, delivery stops at `stop_at` and not at once; None takes that back."""

    stop_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class StoppedAtOnce(Event):
    """An emergency: delivery stops before anybody approved it; no target named means all of them."""

    why: str
    target_ids: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class StopRatified(Event):
    """Somebody with the right to approve stands by an emergency stop."""


@dataclass(frozen=True, kw_only=True)
class StopRatificationDue(Event):
    """Nobody has ratified an emergency stop in time."""


@dataclass(frozen=True, kw_only=True)
class StopRepeated(Event):
    """A person has targets switched off again that are on, or that nobody knows of."""

    target_ids: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class StopUndone(Event):
    """A person has targets switched on again that this case switched off."""

    target_ids: tuple[str, ...]
    why: str


@dataclass(frozen=True, kw_only=True)
class FinalStopConfirmed(Event):
    """Somebody who may approve typed the case's reference: these targets may be stopped for good.

    `window` is the postback window that they chose for Dedicated campaigns, "" for none.
    """

    target_ids: tuple[str, ...]
    typed: str
    window: str = ""


@dataclass(frozen=True, kw_only=True)
class StartObserved(Event):
    """One look-act-look round of switching on again."""

    target_ids: tuple[str, ...]
    after: tuple[Observation, ...]
    writes: tuple[WriteReceipt, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DeliveryWatched(Event):
    """What was seen of proven targets later on: does anybody switch them on again, does their spend grow."""

    target_ids: tuple[str, ...]
    seen: tuple[Observation, ...]
    samples: tuple[SpendSample, ...]
    nth: int


@dataclass(frozen=True, kw_only=True)
class TargetLookedAt(Event):
    """What the platform shows of a target that a person stopped: None where it knows none, or cannot be asked."""

    target_id: str
    seen: Observation | None
    problem: str = ""


@dataclass(frozen=True, kw_only=True)
class HeldStopDue(Event):
    """The day is over on which somebody should have confirmed what cannot be undone."""


@dataclass(frozen=True, kw_only=True)
class OrdersSeen(Event):
    """The orders of a booked campaign as the platform shows them, with what each has spent where that is known."""

    target_id: str
    orders: tuple[Observation, ...]
    samples: tuple[SpendSample, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AuthorizationSeen(Event):
    """A creator's authorization of a post as the account's list shows it, and the ads that show the post.

    `before` and `after` are the looks before and after the write that took the post off the account, if there was one;
    None where the list does not have it. `deleted` is the write that deleted the code with the creator's token, if one
    is open to the desk. `nth` and `turn` are the look's.
    """

    target_id: str
    nth: int
    turn: int
    before: Observation | None
    after: Observation | None
    creator: str = ""
    ends_at: datetime | None = None
    ads: tuple[ShownAd, ...] = ()
    write: WriteReceipt | None = None
    deleted: WriteReceipt | None = None


@dataclass(frozen=True, kw_only=True)
class LiftAnnounced(Event):
    """What is about to be switched in the place of targets, by target; those without are switched by themselves.

    It is said before the write goes, so that whoever finds that campaign off after a crash knows whose doing it was.
    """

    target_ids: tuple[str, ...]
    above: Mapping[str, Above] = field(default_factory=dict)
