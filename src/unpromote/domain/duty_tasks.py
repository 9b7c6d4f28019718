"""Which duties follow from leaving: from the agreement's clauses, and from each creator's deal.

    the agreement's duties      each for its holder; a creator's duty once for every creator
    codes and links             each stops on its own last day, or when the promotion ends
    gifts that have to return   each by its day, else by the agreement's
    usage, exclusivity          end with the last day of service, or on their own last day where they are paid in full
    published work              the label stays on what stays online; what was asked to be taken down is taken down
    work that goes on           is delivered on its later day, or for the other campaign

Days run from the effect of the cancellation. A duty without an agreed day is watched without a clock.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from unpromote.domain.aggregate import Case
from unpromote.domain.codec import decode
from unpromote.domain.dates import Calendar, Period, civil_date, date_before, period_end
from unpromote.domain.deals import CodeKind, Deal, deal_of
from unpromote.domain.duties import DutyTask
from unpromote.domain.frame import Duty
from unpromote.domain.payout import Settlement
from unpromote.domain.promotion import Creator
from unpromote.domain.vocabulary import DutyKind, Proration, Role, Stage

GOES_ON = "goes_on"
_FROM_DEALS = (DutyKind.STOP_PAID_USE, DutyKind.RETURN_PRODUCT)
_WHAT = {
    DutyKind.TAKEDOWN: "take the content down",
    DutyKind.KEEP_LIVE: "keep the published content online",
    DutyKind.STOP_PAID_USE: "stop codes, links and boosts",
    DutyKind.LICENCE_END: "stop using the content",
    DutyKind.EXCLUSIVITY_END: "the exclusivity ends",
    DutyKind.CONFIDENTIALITY: "keep the terms confidential",
    DutyKind.NON_DISPARAGEMENT: "keep to how each speaks of the other",
    DutyKind.RETURN_PRODUCT: "return the products",
    DutyKind.FINAL_REPORT: "send the final report",
    DutyKind.FINAL_INVOICE_BY: "send the final invoice",
    DutyKind.DISCLOSURE_STAYS: "keep the advertising label on what stays online",
    DutyKind.RECORDS_KEPT: "keep the records",
}


@dataclass(frozen=True)
class _Ending:
    """When the promotion ends, by whose calendar."""

    terms: Mapping[str, Any]
    effective_at: datetime

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.terms["time_zone"])

    @property
    def on(self) -> date:
        return civil_date(self.effective_at, self.zone)

    @property
    def last_service_day(self) -> date:
        return date_before(self.effective_at, self.zone)

    def last_day(self, period: Period | None) -> date | None:
        """Return the last day of a period that the effect sets off."""
        if period is None:
            return None
        calendar = decode(Calendar, self.terms["calendar"], place="terms.calendar")
        return date_before(period_end(period, self.effective_at, calendar, self.zone), self.zone)


def duty_tasks(case: Case) -> tuple[DutyTask, ...]:
    """Return every duty of the case as its quote, its terms and its deals have it; none before there is a quote."""
    effective_at = _effective_at(case)
    if case.terms is None or effective_at is None:
        return ()
    ending = _Ending(case.terms, effective_at)
    agreed = tuple(
        decode(Duty, one, currency=case.terms["currency"], place="terms.duties") for one in case.terms.get("duties", ())
    )
    settled = {settlement.creator_id: settlement.name for settlement in case.settlements}
    found = [task for duty in agreed if duty.holder is not Role.CREATOR for task in _of_others(duty, ending)]
    for written in case.promotion.get("creators", ()):
        creator = decode(Creator, written, currency=case.terms["currency"], place="promotion.creators")
        if creator.id in settled:
            whose = _Whose(creator, settled[creator.id], deal_of(case.deals, creator.id))
            found += _of_creator(whose, agreed, ending)
    found += [task for settlement in case.settlements for task in _going_on(settlement)]
    return tuple(_told_apart(found))


def _going_on(settlement: Settlement) -> Iterator[DutyTask]:
    for work in settlement.goes_on:
        where = f", for {work.campaign}" if work.campaign else ""
        yield DutyTask(
            id=f"{settlement.creator_id}/{GOES_ON}/{_short(work.deliverable, work.way, str(work.on), work.campaign)}",
            kind=GOES_ON,
            holder=Role.CREATOR.value,
            what=f"{settlement.name}: deliver {work.deliverable}, which goes on{where}",
            creator_id=settlement.creator_id,
            due_on=work.on,
            about=work.deliverable,
        )


def _short(*said: str) -> str:
    return sha256("\x1f".join(said).encode()).hexdigest()[:8]


def _told_apart(tasks: list[DutyTask]) -> Iterator[DutyTask]:
    """Yield the duties, those of one kind and holder numbered from the second on."""
    seen: Counter[str] = Counter()
    for task in tasks:
        seen[task.id] += 1
        yield task if seen[task.id] == 1 else replace(task, id=f"{task.id}+{seen[task.id]}")


@dataclass(frozen=True)
class _Whose:
    """A creator with name and deal."""

    creator: Creator
    name: str
    deal: Deal

    @property
    def published(self) -> bool:
        return any(item.stage is Stage.PUBLISHED for item in self.creator.deliverables)

    def task(self, kind: DutyKind, what: str, nth: str = "", **more: Any) -> DutyTask:
        named = f"{self.creator.id}/{kind.value}{nth}"
        told = f"{self.name}: {what}"
        return DutyTask(id=named, kind=kind.value, what=told, creator_id=self.creator.id, **more)


def _effective_at(case: Case) -> datetime | None:
    taken = case.requote or case.quote
    answer = taken.quote if taken else {}
    written = answer.get("effective_at") or ((answer.get("range") or {}).get("effective_at") or {}).get("latest")
    return datetime.fromisoformat(written) if written else None


def _of_others(duty: Duty, ending: _Ending) -> Iterator[DutyTask]:
    holder = duty.holder.value
    yield DutyTask(
        id=f"{holder}/{duty.kind.value}",
        kind=duty.kind.value,
        holder=holder,
        what=f"{holder.replace('_', ' ')}: {_told(duty, ending)}",
        due_on=ending.last_day(duty.within),
        clause=duty.clause or "",
    )


def _told(duty: Duty, ending: _Ending) -> str:
    until = ending.last_day(duty.survives_for)
    return _WHAT[duty.kind] + (f", until {until}" if until else "")


def _of_creator(whose: _Whose, agreed: tuple[Duty, ...], ending: _Ending) -> Iterator[DutyTask]:
    mine = {duty.kind: duty for duty in agreed if duty.holder is Role.CREATOR}
    own = {
        DutyKind.STOP_PAID_USE: tuple(_codes(whose, mine.get(DutyKind.STOP_PAID_USE), ending)),
        DutyKind.RETURN_PRODUCT: tuple(_gifts(whose, mine.get(DutyKind.RETURN_PRODUCT), ending)),
    }
    for duty in agreed:
        if duty.holder is Role.CREATOR and not own.get(duty.kind):
            due_on, clause = ending.last_day(duty.within), duty.clause or ""
            yield whose.task(duty.kind, _told(duty, ending), holder=Role.CREATOR.value, due_on=due_on, clause=clause)
    for kind in _FROM_DEALS:
        yield from own[kind]
    yield from _uses(whose, mine, ending)
    yield from _published(whose, mine, ending)


def _codes(whose: _Whose, agreed: Duty | None, ending: _Ending) -> Iterator[DutyTask]:
    last_on = (ending.last_day(agreed.within) if agreed else None) or ending.on
    for nth, code in enumerate(whose.deal.codes, start=1):
        # A Spark code is the creator's to revoke; a discount code or affiliate link is the brand's to switch off.
        holder = Role.CREATOR if code.kind is CodeKind.SPARK_CODE else Role.ADVERTISER
        yield whose.task(
            DutyKind.STOP_PAID_USE,
            f"the {code.kind.value.replace('_', ' ')} {code.value} stops working",
            f"/{nth}",
            holder=holder.value,
            about=code.value,
            due_on=min(code.ends_on, last_on) if code.ends_on else last_on,
            clause=(agreed.clause if agreed else None) or "",
        )


def _gifts(whose: _Whose, agreed: Duty | None, ending: _Ending) -> Iterator[DutyTask]:
    for nth, gift in enumerate(whose.deal.gifts, start=1):
        if gift.return_by is None and agreed is None:
            continue  # the creator keeps it
        yield whose.task(
            DutyKind.RETURN_PRODUCT,
            f"return {gift.name}",
            f"/{nth}",
            holder=Role.CREATOR.value,
            about=gift.name,
            due_on=gift.return_by or (ending.last_day(agreed.within) if agreed else None),
            clause=(agreed.clause if agreed else None) or "",
        )


def _uses(whose: _Whose, mine: Mapping[DutyKind, Duty], ending: _Ending) -> Iterator[DutyTask]:
    modes = ending.terms.get("creators") or {}
    for kind, field, use in (
        (DutyKind.LICENCE_END, "usage", whose.creator.usage),
        (DutyKind.EXCLUSIVITY_END, "exclusivity", whose.creator.exclusivity),
    ):
        if use is None or kind in mine:
            continue
        in_full = modes.get(field) == Proration.FULL.value
        due_on = use.to if in_full else min(use.to, ending.last_service_day)
        clause = modes.get("clause") or ""
        yield whose.task(kind, _WHAT[kind], holder=Role.ADVERTISER.value, due_on=due_on, clause=clause)


def _published(whose: _Whose, mine: Mapping[DutyKind, Duty], ending: _Ending) -> Iterator[DutyTask]:
    if not whose.published:
        return
    kind = DutyKind.TAKEDOWN if whose.creator.takedown_requested else DutyKind.DISCLOSURE_STAYS
    if kind not in mine:
        yield whose.task(kind, _WHAT[kind], holder=Role.CREATOR.value, due_on=ending.on)
