"""TikTok Shop's Partner API: looking at discounts, coupons and affiliate collaborations, and ending what it can end."""

from unpromote.adapters.shop.client import ShopClient
from unpromote.adapters.shop.delivery import ShopDelivery

__all__ = ["ShopClient", "ShopDelivery"]
