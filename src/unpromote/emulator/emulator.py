"""The emulator itself: state, clock, limits and faults behind one lock, and how a call goes through them.

route -> fault before the act -> token -> limits -> resource -> fault after the act -> journal. One call at a time:
what the real platform does to two calls that cross is not known, and a test wants one story.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from unpromote.emulator.call import Call
from unpromote.emulator.clock import Clock
from unpromote.emulator.faults import FaultBook, Trouble
from unpromote.emulator.journal import Entry, Journal
from unpromote.emulator.lapsing import pass_time
from unpromote.emulator.limits import Limiter, limit_of
from unpromote.emulator.oauth2 import app_with_secret
from unpromote.emulator.quirks import Quirks
from unpromote.emulator.routes import ROUTES, Route
from unpromote.emulator.wire import Answer, Arguments, Refusal
from unpromote.emulator.world import App, World

NO_TOKEN, WRONG_TOKEN = 40104, 40105
NOT_IN_SANDBOX = 40014


@dataclass(frozen=True)
class Request:
    """A call as it came in."""

    method: str
    path: str
    access_token: str
    query: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True)
class Reply:
    """What goes back.

    Attributes:
        status: the HTTP status
        document: the envelope; None for plain text
        kind: the content type of plain text
        delay_ms: how long to hold it back
        lost: whether the connection is closed instead
    """

    status: int
    document: Mapping[str, Any] | None = None
    text: str = ""
    kind: str = "text/plain; charset=utf-8"
    log_id: str = ""
    delay_ms: int = 0
    lost: bool = False


@dataclass(frozen=True)
class _Visit:
    """One call on its way through."""

    request: Request
    args: Arguments
    at: datetime
    advertiser: str
    trouble: Trouble
    request_id: str
    log_id: str
    changed: list[str] = field(default_factory=list)

    def entry(self, reply: Reply) -> Entry:
        """Return what the journal keeps of it."""
        return Entry(
            at=self.at,
            method=self.request.method,
            path=self.request.path,
            advertiser=self.advertiser,
            ids=_ids(self.args),
            code=reply.document["code"] if reply.document is not None else None,
            request_id=self.request_id,
            log_id=self.log_id,
            changed=tuple(self.changed),
            trouble=tuple(self.trouble.faults),
        )


@dataclass
class Emulator:
    """The look-alike's state. Every public method takes the lock."""

    world: World
    clock: Clock
    quirks: Quirks
    seed: int
    latency_ms: int = 0
    limiter: Limiter = field(default_factory=Limiter)
    faults: FaultBook = field(default_factory=FaultBook)
    journal: Journal = field(default_factory=Journal)
    lock: threading.RLock = field(default_factory=threading.RLock)
    calls: int = 0

    def answer(self, request: Request) -> Reply:
        """Answer a call to the platform's API and note it."""
        with self.lock:
            args = _arguments(request, tolerant=self.quirks.tolerant_booleans)
            pass_time(self.world, self.clock.now(), self.quirks.stop_tail)
            visit = self._visit(request, args)
            reply = self._reply(visit)
            self.journal.note(visit.entry(reply))
            if reply.document is not None:
                stamped = {**reply.document, "request_id": visit.request_id}
                reply = replace(reply, document=stamped, log_id=visit.log_id)
            return replace(reply, delay_ms=visit.trouble.delay_ms + self.latency_ms)

    def _visit(self, request: Request, args: Arguments) -> _Visit:
        now, advertiser = self.clock.now(), _advertiser(args)
        self.calls += 1
        return _Visit(
            request=request,
            args=args,
            at=now,
            advertiser=advertiser,
            trouble=self.faults.strike(request.method, request.path, advertiser),
            request_id=f"{now:%Y%m%d%H%M%S}{self._mark('request')}",
            log_id=f"{now:%Y%m%d%H%M%S}{self._mark('log')}",
        )

    def _reply(self, visit: _Visit) -> Reply:
        route = ROUTES.get(visit.request.path)
        if route is None:
            return Reply(404, text="404 page not found")
        if visit.request.method != route.method:
            return Reply(405, text="405 method not allowed")
        if visit.trouble.get("lost_request"):
            return Reply(0, lost=True)
        if visit.trouble.get("http_500"):
            return Reply(500, text="Internal Server Error")
        try:
            answer = self._act(visit, route)
        except Refusal as refusal:
            answer = Answer({}, refusal.code, refusal.message)
        lost = visit.trouble.get("lost_reply_after_commit") is not None
        if answer.file is not None:
            return Reply(200, text=answer.file, kind="text/csv; charset=utf-8", lost=lost)
        document = {"code": answer.code, "message": answer.message, "data": answer.data}
        return Reply(200, document, lost=lost)

    def _act(self, visit: _Visit, route: Route) -> Answer:
        broken, dropped = visit.trouble.get("code"), visit.trouble.get("incomplete_page")
        if visit.trouble.get("revoke_token"):
            self.world.revoked.add(visit.request.access_token)
        if broken and not broken.after_commit:
            raise Refusal(broken.code, broken.text)
        answer = route.resource(self._call(visit, route))
        if broken:
            raise Refusal(broken.code, broken.text)
        return _without(answer, dropped.drop) if dropped else answer

    def _call(self, visit: _Visit, route: Route) -> Call:
        app = self._app(visit, route)
        self._admit(visit, app)
        if self.quirks.sandbox and not route.sandbox:
            raise Refusal(NOT_IN_SANDBOX, "This feature is not supported in the sandbox.")
        trouble = visit.trouble
        late, tail, drift = (trouble.get(kind) for kind in ("late_propagation", "spend_tail", "drifting_total"))
        return Call(
            world=self.world,
            quirks=self.quirks,
            app=app,
            args=visit.args,
            now=visit.at,
            shown_from_at=visit.at + timedelta(seconds=late.seconds if late else 0),
            tail=timedelta(seconds=tail.seconds) if tail else self.quirks.stop_tail,
            drift=drift.drop if drift else 0,
            serial=self.calls,
            changed=visit.changed,
        )

    def _admit(self, visit: _Visit, app: App) -> None:
        quirks, at = self.quirks, visit.at
        self.limiter.admit(limit_of(quirks.level, visit.request.path), app.app_id, visit.request.path, at)
        self.limiter.admit_app(quirks.app_qps, app.app_id, at)
        self.limiter.admit_advertiser(quirks.advertiser_qps, visit.advertiser, at)

    def _app(self, visit: _Visit, route: Route) -> App:
        if not route.needs_token:
            return app_with_secret(self.world, visit.args.text("app_id"), visit.args.text("secret"))
        if not visit.request.access_token:
            problem = "Access token is null, you should set it in http header with key Access-Token."
            raise Refusal(NO_TOKEN, problem)
        app = self.world.app_of(visit.request.access_token)
        if app is None:
            raise Refusal(WRONG_TOKEN, "Access token is incorrect or has been revoked.")
        return app

    def _mark(self, purpose: str) -> str:
        text = f"{self.seed}/{purpose}/{self.calls}"
        return hashlib.sha256(text.encode()).hexdigest()[:18].upper()

    def now(self) -> datetime:
        """Return the emulated instant."""
        with self.lock:
            return self.clock.now()


def _without(answer: Answer, rows: int) -> Answer:
    """Return a page whose last rows are missing; what is no page stays whole."""
    if "page_info" not in answer.data:
        return answer
    lists = {name: value[:-rows] for name, value in answer.data.items() if isinstance(value, list)}
    return replace(answer, data={**answer.data, **lists})


def _arguments(request: Request, *, tolerant: bool) -> Arguments:
    if request.method == "GET":
        return Arguments(request.query, encoded=True, tolerant=tolerant)
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        body = None
    return Arguments(body if isinstance(body, dict) else {})


def _advertiser(args: Arguments) -> str:
    found = args.raw.get("advertiser_id", "")
    return found if isinstance(found, str) else ""


def _ids(args: Arguments) -> tuple[str, ...]:
    found: list[str] = []
    for source in (args, *_filters(args)):
        for key in source.raw:
            if key.endswith("_ids"):
                try:
                    found.extend(source.texts(key))
                except Refusal:
                    continue
    return tuple(found)


def _filters(args: Arguments) -> tuple[Arguments, ...]:
    try:
        return (args.table("filtering"),)
    except Refusal:
        return ()
