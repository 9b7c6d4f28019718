"""TikTok's status feed: RSS that anybody may read, with what the platform itself announces.

The document is somebody else's, so it may define no entities and declare no document type: expanding those is how a
small document becomes a huge one.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET  # for its types and its error; defusedxml does the reading
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from unpromote.adapters.calling import SERVER_FAULT, TIMEOUT, Line
from unpromote.domain.causes import Found, Incident
from unpromote.domain.errors import OutsideFailed

PATH = "/marketing_api/api/status_page/incident/rss/"
LARGEST = 5_000_000  # bytes
LONGEST = 2_000  # letters of an entry's text


class StatusFeed(Line):
    """Fulfils `services.ports.IncidentSource` by reading one address."""

    def __init__(
        self, url: str, *, transport: httpx.BaseTransport | None = None, timeout: httpx.Timeout = TIMEOUT
    ) -> None:
        super().__init__("", transport=transport, timeout=timeout)
        self._url = url

    def incidents(self) -> Found[Incident]:
        """Return the entries of the feed, and the feed as it was received.

        Raises:
            OutsideFailed: it cannot be fetched, or is no such feed.
        """
        raw = self._fetched()
        return Found(incidents_in(raw), f"status feed {self._url}", raw=raw)

    def _fetched(self) -> bytes:
        found = bytearray()
        try:
            with self._http.stream("GET", self._url) as answer:
                if answer.status_code != httpx.codes.OK:
                    permanent = answer.status_code < SERVER_FAULT
                    raise OutsideFailed(f"the status feed answered with HTTP {answer.status_code}", permanent=permanent)
                for chunk in answer.iter_bytes():
                    found += chunk
                    if len(found) > LARGEST:
                        raise OutsideFailed(f"the status feed has more than {LARGEST} bytes", permanent=True)
        except (httpx.RequestError, httpx.InvalidURL) as problem:
            raise OutsideFailed(f"the status feed {self._url} did not answer: {type(problem).__name__}") from problem
        return bytes(found)


def incidents_in(raw: bytes) -> tuple[Incident, ...]:
    """Return the entries of an RSS document, as they stand in it.

    Raises:
        OutsideFailed: it is no such document, or one that could grow without bound.
    """
    try:
        root = fromstring(raw, forbid_dtd=True)
    except (ET.ParseError, DefusedXmlException, ValueError) as problem:
        raise OutsideFailed(f"the status feed cannot be read: {type(problem).__name__}", permanent=True) from None
    if root.tag != "rss" or root.find("channel") is None:
        raise OutsideFailed("the status feed is no RSS", permanent=True)
    return tuple(_incident(item) for item in root.iterfind("channel/item"))


def _incident(item: ET.Element) -> Incident:
    title, text, published = (" ".join((item.findtext(name) or "").split()) for name in _FIELDS)
    return Incident(title[:LONGEST] or "an incident without a title", text[:LONGEST], _instant(published))


def _instant(written: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(written)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


_FIELDS = ("title", "description", "pubDate")
