"""/advertiser/info/: the accounts' names, currencies, time zones and, when asked for, balances."""

from __future__ import annotations

from unpromote.emulator.balances import balance_of
from unpromote.emulator.call import Call
from unpromote.emulator.listing import known_texts
from unpromote.emulator.wire import Answer, Row
from unpromote.emulator.world import Account

MOST_ADVERTISERS = 100
FIELDS = (
    "advertiser_id",
    "name",
    "status",
    "balance",
    "currency",
    "timezone",
    "display_timezone",
    "owner_bc_id",
    "role",
    "company",
)


def info(call: Call) -> Answer:
    """Answer the accounts that were asked for, with all fields or the chosen ones."""
    wanted = call.args.texts("advertiser_ids", least=1, most=MOST_ADVERTISERS, over=call.quirks.too_many_ids_code)
    fields = known_texts(call.args, "fields", FIELDS) or FIELDS
    rows = [_row(call, call.account_named(advertiser_id), "balance" in fields) for advertiser_id in wanted]
    return Answer({"list": [{name: row[name] for name in fields} for row in rows]})


def _row(call: Call, account: Account, with_balance: bool) -> Row:  # noqa: FBT001 - a private switch
    row: Row = {
        "advertiser_id": account.advertiser_id,
        "name": account.name,
        "status": account.status,
        "currency": account.currency,
        "timezone": account.timezone,
        "display_timezone": account.timezone,
        "owner_bc_id": account.bc_id,
        "role": "ROLE_ADVERTISER",
        "company": account.name,
    }
    if with_balance:  # the whole account's spend has to be worked out for it
        balance = balance_of(account, call.world.starts_at, call.now)
        row["balance"] = float(balance.total)  # a JSON number on the platform too; nothing is computed with it
    return row
