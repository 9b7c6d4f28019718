"""A clock that runs elsewhere, so that weeks of waiting can be rehearsed in seconds: the emulator's."""

from __future__ import annotations

from datetime import datetime

import httpx

from unpromote.domain.errors import OutsideFailed


class RehearsalClock:
    """Fills the `Clock` port with the time that a rehearsal's clock shows."""

    def __init__(self, url: str, *, transport: httpx.BaseTransport | None = None) -> None:
        self._url = url
        self._client = httpx.Client(transport=transport, timeout=5)

    def __call__(self) -> datetime:
        """Return the rehearsal's present instant.

        Raises:
            OutsideFailed: the rehearsal is over, or its clock does not answer.
        """
        try:
            answer = self._client.get(self._url).raise_for_status().json()
        except httpx.HTTPError as error:
            raise OutsideFailed(f"the rehearsal's clock does not answer: {error}") from None
        return datetime.fromisoformat(answer["now"])
