"""Payment runs: what was released is gathered by one person, released by another, and written to one file."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db import transaction

from unpromote.domain import runs
from unpromote.domain.awaited import to_pay
from unpromote.domain.codec import currency_named, encode
from unpromote.domain.commands import WriteRun
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.domain.events import PaymentsReleased
from unpromote.domain.payees import Method, Payee, Payer, check_bic, masked
from unpromote.domain.runs import Payment, PaymentRun, RunState
from unpromote.services.filing import located, put
from unpromote.services.money import checked_iban
from unpromote.services.people import Person
from unpromote.services.ports import PaymentFileFormat
from unpromote.services.record import record
from unpromote.store import cases, payments, work

SHELF = "payouts/runs"


@dataclass(frozen=True)
class RunWish:
    """Which payments a run gathers, and when the bank is to carry them out."""

    client: str
    method: Method
    currency: str
    execute_on: date


def set_payer(person: Person, client: str, payer: Payer) -> None:
    """Note the account from which a client pays.

    Raises:
        NotAllowed: the person may not approve for the client.
        BadInput: the account cannot be, or nobody's name is given.
    """
    person.must_approve_for(client)
    if not payer.name.strip():
        raise BadInput("nobody's name is given", place="name", mend="write it as the account has it")
    bic = payer.bic.replace(" ", "").upper()
    check_bic(bic)
    payments.keep_payer(client, Payer(payer.name, checked_iban(payer.iban), bic))


def payer_of(person: Person, client: str) -> Payer | None:
    """Return the account from which a client pays, None where none is noted."""
    person.must_work_for(client)
    return payments.payer_of(client)


def prepare_run(person: Person, wish: RunWish, *, now: datetime) -> PaymentRun:
    """Gather every released payment of the client that goes this way and is in no run yet, as many as a file takes.

    Raises:
        NotAllowed: the person does not work for the client, or the client's own account is not noted.
        BadInput: nothing waits to be paid this way, or it lies in the past.
    """
    person.must_work_for(wish.client)
    payer = payments.payer_of(wish.client)
    if payer is None:
        raise NotAllowed(f"note first from which account {wish.client} pays")
    if wish.execute_on < now.date():
        raise BadInput(f"{wish.execute_on} is over", place="execute_on", mend="choose today or later")
    run = PaymentRun(
        id=f"RUN-{now:%Y%m%d}-{secrets.token_hex(4).upper()}",
        client=wish.client,
        method=wish.method,
        currency=currency_named(wish.currency).code,
        execute_on=wish.execute_on,
        payer=payer,
        prepared_by=person.name,
        prepared_at=now,
        payments=tuple(islice(_waiting(wish), runs.MOST.get(wish.method, runs.MOST_ELSE))),
    )
    runs.check_run(run)
    payments.add_run(run)
    return run


def _waiting(wish: RunWish) -> Iterator[Payment]:
    taken = payments.taken_keys(wish.client)
    for case_id, payees in payments.payees_by(wish.client, wish.method).items():
        case = cases.load(case_id)
        owed = to_pay(case)
        for party, payee in payees.items():
            key, amount = owed.get(party, ("", None))
            if amount is not None and key not in taken and amount.currency.code == wish.currency:
                end_to_end = runs.end_to_end_id(key, case.reference)
                yield Payment(key, end_to_end, case.id, case.reference, party, amount, payee)


def release_run(person: Person, run_id: str, *, now: datetime) -> PaymentRun:
    """Release a run that somebody else prepared; its file is written next.

    Raises:
        NotAllowed: the person may not approve or prepared it, an account was changed since, or a payment is not owed
            any more.
    """
    before = run_of(person, run_id)
    person.must_approve_for(before.client)
    after = runs.released(before, by=person.name, at=now)
    with transaction.atomic():
        payments.save_run(before, after)
        _check_accounts(before, payments.payees_now(before))
        for case_id, keys in _by_case(before).items():
            _check_owed(case_id, before)
            event = PaymentsReleased(at=now, by=person.name, run_id=run_id, keys=keys, prepared_by=before.prepared_by)
            record(case_id, event)
        command = WriteRun(case_id="", due=now, run_id=run_id)
        order = work.Order(command.key, None, "WriteRun", encode(command), command.partition, command.due)
        work.order([order])
    return after


def _by_case(run: PaymentRun) -> dict[str, tuple[str, ...]]:
    keys: dict[str, tuple[str, ...]] = {}
    for one in run.payments:
        keys[one.case_id] = (*keys.get(one.case_id, ()), one.key)
    return keys


def _check_accounts(run: PaymentRun, now: Mapping[tuple[str, str], Payee]) -> None:
    for one in run.payments:
        if now.get((one.case_id, one.party)) != one.payee:
            raise NotAllowed(f"the account of {one.payee.holder} was changed since: drop the run and prepare it again")


def _check_owed(case_id: str, run: PaymentRun) -> None:
    owed = to_pay(cases.load(case_id, lock=True))
    for one in run.payments:
        if one.case_id == case_id and owed.get(one.party) != (one.key, one.amount):
            raise NotAllowed(f"{encode(one.amount)} to {one.payee.holder} is not owed any more: drop the run")


def drop_run(person: Person, run_id: str) -> PaymentRun:
    """Drop a run that was not released; its payments can go into another.

    Raises:
        NotAllowed: it was released.
    """
    before = run_of(person, run_id)
    after = runs.dropped(before)
    with transaction.atomic():
        payments.save_run(before, after)
    return after


def run_of(person: Person, run_id: str) -> PaymentRun:
    """Return a run.

    Raises:
        NotAllowed: there is none for this person.
    """
    run = payments.load_run(run_id)
    if run.client not in person.rights:
        raise payments.unknown_run(run_id)
    return run


def runs_of(person: Person, client: str) -> tuple[PaymentRun, ...]:
    """Return a client's runs, the newest first."""
    person.must_work_for(client)
    return payments.runs_of(client)


def run_file(person: Person, run_id: str) -> tuple[str, bytes]:
    """Return the name and the content of a run's file.

    Raises:
        NotAllowed: the person may not approve, or the file is not written yet.
    """
    run = run_of(person, run_id)
    person.must_approve_for(run.client)
    if run.state is not RunState.WRITTEN:
        raise NotAllowed(f"run {run.id} is {run.state.value}: its file is written after it is released")
    path = located(run.path)
    return path.name, path.read_bytes()


def write_run(run_id: str, render: PaymentFileFormat) -> PaymentRun:
    """Write the file of a released run; however often this is tried, the file is the same."""
    before = payments.load_run(run_id)
    content, suffix = render(before)
    filed = put(SHELF, f"{before.id}{suffix}", content)
    after = runs.written(before, path=filed.path, sha256=filed.sha256)
    payments.save_run(before, after)
    return after


def run_json(run: PaymentRun) -> dict[str, Any]:
    """Return the run as doors show it: of every account only the last signs."""
    data: dict[str, Any] = encode(run)
    del data["payer"], data["path"]
    paid = [
        {
            "key": one.key,
            "end_to_end": one.end_to_end,
            "reference": one.reference,
            "party": one.party,
            "holder": one.payee.holder,
            "account": one.payee.account,
            "amount": encode(one.amount),
        }
        for one in run.payments
    ]
    return {**data, "pays_from": masked(run.payer.iban), "total": encode(run.total), "payments": paid}
