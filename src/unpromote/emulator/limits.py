"""Rate limits by the emulator's clock: per app and endpoint (40100), per app (40016), per advertiser (40133).

Documented recovery: past the limit of a second, the next second; of a minute, five minutes' rest; of a day, 00:00
UTC. Calls are counted, not records, and no header announces anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from unpromote.emulator.wire import Refusal

TOO_MANY_CALLS = 40100
APP_TOO_BUSY = 40016
ADVERTISER_TOO_BUSY = 40133
MINUTE_PENALTY = timedelta(minutes=5)


@dataclass(frozen=True)
class Limit:
    """How many calls an app may make to one endpoint."""

    per_second: int
    per_minute: int
    per_day: int


LEVELS: Mapping[str, Limit | None] = MappingProxyType(
    {
        "basic": Limit(10, 600, 864_000),
        "advanced": Limit(20, 1_200, 1_728_000),
        "premium": Limit(30, 1_800, 2_592_000),
        "ultimate": Limit(50, 3_000, 4_320_000),
        "sandbox": Limit(1, 30, 1_000),
        "unlimited": None,
    }
)
_OWN_LEVELS: Mapping[str, Mapping[str, Limit]] = MappingProxyType(
    {
        "/gmv_max/report/get/": {
            "basic": Limit(8, 240, 20_000),
            "advanced": Limit(12, 360, 30_000),
            "premium": Limit(20, 600, 50_000),
            "ultimate": Limit(20, 600, 50_000),
        },
        "/report/task/create/": dict.fromkeys(("basic", "advanced", "premium", "ultimate"), Limit(2, 60, 4_500)),
    }
)


def limit_of(level: str, path: str) -> Limit | None:
    """Return the limit of an endpoint: a few have their own at each level; None for no limit."""
    own = next((levels for ending, levels in _OWN_LEVELS.items() if path.endswith(ending)), {})
    return own.get(level, LEVELS[level])


@dataclass
class _Window:
    """Calls counted since the start of the present second, minute or day."""

    starts_at: datetime
    count: int = 0


@dataclass
class Limiter:
    """Counts calls and refuses those past the limit; refused calls do not count."""

    _windows: dict[tuple[str, ...], _Window] = field(default_factory=dict)
    _resting_until_at: dict[tuple[str, ...], datetime] = field(default_factory=dict)

    def admit(self, limit: Limit | None, app_id: str, endpoint: str, now: datetime) -> None:
        """Count a call of the app to the endpoint, or raise 40100."""
        if limit is None:
            return
        key = (app_id, endpoint)
        if now < self._resting_until_at.get(key, now):
            raise Refusal(TOO_MANY_CALLS, "Too many requests. Please retry in some time.")
        second = self._window((*key, "second"), now.replace(microsecond=0))
        minute = self._window((*key, "minute"), now.replace(second=0, microsecond=0))
        day = self._window((*key, "day"), _midnight(now))
        if second.count >= limit.per_second:
            raise Refusal(TOO_MANY_CALLS, f"Too many requests: {limit.per_second} per second are allowed.")
        if minute.count >= limit.per_minute:
            self._resting_until_at[key] = now + MINUTE_PENALTY
            raise Refusal(TOO_MANY_CALLS, f"Too many requests: {limit.per_minute} per minute are allowed.")
        if day.count >= limit.per_day:
            raise Refusal(TOO_MANY_CALLS, f"Too many requests: {limit.per_day} per day are allowed.")
        for window in (second, minute, day):
            window.count += 1

    def admit_app(self, per_second: int, app_id: str, now: datetime) -> None:
        """Count a call of the app over all endpoints, or raise 40016; a limit of 0 lets everything pass."""
        if not per_second:
            return
        window = self._window(("app", app_id), now.replace(microsecond=0))
        if window.count >= per_second:
            raise Refusal(APP_TOO_BUSY, f"Too many requests of app {app_id}: {per_second} per second are allowed.")
        window.count += 1

    def admit_advertiser(self, per_second: int, advertiser_id: str, now: datetime) -> None:
        """Count a call for the advertiser, or raise 40133; a limit of 0 lets everything pass."""
        if not per_second:
            return
        window = self._window(("advertiser", advertiser_id), now.replace(microsecond=0))
        if window.count >= per_second:
            raise Refusal(
                ADVERTISER_TOO_BUSY,
                f"Advertiser {advertiser_id} is temporarily restricted: current QPS {window.count + 1}, "
                f"limit {per_second}.",
            )
        window.count += 1

    def _window(self, key: tuple[str, ...], starts_at: datetime) -> _Window:
        window = self._windows.get(key)
        if window is None or window.starts_at != starts_at:
            window = self._windows[key] = _Window(starts_at)
        return window


def _midnight(now: datetime) -> datetime:
    return now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
