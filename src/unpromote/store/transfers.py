"""Transfers of money at the platform, of all cases: which records are taken, and from where money is being moved."""

from __future__ import annotations

from collections.abc import Iterator

from unpromote.domain.codec import decode
from unpromote.domain.holdings import UNDER_WAY, MoneyReturn, PlatformMoney
from unpromote.store.models import FieldRow


def returns_from(holder: str, *, but: tuple[str, str] = ("", "")) -> tuple[MoneyReturn, ...]:
    """Return every transfer from an account or a Business Center, but the one of that case and id."""
    return tuple(one for case_id, one in _all() if one.holder == holder and (case_id, one.id) != but)


def under_way(holder: str, *, but: tuple[str, str]) -> bool:
    """Tell whether another transfer from it is approved and not over."""
    return any(one.state in UNDER_WAY for one in returns_from(holder, but=but))


def _all() -> Iterator[tuple[str, MoneyReturn]]:
    rows = FieldRow.objects.filter(name="platform", data__returns__0__isnull=False)
    for case_id, data in rows.values_list("case_id", "data"):
        yield from ((case_id, one) for one in decode(PlatformMoney, data, place=case_id).returns)
