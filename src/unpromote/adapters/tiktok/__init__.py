"""TikTok's Business API v1.3: a thin client and the delivery platform that the services ask for."""

from unpromote.adapters.calling import Decision
from unpromote.adapters.tiktok.client import TikTokClient
from unpromote.adapters.tiktok.codes import decide
from unpromote.adapters.tiktok.delivery import TikTokDelivery
from unpromote.adapters.tiktok.inventory import TikTokInventory

__all__ = ["Decision", "TikTokClient", "TikTokDelivery", "TikTokInventory", "decide"]
