"""Unpromote cancels TikTok promotions: what it costs, who agreed, that it stopped, who is owed what."""

__version__ = "0.1.0"
