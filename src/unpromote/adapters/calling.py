"""What calls to TikTok's two APIs have in common: the line, their pace, repeats, and what a refusal asks of us."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import timedelta
from enum import Enum
from typing import Protocol, Self, TypeVar

import httpx

from unpromote.domain.errors import OutsideFailed

T = TypeVar("T")

TIMEOUT = httpx.Timeout(connect=5, read=60, write=10, pool=5)  # to read: at most, an endpoint may have less
PAUSES_BEFORE_REPEAT = (1.0, 2.0)  # seconds; a limit by the second is over after the first
PACED_TRIES = 5  # a call refused for its pace is sent again as the pace allows: nothing was done
SERVER_FAULT = 500


class Decision(Enum):
    """What to do about a code."""

    RETRY = "retry"  # nothing was done; the same call may be sent again later
    READ_BACK = "readback"  # it may have been done; look before sending it again
    PERMANENT = "permanent"  # the same call will be refused again
    PERSON = "person"  # somebody has to act first: token, permission, account

    @property
    def is_final(self) -> bool:
        """Tell whether trying again by itself cannot help."""
        return self in (Decision.PERMANENT, Decision.PERSON)


class Refusal(OutsideFailed):
    """The other side answered with a code that is not success; `decision` says what the code asks of us."""

    def __init__(self, problem: str, *, code: int, decision: Decision, request_id: str, log_id: str = "") -> None:
        self.code, self.decision, self.request_id, self.log_id = code, decision, request_id, log_id
        super().__init__(problem, permanent=decision.is_final, reference=reference(request_id, log_id))


def reference(request_id: str, log_id: str = "") -> str:
    """Return the ids of a call as errors and receipts name them."""
    named = (("request_id", request_id), ("log_id", log_id))
    return " ".join(f"{name}={value}" for name, value in named if value)


class Resting(OutsideFailed):
    """No call may go before `wait` is over: nothing was sent."""

    def __init__(self, problem: str, wait: timedelta) -> None:
        super().__init__(problem, wait=wait)


class Pace(Protocol):
    """Told of every call: right before it goes, when it returns once it may go, or raises Resting where that is long.

    And told of how TikTok took it.
    """

    def __call__(self, endpoint: str, advertiser_id: str) -> None: ...

    def answered(self, endpoint: str, advertiser_id: str) -> None: ...

    def refused(self, endpoint: str, advertiser_id: str, *, account: bool) -> None: ...


class Unpaced:
    """Lets every call go out at once."""

    def __call__(self, endpoint: str, advertiser_id: str) -> None: ...

    def answered(self, endpoint: str, advertiser_id: str) -> None: ...

    def refused(self, endpoint: str, advertiser_id: str, *, account: bool) -> None: ...


def at_pace(
    pace: Pace,
    where: tuple[str, str],
    call: Callable[[], T],
    *,
    too_fast: Collection[int],
    of_an_account: Collection[int] = (),
    tries: int = PACED_TRIES,
) -> T:
    """Call as the pace of an endpoint and an account allows, again where the code says that it was too fast.

    Raises:
        Refusal: the last one, where it was too fast every time; any other at once.
        Resting: the pace lets nothing go for a while.
    """
    endpoint, account = where
    for _ in range(tries):
        pace(endpoint, account)
        try:
            reply = call()
        except Refusal as refusal:
            if refusal.code not in too_fast:
                raise
            pace.refused(endpoint, account, account=refusal.code in of_an_account)
            last = refusal
        else:
            pace.answered(endpoint, account)
            return reply
    raise last


def patience(http: httpx.Client, seconds: float) -> httpx.Timeout:
    """Return the client's time limits, with no more than these seconds for an answer."""
    limits = http.timeout
    read = seconds if limits.read is None else min(limits.read, seconds)
    return httpx.Timeout(connect=limits.connect, read=read, write=limits.write, pool=limits.pool)


def is_final(failure: OutsideFailed, too_fast: Collection[int]) -> bool:
    """Tell whether asking again in a second or two is of no use: refused for good, or made to wait for longer."""
    return failure.permanent or failure.wait is not None or getattr(failure, "code", 0) in too_fast


class Line:
    """Open connections to one base address; a context manager closes them."""

    def __init__(
        self,
        base_url: str,
        *,
        headers: Mapping[str, str] | None = None,
        transport: httpx.BaseTransport | None = None,
        timeout: httpx.Timeout = TIMEOUT,
    ) -> None:
        self._http = httpx.Client(
            base_url=base_url,
            headers=headers,
            transport=transport,
            timeout=timeout,
            mounts={"all://127.0.0.1": None},  # the emulator is never behind the machine's proxy
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self._http.close()
