"""Fills the `Purse` port: balances of accounts and Business Centers, records of movements, transfers, closing.

TikTok writes amounts as JSON numbers; their digits are read as they stand and cut to what the currency has. A transfer
is told as `amount_info`, since with Balance Sharing a plain amount is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from moneyed import Currency, Money

from unpromote.adapters.calling import Refusal
from unpromote.adapters.tiktok.client import ROWS_OF_A_CENTER as PAGE
from unpromote.adapters.tiktok.client import TikTokClient
from unpromote.adapters.tiktok.codes import CODES
from unpromote.adapters.tiktok.rows import Row, rows_of, unreadable
from unpromote.domain.codec import currency_named
from unpromote.domain.errors import OutsideFailed
from unpromote.domain.holdings import CLOSED, Funds, Holding, MoneyReturn, PlatformRecord, TransferLevel
from unpromote.domain.money import round_half_up
from unpromote.services.ports import GivenBack

DUPLICATE = 40050
OLDEST_RECORD = timedelta(days=364)
_MOMENT = "%Y-%m-%d %H:%M:%S"
_OF_ACCOUNT = ("advertiser_id", "name", "status", "balance", "currency", "owner_bc_id")
_MOVABLE = ("min_transferable_amount", "max_transferable_amount")


class TikTokPurse:
    """Reads and moves the money of TikTok's advertising accounts and Business Centers."""

    def __init__(self, client: TikTokClient, now: Callable[[], datetime]) -> None:
        self._client, self._now = client, now

    def account(self, account_id: str) -> Holding:
        """Return what an account holds; of one that stands alone, TikTok tells its balance alone."""
        asked = {"advertiser_ids": [account_id], "fields": list(_OF_ACCOUNT)}
        for row in rows_of(self._client.read("advertiser/info", account_id, asked)):
            if row.text("advertiser_id") == account_id:
                bc_id = row.text("owner_bc_id", default="")
                return self._of_center(row, bc_id) if bc_id else _alone(row, self._now())
        raise OutsideFailed(f"TikTok tells nothing of account {account_id}", permanent=True)

    def _of_center(self, info: Row, bc_id: str) -> Holding:
        account_id = info.text("advertiser_id")
        asked = {"bc_id": bc_id, "filtering": {"keyword": account_id}, "fields": list(_MOVABLE)}
        for row in self._client.pages(
            "advertiser/balance/get", account_id, asked, size=PAGE, name="advertiser_account_list"
        ):
            if row.text("advertiser_id") == account_id:
                return _holding(row, bc_id, self._now(), info=info)
        raise OutsideFailed(f"the Business Center {bc_id} tells no balance of account {account_id}", permanent=True)

    def center(self, bc_id: str) -> Holding:
        """Return what a Business Center holds."""
        reply = self._client.read("bc/balance/get", "", {"bc_id": bc_id})
        return _holding(Row(reply.data, reply), bc_id, self._now(), info=None)

    def records(self, one: MoneyReturn, since: datetime) -> tuple[PlatformRecord, ...]:
        """Return the giver's records since then; between Business Centers TikTok names no giver, so none."""
        if one.level is TransferLevel.BC:
            return ()
        since = max(since, self._now() - OLDEST_RECORD).astimezone(UTC)
        filtering = {"account_ids": [one.holder], "start_time": since.strftime(_MOMENT)}
        asked = {"bc_id": one.bc_id, "transaction_level": one.level.value, "filtering": filtering}
        rows = self._client.pages("bc/account/transaction/get", one.holder, asked, size=PAGE, name="transaction_list")
        return tuple({found.id: found for found in map(_record, rows)}.values())  # pages may drift

    def give_back(self, one: MoneyReturn) -> GivenBack:
        """Move the money up, sent once. Only a refusal that is known to have moved nothing is permanent."""
        try:
            reply = self._client.write("bc/transfer", one.holder, _order(one))
        except Refusal as refusal:
            if refusal.code == DUPLICATE and one.level is TransferLevel.BC:
                return GivenBack((), refusal.reference)
            if refusal.code in CODES and refusal.permanent:
                raise
            raise OutsideFailed(refusal.problem, reference=refusal.reference) from refusal
        except OutsideFailed as failure:
            raise OutsideFailed(failure.problem, reference=failure.reference) from failure
        infos = reply.data.get("transaction_infos")
        if not isinstance(infos, list) or not all(isinstance(info, dict) for info in infos):
            raise OutsideFailed("TikTok names no records of the transfer", reference=reply.reference)
        ids = tuple(str(info["transaction_id"]) for info in infos if info.get("transaction_id"))
        return GivenBack(ids, reply.reference)

    def close(self, bc_id: str, account_id: str) -> str:
        """Close an account for good; one that is closed is left alone."""
        if self._is_closed(account_id):
            return ""
        body = {"bc_id": bc_id, "advertiser_ids": [account_id]}
        try:
            reply = self._client.write("bc/advertiser/disable", account_id, body)
        except OutsideFailed:
            if self._is_closed(account_id):
                return ""
            raise
        failed = Row(reply.data, reply).inner("failed_infos")
        return failed.text(account_id, default="")

    def _is_closed(self, account_id: str) -> bool:
        reply = self._client.read("advertiser/info", account_id, {"advertiser_ids": [account_id], "fields": ["status"]})
        return any(row.text("status") == CLOSED for row in rows_of(reply))


def _order(one: MoneyReturn) -> dict[str, Any]:
    amount = one.amount.amount
    written = int(amount) if amount == int(amount) else float(amount)  # TikTok wants a JSON number
    order: dict[str, Any] = {
        "bc_id": one.bc_id,
        "transfer_level": one.level.value,
        "transfer_type": "REFUND",
        "amount_info": {f"{one.funds.value}_amount": written},
    }
    if one.level is TransferLevel.BC:
        return order | {"child_bc_id": one.holder, "request_id": one.request_id}
    return order | {"advertiser_id": one.holder}


def _alone(info: Row, now: datetime) -> Holding:
    currency = _currency(info)
    balance = _money(info, "balance", currency)
    if balance is None:
        raise unreadable("balance", info.reply)
    return Holding(
        bc_id="",
        account_id=info.text("advertiser_id"),
        name=info.text("name"),
        status=info.text("status"),
        cash=balance,
        grant=None,
        frozen=None,
        transferable=None,
        request_id=info.reply.request_id,
        log_id=info.reply.log_id,
        read_at=now,
    )


def _holding(row: Row, bc_id: str, now: datetime, *, info: Row | None) -> Holding:
    currency = _currency(row)
    cash = _money(row, "cash_balance", currency)
    if cash is None:
        raise unreadable("cash_balance", row.reply)
    movable = "transferable_amount" if info else "valid_cash_balance"
    return Holding(
        bc_id=bc_id,
        account_id=info.text("advertiser_id") if info else "",
        name=info.text("name") if info else f"Business Center {bc_id}",
        status=info.text("status") if info else "",
        cash=cash,
        grant=_money(row, "grant_balance", currency),
        frozen=_money(row, "frozen_balance", currency),
        transferable=_money(row, movable, currency),
        request_id=row.reply.request_id,
        log_id=row.reply.log_id,
        read_at=now,
    )


def _record(row: Row) -> PlatformRecord:
    amount = _money(row, "amount", _currency(row))
    if amount is None:
        raise unreadable("amount", row.reply)
    signed = -abs(amount) if row.text("amount_type") == "NEGATIVE" else abs(amount)
    funds = Funds.CASH if row.text("billing_type") == "CASH" else Funds.GRANT
    return PlatformRecord(row.text("transaction_id"), row.text("account_id"), signed, funds)


def _currency(row: Row) -> Currency:
    return currency_named(row.text("currency"), place="TikTok account currency")


def _money(row: Row, name: str, currency: Currency) -> Money | None:
    number: Decimal | None = row.number(name)
    return None if number is None else round_half_up(Fraction(number), currency)
