"""A client of the shop without any library: signs a call by hand, and can sign it wrong."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from typing import Any

from emulator.desk import Desk
from emulator.test_money import EVERY_KIND

SHOP, CIPHER = "7490000000000000001", "GCP_northwind"
KEY, SECRET, TOKEN = "6a1demo0app", "demo-shop-secret", "demo-shop-token"
BOOTS = "1729000000000000001"
ACTIVITIES = "/promotion/202309/activities"
AFFILIATE = "/affiliate_seller"
SCENARIO = EVERY_KIND


@dataclass
class Hawker:
    """Calls one shop; every field can be set wrong."""

    desk: Desk
    key: str = KEY
    secret: str = SECRET
    token: str = TOKEN
    cipher: str = CIPHER
    ahead: int = 0

    def call(self, method: str, path: str, body: Any = None, **query: Any) -> Any:
        """The envelope of a signed call."""
        return self.response(method, path, body, **query).json()

    def response(self, method: str, path: str, body: Any = None, **query: Any) -> Any:
        asked = {"app_key": self.key, "timestamp": str(int(time.time()) + self.ahead)}
        asked |= ({"shop_cipher": self.cipher} if self.cipher else {}) | {k: str(v) for k, v in query.items()}
        content = b"" if body is None else json.dumps(body).encode()
        asked["sign"] = self.sign(path, asked, content)
        headers = {"x-tts-access-token": self.token, "Content-Type": "application/json"}
        return self.desk.http.request(method, path, params=asked, content=content, headers=headers)

    def sign(self, path: str, query: dict[str, str], body: bytes) -> str:
        text = self.secret + path + "".join(k + query[k] for k in sorted(query)) + body.decode() + self.secret
        return hmac.new(self.secret.encode(), text.encode(), hashlib.sha256).hexdigest()

    def activity(self, title: str) -> Any:
        """The activity of that title as a search shows it."""
        found = self.call("POST", f"{ACTIVITIES}/search", {"activity_title": title})
        return found["data"]["activities"][0]

    def deactivate(self, activity_id: str) -> Any:
        return self.call("POST", f"{ACTIVITIES}/{activity_id}/deactivate", {})
