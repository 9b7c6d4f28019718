"""The kill switch: everything that is on in advertising accounts is stopped at once, as one emergency case a currency.

A case's promotion says what the platform tells and nothing else: an auction that runs by the day, with what was
spent. What an agreement booked beyond that is for a case of its own. No amounts of two currencies add up, so accounts
in several become a case for each, all opened and ordered off together.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from unpromote.domain import inventory as domain
from unpromote.domain.case import Case, open_case
from unpromote.domain.checks import zone_named
from unpromote.domain.codec import encode
from unpromote.domain.commands import ReadInventory
from unpromote.domain.delivery import Target
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.domain.events import CaseOpened, CommandGaveUp
from unpromote.domain.messages import Contact, Counterpart
from unpromote.domain.stop_events import StoppedAtOnce
from unpromote.domain.vocabulary import Reason, Reservation
from unpromote.services import as_told, people, queries
from unpromote.services.intake import Intake, new_id, opening, reference_of
from unpromote.services.people import Person
from unpromote.services.ports import AccountListing, Inventory, Running
from unpromote.services.record import open_
from unpromote.services.stop_plan import StopPlan, at_once
from unpromote.store import work

READING = "ReadInventory"
NOT_HALTED = frozenset({"spark_authorization"})


@dataclass(frozen=True)
class Halt:
    """Whose accounts are to be stopped, why, and who will have to confirm the cancellation."""

    client: str
    accounts: tuple[str, ...]
    why: str
    contact: Contact
    reason: Reason = Reason.STRATEGY_CHANGE


def list_accounts(person: Person, halt: Halt, inventory: Inventory) -> tuple[AccountListing, ...]:
    """Return what is on in the accounts, each read once.

    Raises:
        NotAllowed: the person does not work for the client.
        BadInput: no account is named.
        OutsideFailed: an account cannot be read.
    """
    _must_make_sense(person, halt)
    return tuple(inventory.objects(account) for account in dict.fromkeys(halt.accounts))


def preview_halt(
    person: Person, halt: Halt, listed: Sequence[AccountListing], *, now: datetime
) -> tuple[tuple[Case, StopPlan], ...]:
    """Return the cases that a halt would open, and what each would do; nothing is recorded.

    Raises:
        NotAllowed: as `halt_accounts`.
    """
    cases = [open_case(opened) for opened, _ in _opened(person, halt, listed, new_id(), now)]
    return tuple((case, at_once(case, _stopped(person, halt, now))) for case in cases)


def halt_accounts(
    person: Person, halt: Halt, listed: Sequence[AccountListing], *, now: datetime, case_id: str = ""
) -> tuple[Case, ...]:
    """Open a case a currency over everything that is on in the accounts and order it off, all or nothing of that.

    What could not be listed becomes an alarm of its account's case. `case_id` is that of the first case, chosen where
    it is left out.

    Raises:
        NotAllowed: the person does not work for the client, no reason is given, or nothing is on.
    """
    with transaction.atomic():
        return tuple(
            _ordered(person, halt, opened, accounts, now)
            for opened, accounts in _opened(person, halt, listed, case_id or new_id(), now)
        )


def _ordered(person: Person, halt: Halt, opened: CaseOpened, accounts: Sequence[AccountListing], now: datetime) -> Case:
    problems = (problem for account in accounts for problem in account.unread)
    unread = (CommandGaveUp(at=now, by=person.name, command=READING, problem=problem) for problem in problems)
    return open_(opened, _stopped(person, halt, now), *unread)


@dataclass(frozen=True)
class HaltCase:
    """One case of a halt: the currency, and the accounts of which something is in it."""

    id: str
    reference: str
    currency: str
    accounts: tuple[str, ...]


@dataclass(frozen=True)
class HaltShown:
    """How far a halt is that was ordered: reading, stopped (then its cases are there) or refused, with the problem.

    `reference` is that of its first case.
    """

    id: str
    reference: str
    state: str
    tries: int
    problem: str
    cases: tuple[HaltCase, ...] = ()


def listed_in(one: domain.Inventory) -> tuple[AccountListing, ...]:
    """Return what an inventory shows as on in advertisers' accounts, as a halt would list it; unread ones are left out.

    Permissions to promote a post are in an inventory and in no halt: they end with what shows the post.
    """
    places = (place for place in one.places if not place.problem and place.id not in one.scope.shops)
    return tuple(_listing(one, place) for place in places)


def _listing(one: domain.Inventory, place: domain.Place) -> AccountListing:
    mine = (item for item in one.items if item.account == place.id and item.on and item.kind not in NOT_HALTED)
    running = tuple(Running(each.kind, each.seen, each.spent, each.a_day, each.in_all) for each in mine)
    return AccountListing(place.id, place.name, place.currency, place.time_zone, running)


def preview_inventory(person: Person, one: domain.Inventory, *, now: datetime) -> tuple[tuple[Case, StopPlan], ...]:
    """Return the cases that a halt of an inventory's accounts would open by what it shows; none where nothing is on.

    Raises:
        NotAllowed: the person does not work for the client.
    """
    listed = listed_in(one)
    if not any(account.running for account in listed):
        return ()
    nobody = Contact("support", Counterpart.SUPPORT, "", "")
    halt = Halt(one.client, tuple(account.advertiser_id for account in listed), "a preview", nobody)
    return preview_halt(person, halt, listed, now=now)


def order_halt(person: Person, halt: Halt, *, now: datetime) -> HaltShown:
    """Have the accounts read and stopped by a job, for a door that must not wait for the platform.

    Raises:
        NotAllowed: the person does not work for the client, or no reason is given.
        BadInput: no account is named.
    """
    _must_make_sense(person, halt)
    if not halt.why.strip():
        raise NotAllowed("say why delivery cannot wait for an approval")
    command = ReadInventory(case_id="", due=now, opens=new_id(), by=person.name, **vars(halt))
    work.order([work.Order(command.key, None, READING, encode(command), command.partition, now)])
    return halt_of(person, command.opens)


def halt_of(person: Person, halt_id: str) -> HaltShown:
    """Return how far a halt is.

    Raises:
        NotAllowed: there is none for this person.
    """
    found = work.progress(f"{READING}/{halt_id}")
    if found is None or found.payload["client"] not in person.rights:
        raise NotAllowed(f"there is no halt {halt_id!r}")
    state = "reading" if found.status != "done" else "refused" if found.problem else "stopped"
    cases = tuple(map(part_of, _cases(person, halt_id))) if state == "stopped" else ()
    return HaltShown(halt_id, reference_of(halt_id), state, found.attempts, found.problem, cases)


def part_of(case: Case) -> HaltCase:
    """Return which part of a halt a case is."""
    accounts = tuple(dict.fromkeys(target.advertiser_id for target in case.targets))
    return HaltCase(case.id, case.reference, case.targets[0].spent.currency.code, accounts)


def _cases(person: Person, halt_id: str) -> Iterator[Case]:
    """Yield the cases of a halt: they were opened together, so where one is missing there are no more."""
    nth = 1
    while True:
        try:
            yield queries.case(person, _id_of(halt_id, nth))
        except NotAllowed:
            return
        nth += 1


def _id_of(halt_id: str, nth: int) -> str:
    """Return the id of a halt's nth case: the halt's own for the first, and for the others one that follows from it."""
    further = hashlib.sha256(f"{halt_id}/{nth}".encode()).hexdigest()[:16]
    return halt_id if nth == 1 else f"case_{further}"


def carry_out(command: ReadInventory, inventory: Inventory, *, now: datetime) -> None:
    """Read and stop what was ordered; a second try after one that opened the case does nothing.

    Raises:
        NotAllowed: the rules refuse it by now.
        OutsideFailed: an account cannot be read.
    """
    person = people.person(command.by)
    try:
        queries.case(person, command.opens)
    except NotAllowed:
        halt = Halt(command.client, command.accounts, command.why, command.contact, command.reason)
        listed = list_accounts(person, halt, inventory)
        halt_accounts(person, halt, listed, now=now, case_id=command.opens)


def _must_make_sense(person: Person, halt: Halt) -> None:
    person.must_work_for(halt.client)
    check_accounts(halt.accounts)


def check_accounts(accounts: Sequence[str]) -> None:
    """Refuse what names no advertiser's account.

    Raises:
        BadInput: there is none, or one is no id.
    """
    if not accounts:
        raise BadInput("no account is named", place="accounts", mend="name the ids of advertiser accounts")
    for account in accounts:
        if not account.isdecimal():
            mend = "copy the number that Ads Manager shows for the account"
            raise BadInput(f"{account!r} is no advertiser's id", place="accounts", mend=mend)


def _stopped(person: Person, halt: Halt, now: datetime) -> StoppedAtOnce:
    return StoppedAtOnce(at=now, by=person.name, why=halt.why)


Accounts = Sequence[AccountListing]


def _opened(
    person: Person, halt: Halt, listed: Accounts, case_id: str, now: datetime
) -> tuple[tuple[CaseOpened, Accounts], ...]:
    """Return what opens each case, with the accounts that it is about."""
    groups = _by_currency(listed)
    if not groups:
        raise NotAllowed(f"nothing is on in {_named(listed)}")
    numbered = enumerate(groups, start=1)
    return tuple((_opening(person, halt, group, _id_of(case_id, nth), now), group) for nth, group in numbered)


def _by_currency(listed: Accounts) -> tuple[Accounts, ...]:
    """Return the accounts of each currency in which something is on; where nothing is, they go with the first."""
    groups = {
        each.currency: [one for one in listed if one.currency == each.currency] for each in listed if each.running
    }
    if groups:
        first = groups[next(iter(groups))]
        first += [one for one in listed if one.currency not in groups]
    return tuple(groups.values())


def _opening(person: Person, halt: Halt, listed: Accounts, case_id: str, now: datetime) -> CaseOpened:
    targets = _targets(listed)
    intake = Intake(
        client=halt.client,
        title=f"Emergency stop of {_named(listed)}"[:200],
        reason=halt.reason.value,
        wording=halt.why,
        promotion=_promotion(listed, targets, now),
        targets=targets,
        contacts=(halt.contact,),
    )
    return opening(person, intake, case_id, now=now)


def _named(listed: Accounts) -> str:
    return ", ".join(f"{account.name} ({account.advertiser_id})" for account in listed)


def _targets(listed: Accounts) -> tuple[Target, ...]:
    found = [_target(account, one) for account in listed for one in account.running]
    return tuple(replace(target, id=f"t{nth}") for nth, target in enumerate(found, start=1))


def _target(account: AccountListing, one: Running) -> Target:
    return as_told.target(account.advertiser_id, account.currency, one)


def _promotion(listed: Accounts, targets: Sequence[Target], now: datetime) -> dict[str, Any]:
    """Return what the platform tells: nothing is booked beyond today, and nothing but what was spent is due."""
    today = as_told.today(now, zone_named(listed[0].time_zone, place="the account's time zone"))
    name = slugify(f"halt-{listed[0].advertiser_id}")
    return as_told.promotion(name, Reservation.AUCTION, targets, today, now=now)
