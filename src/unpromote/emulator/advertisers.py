"""/advertiser/info/: the accounts' names, currencies and time zones."""

from __future__ import annotations

from unpromote.emulator.call import Call
from unpromote.emulator.objects import Account
from unpromote.emulator.wire import Answer, bad_parameter

MOST_ADVERTISERS = 100


def info(call: Call) -> Answer:
    """Answer the accounts that were asked for, with all fields or the chosen ones."""
    wanted = call.args.texts("advertiser_ids", least=1, most=MOST_ADVERTISERS, over=call.quirks.too_many_ids_code)
    rows = [_row(call.account_named(advertiser_id)) for advertiser_id in wanted]
    fields = call.args.texts("fields") or tuple(rows[0])
    if unknown := [name for name in fields if name not in rows[0]]:
        raise bad_parameter("fields", f"Unknown field: {', '.join(unknown)}.")
    return Answer({"list": [{name: row[name] for name in fields} for row in rows]})


def _row(account: Account) -> dict[str, object]:
    return {
        "advertiser_id": account.advertiser_id,
        "name": account.name,
        "status": "STATUS_ENABLE",
        "balance": float(account.balance),  # a JSON number on the platform too; nothing is computed with it
        "currency": account.currency,
        "timezone": account.timezone,
        "display_timezone": account.timezone,
        "role": "ROLE_ADVERTISER",
        "company": account.name,
    }
