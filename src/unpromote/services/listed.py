"""Promotions that files listed, with all that opening a case on them needs; what no file says is asked, not guessed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from moneyed import Money

from unpromote.domain.budgets import Mode, over_days
from unpromote.domain.delivery import Level
from unpromote.domain.errors import BadInput
from unpromote.domain.imports import Listed
from unpromote.services.people import Person
from unpromote.services.policies import budget_mode
from unpromote.store import imports


@dataclass(frozen=True)
class Booked:
    """A promotion that a file listed, with all that opening a case needs; its days are [start, end)."""

    kind: str
    advertiser_id: str
    campaign_id: str
    name: str
    budget: Money
    spent: Money
    start: date
    end: date
    spent_through: date | None
    prepaid: Money
    stage: str = ""
    submitted_on: date | None = None
    level: Level = Level.CAMPAIGN


def booked(
    person: Person,
    client: str,
    campaign_ids: Sequence[str],
    *,
    budgets: Mode | None = None,
    ends_on: date | None = None,
) -> tuple[Booked, ...]:
    """Return promotions that a client's files listed, as a case is opened on them.

    `budgets` says what amounts are for of which no file says whether they are by the day, `ends_on` the first day after
    where no file says it. A budget by the day counts for each day of its flight.

    Raises:
        NotAllowed: the person does not work for the client.
        BadInput: one is not listed, or the files do not say all that a case needs; or they do not fit together.
    """
    person.must_work_for(client)
    known = {one.campaign_id: one for one in imports.these(client, campaign_ids)}
    found = tuple(_booked(known.get(one), one, budgets, ends_on) for one in dict.fromkeys(campaign_ids))
    if len({(one.budget.currency, one.start, one.end) for one in found}) > 1:
        mend = "open a case for each currency and flight"
        raise BadInput("they differ in currency or days", place="listed promotions", mend=mend)
    return found


def _booked(one: Listed | None, campaign_id: str, budgets: Mode | None, ends_on: date | None) -> Booked:
    place = f"promotion {campaign_id}"
    if one is None:
        raise BadInput("no file has listed it", place=place, mend="import the file first: unpromote promotions import")
    ends, mode = one.ends_on or ends_on, _mode(one, budgets, place)
    if ends is None and mode is Mode.DAY:
        mend = "say on which day it would have ended by the agreement: --ends-on, the first day after"
        raise BadInput(
            "it runs on a budget by the day without an end: nobody knows its whole budget", place=place, mend=mend
        )
    needed = {"budget": one.budget, "spent": one.spent, "start": one.starts_on, "end": ends}
    missing = [name for name, value in needed.items() if value is None]
    if one.budget is None or one.spent is None or one.starts_on is None or ends is None:
        mend = "import a file that says it; the template has all columns"
        raise BadInput(f"no file says: {', '.join(missing)}", place=place, mend=mend)
    return Booked(
        one.kind,
        one.advertiser_id,
        one.campaign_id,
        one.name,
        over_days(one.budget, one.starts_on, ends) if mode is Mode.DAY else one.budget,
        one.spent,
        one.starts_on,
        ends,
        one.spent_through,
        one.prepaid or Money(0, one.spent.currency),
        one.stage,
        one.submitted_on,
    )


def _mode(one: Listed, budgets: Mode | None, place: str) -> Mode:
    """Return what a promotion's budget is for; of a file of before that was asked, its words for it."""
    told = one.budget_mode or budget_mode(one.budget_type)
    if not told and budgets is None and one.budget_type:
        mend = "say whether it is for each day or for the whole time: --budgets day, or flight"
        raise BadInput(f"nobody knows what a budget {one.budget_type!r} is for", place=place, mend=mend)
    return Mode(told) if told else budgets or Mode.FLIGHT
