"""/bc/get/, /bc/asset/get/, the balances, and /bc/advertiser/disable/, which closes an account for good."""

from __future__ import annotations

from datetime import timedelta

from unpromote.emulator.balances import balance_of, spent_between
from unpromote.emulator.call import Call
from unpromote.emulator.holdings import BusinessCenter
from unpromote.emulator.listing import known_texts, page_of
from unpromote.emulator.transfers import move
from unpromote.emulator.wire import Answer, Row, bad_parameter
from unpromote.emulator.world import Account

MOST_ROWS = 50
CLOSED = "STATUS_DISABLE"
RESTS_FOR = timedelta(days=3)
_SHOWN = {
    "STATUS_ENABLE": "SHOW_ACCOUNT_STATUS_APPROVED",
    "STATUS_LIMIT": "SHOW_ACCOUNT_STATUS_PUNISHED",
    CLOSED: "SHOW_ACCOUNT_STATUS_NOT_APPROVED",
}
_EXTRAS = (
    "budget_remaining",
    "budget_frequency_restriction",
    "budget_amount_restriction",
    "min_transferable_amount",
    "max_transferable_amount",
    "balance_info",
)


def get(call: Call) -> Answer:
    """Answer the Business Centers that the token reaches."""
    wanted = call.args.text("bc_id") if "bc_id" in call.args else ""
    centers = [one for one in call.world.business_centers.values() if call.opens(one) and wanted in ("", one.bc_id)]
    page, info = page_of(centers, call, most=MOST_ROWS)
    rows = [
        {
            "bc_info": {
                "bc_id": center.bc_id,
                "name": center.name,
                "currency": center.currency,
                "timezone": center.timezone,
                "status": "ENABLE",
                "type": "NORMAL",
            },
            "user_role": "ADMIN",
            "ext_user_role": {"finance_role": "MANAGER"},
        }
        for center in page
    ]
    return Answer({"list": rows, "page_info": info})


def assets(call: Call) -> Answer:
    """Answer a page of the Business Center's ad accounts."""
    center = call.center()
    call.args.choice("asset_type", ("ADVERTISER",))
    page, info = page_of(_accounts(call, center), call, most=MOST_ROWS)
    rows = [
        {
            "asset_type": "ADVERTISER",
            "asset_id": account.advertiser_id,
            "asset_name": account.name,
            "advertiser_status": account.status,
            "advertiser_role": "ADMIN",
        }
        for account in page
    ]
    return Answer({"list": rows, "page_info": info})


def balance(call: Call) -> Answer:
    """Answer what a Business Center holds."""
    center = call.center()
    wallet = center.wallet
    cash, grant, frozen = float(wallet.cash), float(wallet.grant), float(wallet.frozen)
    return Answer(
        {
            "bc_id": center.bc_id,
            "currency": center.currency,
            "account_balance": cash + grant,
            "valid_account_balance": cash + grant - frozen,
            "frozen_balance": frozen,
            "tax": 0.0,
            "cash_balance": cash,
            "valid_cash_balance": cash - frozen,
            "grant_balance": grant,
            "valid_grant_balance": grant,
        }
    )


def advertiser_balances(call: Call) -> Answer:
    """Answer a page of the accounts' balances; what can be transferred only where one account is asked for."""
    center, filtering = call.center(), call.args.table("filtering")
    extras = known_texts(call.args, "fields", _EXTRAS)
    keyword = filtering.text("keyword") if "keyword" in filtering else ""
    statuses = known_texts(filtering, "advertiser_status", tuple(_SHOWN.values()), within="filtering.")
    found = [
        account
        for account in _accounts(call, center)
        if keyword in account.name + account.advertiser_id and (not statuses or _SHOWN[account.status] in statuses)
    ]
    page, info = page_of(found, call, most=MOST_ROWS)
    rows = [_balance_row(call, account, alone=len(found) == 1, extras=extras) for account in page]
    return Answer({"advertiser_account_list": rows, "page_info": info})


def disable(call: Call) -> Answer:
    """Close one account for good and move what is left to the Business Center, or say why not."""
    center = call.center()
    (advertiser_id,) = call.args.texts("advertiser_ids", least=1, most=1, over=call.quirks.too_many_ids_code)
    if advertiser_id not in center.advertiser_ids:
        raise bad_parameter("advertiser_ids", f"Advertiser {advertiser_id} does not belong to the Business Center.")
    account = call.account_named(advertiser_id)
    if reason := _why_not(call, account):
        return Answer({"disabled_advertiser_ids": [], "failed_infos": {advertiser_id: reason}})
    left = balance_of(account, call.world.starts_at, call.now)
    if left.cash and account.currency == center.currency:
        move(call, (center, account), -left.cash, "CASH")
    account.status = CLOSED
    call.changed.append(advertiser_id)
    return Answer({"disabled_advertiser_ids": [advertiser_id], "failed_infos": {}})


def _why_not(call: Call, account: Account) -> str:
    lately = spent_between(account, call.now - RESTS_FOR, call.now)
    if account.status == "STATUS_LIMIT":
        return "SUSPENDED"
    if account.wallet.unfinished:
        return "UNFINISHED_TRANSFER"
    if account.wallet.unpaid:
        return "UNPAID_BILL"
    if account.wallet.autopay and spent_between(account, call.world.starts_at, call.now):
        return "AUTOPAY_UNBILLED"
    return "DELIVERING" if lately else ""


def _accounts(call: Call, center: BusinessCenter) -> list[Account]:
    owned = (advertiser_id for advertiser_id in center.advertiser_ids if advertiser_id in call.app.advertiser_ids)
    return [call.account_named(advertiser_id) for advertiser_id in owned]


def _balance_row(call: Call, account: Account, *, alone: bool, extras: tuple[str, ...]) -> Row:
    held = balance_of(account, call.world.starts_at, call.now)
    row: Row = {
        "advertiser_id": account.advertiser_id,
        "advertiser_name": account.name,
        "advertiser_status": _SHOWN[account.status],
        "advertiser_type": "AUCTION",
        "currency": account.currency,
        "timezone": account.timezone,
        "account_balance": float(held.total),
        "valid_account_balance": float(held.total - held.frozen),
        "frozen_balance": float(held.frozen),
        "tax": 0.0,
        "cash_balance": float(held.cash),
        "valid_cash_balance": float(held.cash - held.frozen),
        "grant_balance": float(held.grant),
        "valid_grant_balance": float(held.grant),
        "budget_mode": "UNLIMITED",
    }
    if alone:
        row["transferable_amount"] = float(held.transferable)
        most = {"max_transferable_amount": {"cash_amount": float(held.transferable), "grant_amount": float(held.grant)}}
        row |= {name: value for name, value in most.items() if name in extras}
    return row
