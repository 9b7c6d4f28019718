"""Is it off, and does the spend stand still: one small machine for each thing that has to stop.

    planned ── switched off ──> off ── spend flat over two samples ──> proven
       │                         │
       │                         └── spend grew ──> off again, watched longer
       ├── still on after the write ──> still_on ──> tried again, then a person
       ├── the platform does not say ──> unknown ──> tried again, then a person
       ├── no API for this kind ──> by_hand ── a person confirms with proof ──> proven
       └── cannot be undone ──> held ── an approver types the case's reference ──> planned, and ordered

    off, proven ── undone by a person ──> on_again        proven ── somebody else switched it on ──> still_on
    told to end later ──> ending ── seen ended ──> off ── seen ended again ──> proven       (a shop's offers)

"Off" is what the platform answers; "proven" is what the money shows. TikTok's reports lag by up to two hours and are
corrected once a day, so a sample counts only from two hours after the stop, and two samples have to agree. A shop's
offers have no spend of their own: what proves them is a second look two hours later. Some of them end later than told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum

from moneyed import Money

from unpromote.domain.authorizations import SPARK, Authorization
from unpromote.domain.hand_deadlines import HandRule
from unpromote.domain.on_record import Below
from unpromote.domain.orders import Order

FIRST_SAMPLE_AFTER = timedelta(hours=2)
BETWEEN_SAMPLES = timedelta(hours=1)
BATCH = 20  # ids that one write takes
TRIES = 3

ON = "ENABLE"
STILL_DELIVERING = ("_DELIVERY_OK", "CAMPAIGN_STATUS_ENABLE")  # as a secondary status says it
STOPPED_ABOVE = ("_CAMPAIGN_DISABLE", "_ADGROUP_DISABLE")
OVER_FOR_GOOD = ("_WITHDRAW_ORDER", "_TERMINATE", "_TIME_DONE", "_RF_CLOSED", "_DELETE", "_ADGROUP_CLOSED")

ENDING = frozenset({"CANCELING", "TERMINATING"})  # told to end, and going on until the platform ends it
WITHOUT_SPEND = frozenset({"shop_activity", "target_collaboration", "open_collaboration", "gmv_session", SPARK})
ENDED_FOR_GOOD = frozenset(
    {"target_collaboration", "open_collaboration", SPARK}
)  # what was removed has to be made anew
TAKEN_BACK = "_RF_WITHDRAW_ORDER"
READ_ONLY = frozenset({"promote", "topview", "reach_frequency", "gmv_session"})  # what the API shows and a person stops

GREW = "grew after the stop"  # how an alarm says that spending goes on


class Route(Enum):
    """How a kind of promotion is stopped."""

    API = "api"
    BY_HAND = "by_hand"


class Level(Enum):
    """How deep below the account an object stands; what has no levels is a campaign."""

    CAMPAIGN = "campaign"
    ADGROUP = "adgroup"
    AD = "ad"


class TargetState(Enum):
    """Where one target stands; append-only, since rows outlive releases."""

    PLANNED = "planned"
    OFF = "off"
    PROVEN = "proven"
    STILL_ON = "still_on"
    BY_HAND = "by_hand"
    UNKNOWN = "unknown"
    ON_AGAIN = "on_again"
    ENDING = "ending"
    HELD = "held"


MAY_BE_ON = (TargetState.STILL_ON, TargetState.UNKNOWN, TargetState.ON_AGAIN)


@dataclass(frozen=True)
class Observation:
    """What the platform said about one object at one instant; `for_good`: what of switching it off is final."""

    external_id: str
    operation_status: str
    secondary_status: str
    name: str
    request_id: str
    log_id: str
    observed_at: datetime
    for_good: str = ""


@dataclass(frozen=True)
class Refused:
    """What the platform would not switch, in its own words."""

    external_id: str
    problem: str


@dataclass(frozen=True)
class WriteReceipt:
    """What the platform answered to one write.

    `external_ids` are what it says it switched. Where no answer came, or one that says nothing, `status` is "" and
    `external_ids` are what was asked for: it may have happened. `problem` then tells why. `untried` are those for which
    nothing was sent, as a failure that concerns all ended the round before: `problem` tells which.
    """

    external_ids: tuple[str, ...]
    status: str
    request_id: str
    log_id: str
    sent_at: datetime
    refused: tuple[Refused, ...] = ()
    problem: str = ""
    untried: tuple[str, ...] = ()


@dataclass(frozen=True)
class Above:
    """The campaign or ad group whose switch stopped a target, since everything in it was to stop."""

    level: Level
    external_id: str
    name: str


@dataclass(frozen=True)
class SpendSample:
    """Lifetime spend of one object as the platform reported it at one instant."""

    external_id: str
    spend: Money
    request_id: str
    log_id: str
    sampled_at: datetime


@dataclass(frozen=True)
class Target:
    """One thing that has to stop: a campaign, a boosted post, a booking.

    `pace` is what it spends a day, if known; `turn` the case's version at which it was ordered off anew. `final` says
    what of its stop cannot be undone, "" where everything can; `confirmed_by` is who typed that it may be. `above` is
    what this case stopped it with, leaving its own switch alone; `window` the postback window that was chosen; `order`
    is that of TikTok One, `authorization` how far taking a creator's back has come. `ordered_at` is since when a
    command has it switched off that has not been heard of yet; `hand` the rule on how long a person has for it.
    """

    id: str
    kind: str
    advertiser_id: str
    external_id: str
    name: str
    route: Route
    budget: Money
    spent: Money
    state: TargetState = TargetState.PLANNED
    tries: int = 0
    before: Observation | None = None
    after: Observation | None = None
    write: WriteReceipt | None = None
    off_at: datetime | None = None
    samples: tuple[SpendSample, ...] = ()
    proof: str = ""
    level: Level = Level.CAMPAIGN
    pace: Money | None = None
    refusal: str = ""
    turn: int = 0
    final: str = ""
    confirmed_by: str = ""
    confirmed_at: datetime | None = None
    below: Below | None = None
    above: Above | None = None
    window: str = ""
    proof_file: str = ""
    order: Order | None = None
    authorization: Authorization | None = None
    ordered_at: datetime | None = None
    hand: HandRule | None = None


def is_unspent(target: Target) -> bool:
    """Tell whether it has no spend to watch: a shop's offer, or a booking that was taken back before it began."""
    taken_back = target.after is not None and target.after.secondary_status.endswith(TAKEN_BACK)
    return target.kind in WITHOUT_SPEND or taken_back


def is_unconfirmed(target: Target) -> bool:
    """Tell whether software could switch it off for good, and nobody has confirmed yet that it shall.

    Targets of before `final` was recorded are known by their kind.
    """
    for_good = bool(target.final) or target.kind in ENDED_FOR_GOOD
    return for_good and target.route is Route.API and target.confirmed_at is None


def is_to_order(target: Target) -> bool:
    """Tell whether its stop is planned and no command is under way for it: the same thing is never ordered twice.

    A command's key would not tell: another order may put the same target at another rank, or among others.
    """
    return target.state is TargetState.PLANNED and target.ordered_at is None


def waits_for_word(target: Target) -> bool:
    """Tell whether a typed confirmation is what the target needs, now or once its stop is ordered."""
    return is_unconfirmed(target) and target.state in (TargetState.PLANNED, TargetState.HELD, *MAY_BE_ON)


def is_switched_off(observation: Observation) -> bool:
    """Tell whether the object's switch is off, or it is over for good; its delivery may still be seen to go on."""
    return observation.operation_status != ON or observation.secondary_status.endswith(OVER_FOR_GOOD)


def stands_off(target: Target, seen: Observation) -> bool:
    """Tell whether a target's own switch is off, or it is shown as stopped by what this case stopped it with."""
    with_above = target.above is not None and seen.secondary_status.endswith(STOPPED_ABOVE)
    return with_above or is_switched_off(seen)


def is_off(observation: Observation) -> bool:
    """Tell whether the platform says that the object no longer delivers."""
    goes_on = is_ending(observation) or observation.secondary_status.endswith(STILL_DELIVERING)
    return is_switched_off(observation) and not goes_on


def is_ending(observation: Observation) -> bool:
    """Tell whether the object was told to end, and goes on until the platform ends it."""
    return is_switched_off(observation) and observation.secondary_status in ENDING


def after_giving_up(target: Target) -> Target:
    """Return the target as it stands once software has given up on it: a person has to stop it, or to look."""
    if target.state in (TargetState.STILL_ON, TargetState.UNKNOWN):
        return replace(target, tries=TRIES)
    return replace(target, state=TargetState.STILL_ON, tries=TRIES) if target.state is TargetState.PLANNED else target


def after_stop(
    target: Target, before: Observation | None, after: Observation | None, write: WriteReceipt | None
) -> Target:
    """Return the target as it stands after one look-act-look round; what a person has proven stays proven.

    `write` is the one that concerns this target, if any did.
    """
    if target.state is TargetState.PROVEN:
        return target
    refused = (one.problem for one in write.refused if one.external_id == target.external_id) if write else ()
    seen = replace(
        target,
        tries=target.tries + 1,
        before=target.before or before,
        after=after or target.after,
        write=write or target.write,
        refusal=next(iter(refused), ""),
    )
    if after is None:
        return replace(seen, state=TargetState.UNKNOWN)
    if is_ending(after):
        return replace(seen, state=TargetState.ENDING)
    if not is_off(after) and (is_switched_off(after) or not stands_off(target, after)):
        return replace(seen, state=TargetState.STILL_ON)
    return replace(seen, state=TargetState.OFF, off_at=after.observed_at)


def is_ours(target: Target) -> bool:
    """Tell whether this case switched the target off: it was seen on before, and then told to stop."""
    told = target.above is not None or was_told(target)
    was_on = target.before is not None and not is_switched_off(target.before)
    return told and was_on and target.state not in (TargetState.PLANNED, TargetState.BY_HAND, TargetState.ON_AGAIN)


def was_told(target: Target) -> bool:
    """Tell whether the last write told the target's own switch."""
    return target.write is not None and target.external_id in target.write.external_ids


def after_start(target: Target, after: Observation | None) -> Target:
    """Return the target as it stands after it was told to run again."""
    if after is None or stands_off(target, after):
        return replace(target, after=after or target.after)
    return replace(_anew(target), state=TargetState.ON_AGAIN, after=after, samples=())


def _anew(target: Target) -> Target:
    """Return a target that is on: whoever stops it for good from now on needs a word of its own for that."""
    return replace(target, off_at=None, confirmed_by="", confirmed_at=None, above=None)


def after_watch(target: Target, seen: Observation | None, samples: Sequence[SpendSample]) -> Target:
    """Return a proven target as it was seen later: on again, still spending, or as it should be.

    What is not seen at all stays as it was: no word is no restart. A target without a spend is proven here.
    """
    if seen is not None and is_unspent(target) and target.state in (TargetState.ENDING, TargetState.OFF):
        return _seen_later(target, seen)
    if target.state is not TargetState.PROVEN:
        return target
    if seen is not None and not stands_off(target, seen):
        return found_on(target, seen)
    return after_samples(target, samples)


def found_on(target: Target, seen: Observation | None) -> Target:
    """Return a target that somebody else switched on; stopping that for good needs a word of its own."""
    return replace(_anew(target), state=TargetState.STILL_ON, tries=TRIES, after=seen or target.after)


def _seen_later(target: Target, seen: Observation) -> Target:
    if is_ending(seen):
        return replace(target, after=seen)
    if not is_off(seen):
        return found_on(target, seen)
    if target.off_at is None:
        return replace(target, state=TargetState.OFF, after=seen, off_at=seen.observed_at)
    late = seen.observed_at >= target.off_at + FIRST_SAMPLE_AFTER
    return replace(target, state=TargetState.PROVEN if late else TargetState.OFF, after=seen)


def after_sampling(target: Target, seen: Observation | None, samples: Sequence[SpendSample]) -> Target:
    """Return a target as it was seen while its spend was read: somebody may switch it on again before it is proven."""
    if seen is not None and target.state in (TargetState.OFF, TargetState.PROVEN) and not stands_off(target, seen):
        return found_on(target, seen)
    return after_samples(target, samples)


def after_samples(target: Target, samples: Sequence[SpendSample]) -> Target:
    """Return the target with the sample that concerns it; if it is off, proven once two late samples agree."""
    mine = [sample for sample in samples if sample.external_id == target.external_id]
    if not mine:
        return target
    seen = replace(target, samples=(*target.samples, *mine))
    if target.state not in (TargetState.OFF, TargetState.PROVEN):
        return seen
    if has_grown(seen):
        return replace(seen, state=TargetState.OFF)
    return replace(seen, state=TargetState.PROVEN) if stands_still(seen) else seen


def after_hand(target: Target, proof: str, at: datetime, file: str = "") -> Target:
    """Return the target as a person stopped it, with what proves it; `file` is the id of the evidence, if any."""
    shown = replace(target, proof=proof, proof_file=file or target.proof_file)
    return replace(shown, state=TargetState.PROVEN, off_at=target.off_at or at)


def after_look(target: Target, seen: Observation) -> Target:
    """Return a target that a person stopped as the platform shows it; where that is not off, it is for a person again.

    One that nobody has stopped yet is proven if it is seen to be over. It is a person's again only once: whoever
    then says again that it has stopped has been told, and their proof stands beside what is shown.
    """
    if target.state is TargetState.BY_HAND and not target.proof:
        known = replace(target, before=target.before or seen)
        return replace(known, state=TargetState.PROVEN, after=seen, off_at=seen.observed_at) if is_off(seen) else known
    told = target.after is not None and not is_off(target.after)
    if target.state is not TargetState.PROVEN or is_off(seen) or told:
        return replace(target, after=seen)
    return replace(target, state=TargetState.BY_HAND, after=seen, off_at=None)


def is_settled(target: Target) -> bool:
    """Tell whether software has nothing left to try: it is off, or a person has to act."""
    done = (TargetState.OFF, TargetState.PROVEN, TargetState.BY_HAND, TargetState.ENDING, TargetState.HELD)
    return tried_out(target) or target.state in done


def tried_out(target: Target) -> bool:
    """Tell whether software has tried as often as it may: a person has to stop it, or to look."""
    return target.state in (TargetState.STILL_ON, TargetState.UNKNOWN) and target.tries >= TRIES


def stands_still(target: Target) -> bool:
    """Tell whether the last two samples that count show the same lifetime spend."""
    if target.off_at is None:
        return False
    countable = [s for s in target.samples if s.sampled_at >= target.off_at + FIRST_SAMPLE_AFTER]
    if len(countable) < 2:  # noqa: PLR2004 - flat is a statement about two samples
        return False
    earlier, later = countable[-2:]
    return earlier.spend == later.spend and later.sampled_at - earlier.sampled_at >= BETWEEN_SAMPLES


def has_grown(target: Target) -> bool:
    """Tell whether spend grew between the last two samples: delivery goes on, whatever the status says."""
    return len(target.samples) > 1 and target.samples[-1].spend > target.samples[-2].spend
