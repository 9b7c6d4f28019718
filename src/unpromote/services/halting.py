"""The kill switch: everything that is on in advertising accounts is stopped at once, as one emergency case.

The case's promotion says what the platform tells and nothing else: an auction that runs by the day, with what was
spent. What an agreement booked beyond that is for a case of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from unpromote.domain.case import Case, open_case
from unpromote.domain.checks import zone_named
from unpromote.domain.codec import encode
from unpromote.domain.commands import ReadInventory
from unpromote.domain.delivery import Target
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.domain.events import CaseOpened, CommandGaveUp
from unpromote.domain.messages import Contact
from unpromote.domain.stop_events import StoppedAtOnce
from unpromote.domain.vocabulary import Reason, Reservation
from unpromote.services import as_told, people, queries
from unpromote.services.intake import Intake, new_id, opening, reference_of
from unpromote.services.people import Person
from unpromote.services.ports import AccountListing, Inventory, Running
from unpromote.services.record import open_, record
from unpromote.services.stop_plan import StopPlan, at_once
from unpromote.store import work

READING = "ReadInventory"


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
) -> tuple[Case, StopPlan]:
    """Return the case that a halt would open, and what it would do; nothing is recorded.

    Raises:
        NotAllowed: as `halt_accounts`.
        BadInput: as `halt_accounts`.
    """
    case = open_case(_opened(person, halt, listed, new_id(), now))
    return case, at_once(case, _stopped(person, halt, now))


def halt_accounts(
    person: Person, halt: Halt, listed: Sequence[AccountListing], *, now: datetime, case_id: str = ""
) -> Case:
    """Open a case over everything that is on in the accounts and order it off, all or nothing of that.

    What could not be listed becomes an alarm of the case. `case_id` is chosen where it is left out.

    Raises:
        NotAllowed: the person does not work for the client, no reason is given, or nothing is on.
        BadInput: the accounts are in different currencies.
    """
    opened = _opened(person, halt, listed, case_id or new_id(), now)
    with transaction.atomic():
        case = record(open_(opened).id, _stopped(person, halt, now))
        for account in listed:
            for problem in account.unread:
                case = record(case.id, CommandGaveUp(at=now, by=person.name, command=READING, problem=problem))
    return case


@dataclass(frozen=True)
class HaltShown:
    """How far a halt is that was ordered: reading, stopped (then the case is there) or refused, with the problem."""

    id: str
    reference: str
    state: str
    tries: int
    problem: str


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
    return HaltShown(halt_id, reference_of(halt_id), state, found.attempts, found.problem)


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
    if not halt.accounts:
        raise BadInput("no account is named", place="accounts", mend="name the ids of advertiser accounts")


def _stopped(person: Person, halt: Halt, now: datetime) -> StoppedAtOnce:
    return StoppedAtOnce(at=now, by=person.name, why=halt.why)


def _opened(person: Person, halt: Halt, listed: Sequence[AccountListing], case_id: str, now: datetime) -> CaseOpened:
    names = ", ".join(f"{account.name} ({account.advertiser_id})" for account in listed)
    targets = _targets(listed)
    if not targets:
        raise NotAllowed(f"nothing is on in {names}")
    intake = Intake(
        client=halt.client,
        title=f"Emergency stop of {names}"[:200],
        reason=halt.reason.value,
        wording=halt.why,
        promotion=_promotion(listed, targets, now),
        targets=targets,
        contacts=(halt.contact,),
    )
    return opening(person, intake, case_id, now=now)


def _targets(listed: Sequence[AccountListing]) -> tuple[Target, ...]:
    found = [(account, one) for account in listed for one in account.running]
    if found:
        as_told.one_currency([(account.advertiser_id, account.currency) for account, _ in found], "accounts")
    return tuple(replace(_target(account, one), id=f"t{nth}") for nth, (account, one) in enumerate(found, start=1))


def _target(account: AccountListing, one: Running) -> Target:
    return as_told.target(account.advertiser_id, account.currency, one)


def _promotion(listed: Sequence[AccountListing], targets: Sequence[Target], now: datetime) -> dict[str, Any]:
    """Return what the platform tells: nothing is booked beyond today, and nothing but what was spent is due."""
    today = as_told.today(now, zone_named(listed[0].time_zone, place="the account's time zone"))
    name = slugify(f"halt-{listed[0].advertiser_id}")
    return as_told.promotion(name, Reservation.AUCTION, targets, today, now=now)
