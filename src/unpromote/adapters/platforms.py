"""The platforms that are connected, as one: what is promoted in a shop goes to TikTok Shop, all else to TikTok."""

from __future__ import annotations

from collections.abc import Sequence

from unpromote.adapters.shop.sorts import SORTS
from unpromote.domain.delivery import Observation, SpendSample, Target, WriteReceipt
from unpromote.domain.errors import OutsideFailed
from unpromote.domain.levels import Placed
from unpromote.services.ports import DeliveryPlatform


class Platforms:
    """Fulfils `services.ports.DeliveryPlatform` by asking the platform that has the targets' kind."""

    def __init__(self, *, tiktok: DeliveryPlatform | None, shop: DeliveryPlatform | None) -> None:
        self._tiktok, self._shop = tiktok, shop

    def look(self, targets: Sequence[Target]) -> tuple[Observation, ...]:
        """Return what the platform says about each target."""
        return self._of(targets).look(targets)

    def switch_off(self, targets: Sequence[Target]) -> tuple[WriteReceipt, ...]:
        """Switch targets off."""
        return self._of(targets).switch_off(targets)

    def switch_on(self, targets: Sequence[Target]) -> tuple[WriteReceipt, ...]:
        """Switch targets on again."""
        return self._of(targets).switch_on(targets)

    def spend(self, targets: Sequence[Target]) -> tuple[SpendSample, ...]:
        """Return the lifetime spend of each target."""
        return self._of(targets).spend(targets)

    def around(self, targets: Sequence[Target]) -> tuple[Placed, ...]:
        """Return all that stands in the campaigns of the targets."""
        return self._of(targets).around(targets)

    def _of(self, targets: Sequence[Target]) -> DeliveryPlatform:
        in_shop = targets[0].kind in SORTS
        found = self._shop if in_shop else self._tiktok
        if found is None:
            what, setting = (
                ("shop", "UNPROMOTE_SHOP_TOKEN") if in_shop else ("advertising account", "UNPROMOTE_TIKTOK_TOKEN")
            )
            raise OutsideFailed(f"no {what} is connected: set {setting}", permanent=True)
        return found
