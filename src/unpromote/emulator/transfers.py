"""/bc/transfer/: money between a Business Center and its accounts, and the records that it leaves.

There is no idempotency for accounts: a repeated call moves the money again. Only between Business Centers does a
request_id say that it is the same transfer. How the platform answers a transfer that cannot be made is not
documented; a quirk sets the code. Here both sides must have one currency.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from unpromote.emulator.balances import balance_of
from unpromote.emulator.call import Call
from unpromote.emulator.drought import follow_money
from unpromote.emulator.holdings import BusinessCenter, Transaction
from unpromote.emulator.listing import known_texts, page_of
from unpromote.emulator.wire import MOMENT, Answer, Refusal, Row, bad_parameter
from unpromote.emulator.world import Account

MOST_ROWS = 50
RECHARGE, REFUND = "RECHARGE", "REFUND"
LATELY, LONGEST = timedelta(days=90), timedelta(days=365)
KINDS = ("ADD_BALANCE", "REFUND", "INCREASE_BALANCE", "DECREASE_BALANCE", "RETURN_OF_REMAINING_BUDGET", "BILL_PAYMENT")


def transfer(call: Call) -> Answer:
    """Move money; REFUND takes it from the account to the Business Center."""
    center = call.center()
    level = call.args.choice("transfer_level", ("ADVERTISER", "BC"), "ADVERTISER")
    kind = call.args.choice("transfer_type", (RECHARGE, REFUND))
    amount, funds = _amount(call, center)
    signed = amount if kind == RECHARGE else -amount
    if level == "BC":
        return _between_centers(call, center, signed, funds)
    account = call.account()
    if account.advertiser_id not in center.advertiser_ids:
        raise bad_parameter("advertiser_id", "The advertiser does not belong to the Business Center.")
    infos = move(call, (center, account), signed, funds)
    return Answer({"bc_id": center.bc_id, "advertiser_id": account.advertiser_id, "transaction_infos": infos})


def move(call: Call, sides: tuple[BusinessCenter, Account], amount: Decimal, funds: str) -> list[Row]:
    """Move an amount to the account, or from it where below zero, and return the two records."""
    center, account = sides
    held = balance_of(account, call.world.starts_at, call.now)
    mine, its = (held.transferable, center.wallet.cash) if funds == "CASH" else (held.grant, center.wallet.grant)
    if account.currency != center.currency:
        raise _impossible(call, "The currencies of the account and the Business Center differ.")
    if (amount > its) if amount > 0 else (-amount > mine):
        raise _impossible(call, "The transferable balance is insufficient.")
    name = funds.lower()
    setattr(center.wallet, name, getattr(center.wallet, name) - amount)
    setattr(account.wallet, name, getattr(account.wallet, name) + amount)
    follow_money(account, call.world.starts_at, call.now)
    call.changed.append(account.advertiser_id)
    return _record(call, center, (center.bc_id, -amount), (account.advertiser_id, amount), funds)


def center_records(call: Call) -> Answer:
    """Answer a page of the movements of a Business Center's own balance."""
    center = call.center()
    found = [record for record in _newest(center) if record.account_id == center.bc_id]
    page, info = page_of(found, call, most=MOST_ROWS)
    return Answer({"transaction_list": [_row(call, record) for record in page], "page_info": info})


def accounts_records(call: Call) -> Answer:
    """Answer a page of the movements of the Business Center's accounts, as /advertiser/transaction/get/ does."""
    center, filtering = call.center(), call.args.table("filtering")
    ids = filtering.texts("advertiser_ids", most=100)
    found = [
        record
        for record in _newest(center)
        if record.account_id != center.bc_id and (not ids or record.account_id in ids)
    ]
    page, info = page_of(found, call, most=MOST_ROWS)
    return Answer({"transaction_list": [_row(call, record) for record in page], "page_info": info})


def account_records(call: Call) -> Answer:
    """Answer a page of the records at either level, of the last 90 days unless asked."""
    center, filtering = call.center(), call.args.table("filtering")
    level = call.args.choice("transaction_level", ("ADVERTISER", "BC"), "ADVERTISER")
    kinds = known_texts(filtering, "transaction_types", KINDS, within="filtering.")
    ids = filtering.texts("account_ids", most=100)
    since = filtering.moment("start_time") if "start_time" in filtering else call.now - LATELY
    until = filtering.moment("end_time") if "end_time" in filtering else call.now
    if until - since > LONGEST:
        raise bad_parameter("filtering.end_time", f"The period must be at most {LONGEST.days} days.")
    found = [
        record
        for record in _newest(center)
        if (record.account_id == center.bc_id) == (level == "BC")
        and since <= record.at <= until
        and (not kinds or record.kind in kinds)
        and (not ids or record.account_id in ids)
    ]
    page, info = page_of(found, call, most=MOST_ROWS)
    return Answer({"transaction_list": [_row(call, record) for record in page], "page_info": info})


def _between_centers(call: Call, center: BusinessCenter, amount: Decimal, funds: str) -> Answer:
    request_id, child = call.args.text("request_id"), call.center("child_bc_id")
    if child.parent_bc_id != center.bc_id:
        raise bad_parameter("child_bc_id", "The Business Center does not belong to bc_id.")
    if request_id in center.answered:
        if call.quirks.repeat_transfer_code:
            raise Refusal(call.quirks.repeat_transfer_code, "The request is a duplicate.")
        return Answer({"bc_id": center.bc_id, "transaction_infos": center.answered[request_id]})
    name = funds.lower()
    giver = center if amount > 0 else child
    if abs(amount) > getattr(giver.wallet, name) - giver.wallet.frozen or child.currency != center.currency:
        raise _impossible(call, "The transferable balance is insufficient.")
    setattr(center.wallet, name, getattr(center.wallet, name) - amount)
    setattr(child.wallet, name, getattr(child.wallet, name) + amount)
    infos = _record(call, center, (center.bc_id, -amount), (child.bc_id, amount), funds)
    center.answered[request_id] = infos
    call.changed.append(child.bc_id)
    return Answer({"bc_id": center.bc_id, "transaction_infos": infos})


def _amount(call: Call, center: BusinessCenter) -> tuple[Decimal, str]:
    given = [name for name in ("amount_info", "cash_amount", "grant_amount") if name in call.args]
    if len(given) != 1:
        raise bad_parameter("cash_amount", "Give exactly one of amount_info, cash_amount and grant_amount.")
    if given == ["cash_amount"] and center.shares_balance:
        raise bad_parameter("cash_amount", "Not supported with Balance Sharing, use amount_info.")
    args = call.args.table("amount_info") if given == ["amount_info"] else call.args
    parts = [name for name in ("cash_amount", "grant_amount") if name in args]
    if len(parts) != 1:
        raise bad_parameter("amount_info", "Give exactly one of cash_amount and grant_amount.")
    return args.amount(parts[0]), "CASH" if parts == ["cash_amount"] else "GRANT"


def _record(
    call: Call, center: BusinessCenter, one: tuple[str, Decimal], other: tuple[str, Decimal], funds: str
) -> list[Row]:
    infos: list[Row] = []
    for n, (owner, amount) in enumerate((one, other)):
        kind = "INCREASE_BALANCE" if amount > 0 else "DECREASE_BALANCE"
        record = Transaction(
            transaction_id=call.new_id(f"6{n}"),
            at=call.now,
            bc_id=center.bc_id,
            account_id=owner,
            amount=amount,
            currency=center.currency,
            kind=kind,
            funds=funds,
        )
        center.transactions.append(record)
        payer, payee = (one[0], other[0]) if other[1] > 0 else (other[0], one[0])
        infos.append(
            {
                "transaction_id": record.transaction_id,
                "type": kind,
                "payee_account": payee,
                "remitter_account": payer,
            }
        )
    return infos


def _newest(center: BusinessCenter) -> list[Transaction]:
    return list(reversed(center.transactions))


def _impossible(call: Call, problem: str) -> Refusal:
    return Refusal(call.quirks.transfer_code, problem)


def _row(call: Call, record: Transaction) -> Row:
    account = call.world.accounts.get(record.account_id)
    return {
        "transaction_id": record.transaction_id,
        "bc_id": record.bc_id,
        "account_id": account.advertiser_id if account else None,
        "account_name": account.name if account else None,
        "amount": float(abs(record.amount)),  # a JSON number on the platform too
        "subtotal": float(abs(record.amount)),
        "tax_amount": 0.0,
        "currency": record.currency,
        "amount_type": "POSITIVE" if record.amount > 0 else "NEGATIVE",
        "transaction_type": record.kind,
        "billing_type": "CASH" if record.funds == "CASH" else "CREDIT",
        "timezone": "UTC+00:00",
        "create_time": record.at.strftime(MOMENT),
    }
