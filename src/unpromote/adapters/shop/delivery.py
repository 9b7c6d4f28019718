"""The delivery platform that the services ask for, on TikTok Shop: look, end, put out again. No offer has a spend.

Every call is about one offer, so a batch is as many calls, and a receipt is about one offer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from unpromote.adapters.calling import Decision, Refusal
from unpromote.adapters.shop.client import ShopClient
from unpromote.adapters.shop.rows import Standing
from unpromote.adapters.shop.sorts import SORTS, Sort
from unpromote.domain.delivery import Observation, Refused, SpendSample, Target, WriteReceipt
from unpromote.domain.errors import OutsideFailed
from unpromote.domain.levels import Placed

ON, OFF, GONE = "ENABLE", "DISABLE", "REMOVED"
STARTS_AGAIN_IN = timedelta(minutes=2)  # the shop takes no time that has begun
LONGEST_FLASH_SALE = timedelta(days=3)

Act = Callable[[Sort, str, Target], tuple[str, str]]


class ShopDelivery:
    """Fulfils `services.ports.DeliveryPlatform`. Every method raises OutsideFailed.

    A target's account is the id or the code of its shop, which the token has to open; with a `cipher`, no other shop
    is touched. An offer that was seen before and is listed no more is gone: that is how the shop tells the end of an
    open collaboration.
    """

    def __init__(self, client: ShopClient, now: Callable[[], datetime], *, cipher: str = "") -> None:
        self._client, self._now, self._only = client, now, cipher
        self._ciphers: dict[str, str] = {}
        self._met: set[tuple[str, str]] = set()

    def look(self, targets: Sequence[Target]) -> tuple[Observation, ...]:
        """Return what the shop says about each target; those it does not know are missing."""
        sort, cipher = _sort(targets[0]), self._cipher(targets[0].advertiser_id)
        return tuple(seen for target in targets if (seen := self._seen(sort, cipher, target)))

    def switch_off(self, targets: Sequence[Target]) -> tuple[WriteReceipt, ...]:
        """End each target for good or until it is put out again."""
        return tuple(self._each(targets, self._end))

    def switch_on(self, targets: Sequence[Target]) -> tuple[WriteReceipt, ...]:
        """Put discounts out again for what is left of their time; a removed collaboration has to be made anew."""
        sort = _sort(targets[0])
        if not sort.back_at:
            raise OutsideFailed(f"a {sort.noun} that ended cannot be put out again: make it anew", permanent=True)
        return tuple(self._each(targets, self._put_back))

    def spend(self, targets: Sequence[Target]) -> tuple[SpendSample, ...]:  # noqa: ARG002 - one shape for all platforms
        """Return no sample: the shop reports no spend of an offer."""
        return ()

    def around(self, targets: Sequence[Target]) -> tuple[Placed, ...]:  # noqa: ARG002 - one shape for all platforms
        """Return nothing: a shop's offers have no levels."""
        return ()

    def _seen(self, sort: Sort, cipher: str, target: Target) -> Observation | None:
        offer = self._client.one(sort, cipher, target.external_id) if target.external_id.isdecimal() else None
        if offer:
            self._met.add((cipher, target.external_id))
            return observation(offer, sort, self._now())
        met = target.before is not None or (cipher, target.external_id) in self._met
        if met and sort.vanishes:
            return Observation(target.external_id, OFF, GONE, target.name, "", "", self._now())
        return None

    def _end(self, sort: Sort, cipher: str, target: Target) -> tuple[str, str]:
        return self._client.end(sort, cipher, target.external_id)

    def _put_back(self, sort: Sort, cipher: str, target: Target) -> tuple[str, str]:
        offer, begins_at = self._client.one(sort, cipher, target.external_id), self._now() + STARTS_AGAIN_IN
        if offer is None or offer.ends_at is None or offer.ends_at <= begins_at:
            raise _Unfit(f"{target.name} has no time left for which it could be put out again")
        ends_at = offer.ends_at
        if offer.activity_type == "FLASHSALE":
            ends_at = min(ends_at, begins_at + LONGEST_FLASH_SALE)
        return ON, self._client.put_back(sort, cipher, target.external_id, (begins_at, ends_at))

    def _each(self, targets: Sequence[Target], act: Act) -> Iterator[WriteReceipt]:
        """Write to one target after the other; what fails for all of them is raised if none was written.

        After that it ends the round: what nothing was sent for is named in the last receipt.
        """
        sort, cipher, done = _sort(targets[0]), self._cipher(targets[0].advertiser_id), False
        for nth, target in enumerate(targets):
            sent_at = self._now()
            try:
                status, request_id = act(sort, cipher, target)
            except OutsideFailed as failure:
                receipt = _failed(target, failure, sent_at)
                if receipt is None:
                    if not done:
                        raise
                    left = tuple(each.external_id for each in targets[nth:])
                    yield WriteReceipt((), "", "", "", sent_at, problem=str(failure), untried=left)
                    return
                yield receipt
            else:
                yield WriteReceipt((target.external_id,), status, request_id, "", sent_at)
            done = True

    def _cipher(self, account: str) -> str:
        if account not in self._ciphers:
            for shop in self._client.shops():
                if self._only in ("", shop.cipher):
                    self._ciphers |= {shop.id: shop.cipher, shop.code: shop.cipher}
        try:
            return self._ciphers[account]
        except KeyError:
            raise OutsideFailed(f"the token opens no shop {account}, or another one is set", permanent=True) from None


class _Unfit(OutsideFailed):
    """One offer cannot be put out again; nothing was sent."""


def _sort(target: Target) -> Sort:
    try:
        return SORTS[target.kind]
    except KeyError:
        problem = f"TikTok Shop knows nothing of a {target.kind.replace('_', ' ')}: a person has to look"
        raise OutsideFailed(problem, permanent=True) from None


def _failed(target: Target, failure: OutsideFailed, sent_at: datetime) -> WriteReceipt | None:
    """Return the receipt of a write that failed for one target; None where it fails for all of them."""
    request_id, alone = getattr(failure, "request_id", ""), (Refused(target.external_id, str(failure)),)
    if isinstance(failure, _Unfit):
        return WriteReceipt((), "", "", "", sent_at, alone, str(failure))
    if isinstance(failure, Refusal):
        if failure.decision is Decision.PERMANENT:
            return WriteReceipt((), "", request_id, "", sent_at, alone, str(failure))
        if failure.decision is not Decision.READ_BACK:
            return None
    elif failure.permanent or failure.wait is not None:
        return None
    return WriteReceipt((target.external_id,), "", request_id, "", sent_at, problem=str(failure))


def observation(offer: Standing, sort: Sort, at: datetime) -> Observation:
    """Return what the shop said about an offer, as the services know it."""
    return Observation(
        external_id=offer.id,
        operation_status=OFF if offer.status in sort.over else ON,
        secondary_status=offer.status,
        name=offer.name,
        request_id=offer.request_id,
        log_id="",
        observed_at=at,
    )
