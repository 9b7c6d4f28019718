"""What is connected, read as one: accounts from TikTok's advertising, shops from TikTok Shop."""

from __future__ import annotations

from unpromote.adapters.shop.survey import ShopSurvey
from unpromote.adapters.tiktok.survey import TikTokSurvey
from unpromote.domain.errors import OutsideFailed
from unpromote.domain.inventory import Place, Survey

NO_ACCOUNT = "no advertising account is connected: set UNPROMOTE_TIKTOK_TOKEN"
NO_SHOP = "no shop is connected: set UNPROMOTE_SHOP_TOKEN"


class Surveys:
    """Fulfils `services.ports.Surveyor` with what is connected; the rest is said to be not."""

    def __init__(self, *, tiktok: TikTokSurvey | None, shop: ShopSurvey | None) -> None:
        self._tiktok, self._shop = tiktok, shop

    def accounts(self, center: str) -> tuple[str, ...]:
        """Return the accounts of a Business Center; raise OutsideFailed."""
        if self._tiktok is None:
            raise OutsideFailed(NO_ACCOUNT, permanent=True)
        return self._tiktok.accounts(center)

    def account(self, advertiser_id: str) -> Survey:
        """Return every list of an account."""
        if self._tiktok is None:
            return Survey(Place(advertiser_id, problem=NO_ACCOUNT))
        return self._tiktok.account(advertiser_id)

    def shop(self, shop: str) -> Survey:
        """Return every list of a shop."""
        return self._shop.shop(shop) if self._shop else Survey(Place(shop, problem=NO_SHOP))
