"""Pace at the call: a token is taken right before each request, since a limit on claims would bunch at its edge.

TikTok counts the calls of an app to an endpoint by the second, the minute and the day, and announces nothing. Tokens a
little further apart than the limits of second and minute ask for keep both. Where these allow more than the day does,
half of the day's calls may go at any time, and the other half come in spread over the day.

Where TikTok refuses a call for its pace all the same, as other programs may use the app, nothing was done, and the
endpoint rests as documented: until the next second; where that does not help, five minutes; where that does not, until
00:00 UTC. Source: TikTok Business API, rate limits (doc 1740029171730433).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from unpromote.adapters.calling import Resting
from unpromote.adapters.endpoints import policy_of
from unpromote.services.policies import CallLimit, call_limit
from unpromote.store import buckets

SPARE = 1.04  # how much further apart than the limit, against jitter on the way
PATIENCE = timedelta(seconds=2)
QUEUE = 5  # who waits for a slow endpoint keeps a place among so many
AT_ONCE = 20  # where the day's calls are used up, come back when so many may go: a read may take several
A_DAY = timedelta(days=1)
SECONDS_REFUSED = 4  # after so many refused seconds in a row it is not the limit by the second
REST = timedelta(minutes=5)
RESTS = 2  # after so many rests in vain it is the day's limit


@dataclass(frozen=True)
class _Token:
    """What a call takes: one goes `every` so often, `burst` of them at once after a quiet time."""

    partition: str
    every: timedelta
    burst: int = 1

    @property
    def patience(self) -> timedelta:
        """How long to wait for it in place."""
        return PATIENCE if self.burst > 1 else max(PATIENCE, QUEUE * self.every)


def _tokens(endpoint: str, advertiser_id: str, limit: CallLimit) -> Iterator[_Token]:
    every = SPARE * max(timedelta(seconds=1) / limit.second, timedelta(minutes=1) / limit.minute)
    spread = SPARE * A_DAY / limit.day
    if spread > every:
        yield _Token(f"day/{endpoint}", 2 * spread, max(1, limit.day // 2))
    yield _Token(_app(endpoint), every)
    yield _Token(_account(endpoint, advertiser_id), every)


@dataclass
class _Trouble:
    """Refusals in a row: in how many different seconds, after how many rests."""

    seconds: int = 0
    rests: int = 0
    until: datetime | None = None


@dataclass(frozen=True)
class Pace:
    """Waits for a token of the app's endpoint; where the wait is long, gives the command back instead."""

    clock: Callable[[], datetime]
    sleep: Callable[[float], None] = time.sleep
    level: str = "basic"
    _troubles: dict[str, _Trouble] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, endpoint: str, advertiser_id: str) -> None:
        """Return once a call may go.

        Raises:
            Resting: no token will be there soon.
        """
        for token in _tokens(endpoint, advertiser_id, call_limit(policy_of(endpoint).limit, self.level)):
            now = self.clock()
            at, mine = buckets.reserve(
                token.partition, now, every=token.every, patience=token.patience, burst=token.burst
            )
            if not mine:
                at += min(token.burst - 1, AT_ONCE) * token.every
                problem = f"TikTok's limit lets no call to {endpoint} go before {at:%Y-%m-%d %H:%M:%S %Z}"
                raise Resting(problem, at - now)
            if at > now:
                self.sleep((at - now).total_seconds())

    def answered(self, endpoint: str, advertiser_id: str) -> None:
        """Take note that a call went through."""
        for partition in (_app(endpoint), _account(endpoint, advertiser_id)):
            self._troubles.pop(partition, None)

    def refused(self, endpoint: str, advertiser_id: str, *, account: bool) -> None:
        """Have an endpoint rest after a refusal for its pace: for the app, or only for the `account`."""
        partition = _account(endpoint, advertiser_id) if account else _app(endpoint)
        now = self.clock()
        with self._lock:
            trouble = self._troubles.setdefault(partition, _Trouble())
            if trouble.until is None or now >= trouble.until:
                trouble.until = _rested(trouble, now)
            until = trouble.until
        buckets.hold(partition, until)


def _rested(trouble: _Trouble, now: datetime) -> datetime:
    """Count a refusal and return when the rest that it asks for is over."""
    trouble.seconds += 1
    if trouble.seconds < SECONDS_REFUSED and not trouble.rests:
        return now.replace(microsecond=0) + timedelta(seconds=1)
    trouble.rests += 1
    if trouble.rests <= RESTS:
        return now + REST
    midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(days=1)


def _app(endpoint: str) -> str:
    return f"app/{endpoint}"


def _account(endpoint: str, advertiser_id: str) -> str:
    return f"advertiser/{advertiser_id}/{endpoint}"
