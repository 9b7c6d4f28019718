"""The gate of the shop's API: every call is signed, fresh, and of an app whose token opens the shop.

path -> app -> timestamp -> signature -> token -> shop -> resource; the faults on order strike as they do beside. The
timestamp is held against this machine's clock and not the emulated one, since a signature is about the way here: a
foreign client knows no other clock.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any

from unpromote.emulator.emulator import Emulator, Reply
from unpromote.emulator.faults import Trouble
from unpromote.emulator.journal import Entry
from unpromote.emulator.rules import catch_up
from unpromote.emulator.shop_call import (
    BAD_CALL,
    NO_RIGHT,
    NO_SUCH_PATH,
    TOO_MANY_CALLS,
    WRONG_SIGN,
    WRONG_TOKEN,
    Row,
    ShopCall,
    bad_call,
)
from unpromote.emulator.shop_listing import authorized
from unpromote.emulator.shop_routes import SHOPS, ShopRoute, route_of
from unpromote.emulator.shop_world import Shop, ShopApp
from unpromote.emulator.wire import BAD_PARAMETER, Arguments, Refusal

OLDEST, NEWEST = 300, 30  # seconds that a timestamp may lie behind or ahead
UNSIGNED = frozenset({"sign", "access_token"})
HTTP_STATUS: Mapping[int, int] = {  # what a resource refuses comes on 200
    BAD_CALL: 400,
    NO_SUCH_PATH: 404,
    TOO_MANY_CALLS: 429,
    WRONG_SIGN: 401,
    WRONG_TOKEN: 401,
    NO_RIGHT: 401,
}


@dataclass(frozen=True)
class ShopRequest:
    """A call as it came in; `query` in the order of its coming, decoded."""

    method: str
    path: str
    access_token: str
    query: Sequence[tuple[str, str]] = ()
    body: bytes = b""
    multipart: bool = False


@dataclass
class _Visit:
    """One call on its way through; the gate fills in the shop as soon as it is known."""

    request: ShopRequest
    query: Mapping[str, str]
    at: datetime
    shop_id: str
    trouble: Trouble
    request_id: str
    path_ids: Mapping[str, str]
    body: Arguments
    changed: list[str] = field(default_factory=list)


def signature(secret: str, path: str, query: Iterable[tuple[str, str]], body: bytes = b"") -> str:
    """Return the signature of a call; of a multipart call the body is left out."""
    signed = "".join(name + value for name, value in sorted(query, key=itemgetter(0)) if name not in UNSIGNED)
    text = secret.encode() + path.encode() + signed.encode() + body + secret.encode()
    return hmac.new(secret.encode(), text, hashlib.sha256).hexdigest()


def answer_shop(emulator: Emulator, request: ShopRequest) -> Reply:
    """Answer a call to the shop's API and note it."""
    with emulator.lock:
        catch_up(emulator.world, emulator.clock.now(), emulator.quirks.stop_tail)
        found = route_of(request.method, request.path)
        visit = _visit(emulator, request, found[1] if found else {})
        reply = _reply(emulator, visit, found[0] if found else None)
        emulator.journal.note(_entry(visit, reply))
        return replace(reply, delay_ms=visit.trouble.delay_ms + emulator.latency_ms)


def _visit(emulator: Emulator, request: ShopRequest, path_ids: Mapping[str, str]) -> _Visit:
    emulator.calls += 1
    now, query = emulator.clock.now(), dict(request.query)
    cipher = query.get("shop_cipher", "")
    shop_id = next((shop.shop_id for shop in emulator.world.shops.values() if shop.cipher == cipher), "")
    mark = hashlib.sha256(f"{emulator.seed}/shop/{emulator.calls}".encode()).hexdigest()[:18].upper()
    return _Visit(
        request=request,
        query=query,
        at=now,
        shop_id=shop_id,
        trouble=emulator.faults.strike(request.method, request.path, shop_id),
        request_id=f"{now:%Y%m%d%H%M%S}{mark}",
        path_ids=path_ids,
        body=Arguments(_document(request)),
    )


def _document(request: ShopRequest) -> Mapping[str, Any]:
    try:
        found = json.loads(request.body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _reply(emulator: Emulator, visit: _Visit, route: ShopRoute | None) -> Reply:
    if visit.trouble.get("lost_request"):
        return Reply(0, lost=True)
    if visit.trouble.get("http_500"):
        return Reply(500, text="Internal Server Error")
    status, code, message, data = 200, 0, "Success", {}
    try:
        data = _act(emulator, visit, route)
    except Refusal as refusal:
        code = BAD_CALL if refusal.code == BAD_PARAMETER else refusal.code
        status, message = HTTP_STATUS.get(code, 200), refusal.message
    document = {"code": code, "message": message, "request_id": visit.request_id, "data": data}
    return Reply(status, document, lost=visit.trouble.get("lost_reply_after_commit") is not None)


def _act(emulator: Emulator, visit: _Visit, route: ShopRoute | None) -> Row:
    listing = (visit.request.method, visit.request.path) == ("GET", SHOPS)
    if route is None and not listing:
        raise Refusal(NO_SUCH_PATH, "The path does not exist.")
    app = _app(emulator, visit)
    broken = visit.trouble.get("code")
    if broken and not broken.after_commit:
        raise Refusal(broken.code, broken.text)
    data = route.resource(_call(emulator, visit, app)) if route else authorized(_opened(emulator, app))
    if broken:
        raise Refusal(broken.code, broken.text)
    return data


def _app(emulator: Emulator, visit: _Visit) -> ShopApp:
    """Return the app that calls, once all about it is right, or refuse."""
    app_key, token = visit.query.get("app_key"), visit.request.access_token
    app = next((each for each in emulator.world.shop_apps if each.app_key == app_key), None)
    if app is None:
        raise bad_call("app_key", "names no app")
    _check_signed(visit.request, visit.query, app.app_secret)
    if visit.trouble.get("revoke_token"):
        emulator.world.revoked.add(token)
    if token != app.access_token or token in emulator.world.revoked:
        raise Refusal(WRONG_TOKEN, "The access token is invalid.")
    try:
        emulator.limiter.admit_app(emulator.quirks.shop_qps, f"shop/{app.app_key}", visit.at)
    except Refusal:
        raise Refusal(TOO_MANY_CALLS, "Too many requests.") from None
    return app


def _check_signed(request: ShopRequest, query: Mapping[str, str], secret: str) -> None:
    stamp = query.get("timestamp", "")
    if not stamp.isdecimal() or not -OLDEST <= int(stamp) - time.time() <= NEWEST:
        raise bad_call("timestamp", f"has to lie between {OLDEST} seconds ago and {NEWEST} seconds ahead")
    if "sign" not in query:
        raise bad_call("sign", "is missing")
    body = b"" if request.multipart else request.body
    made = signature(secret, request.path, request.query, body)
    if not hmac.compare_digest(made.encode(), query["sign"].encode()):
        raise Refusal(WRONG_SIGN, "The signature does not match.")


def _opened(emulator: Emulator, app: ShopApp) -> list[Shop]:
    return [emulator.world.shops[shop_id] for shop_id in app.shop_ids]


def _call(emulator: Emulator, visit: _Visit, app: ShopApp) -> ShopCall:
    if "shop_cipher" not in visit.query:
        raise bad_call("shop_cipher", "is missing")
    if visit.shop_id not in app.shop_ids:
        raise Refusal(NO_RIGHT, "The app has no right to this shop.")
    late, drift, gap = (visit.trouble.get(k) for k in ("late_propagation", "drifting_total", "incomplete_page"))
    return ShopCall(
        world=emulator.world,
        quirks=emulator.quirks,
        app=app,
        shop=emulator.world.shops[visit.shop_id],
        path=visit.path_ids,
        query=Arguments(visit.query, encoded=True),
        body=visit.body,
        now=visit.at,
        shown_from_at=visit.at + timedelta(seconds=late.seconds if late else 0),
        drift=drift.drop if drift else 0,
        dropped=gap.drop if gap else 0,
        serial=emulator.calls,
        changed=visit.changed,
    )


def _entry(visit: _Visit, reply: Reply) -> Entry:
    return Entry(
        at=visit.at,
        method=visit.request.method,
        path=visit.request.path,
        advertiser=visit.shop_id,
        ids=tuple(visit.path_ids.values()),
        code=reply.document["code"] if reply.document is not None else None,
        request_id=visit.request_id,
        log_id="",
        changed=tuple(visit.changed),
        trouble=tuple(visit.trouble.faults),
    )
