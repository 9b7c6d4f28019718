"""The platform's status feed: read from the emulator, and from documents that mean harm."""

from __future__ import annotations

from datetime import UTC, datetime

import httpx
import pytest

from emulator.desk import open_desk
from unpromote.adapters.tiktok.status_feed import LARGEST, LONGEST, PATH, StatusFeed, incidents_in
from unpromote.domain.errors import OutsideFailed

ITEM = "<item><title>{title}</title><description>{text}</description><pubDate>{at}</pubDate></item>"
AT = "Mon, 14 Sep 2026 09:30:00 +0000"
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;">]>'
    "<rss><channel><item><title>&lol2;</title></item></channel></rss>"
)
OUTER = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY file SYSTEM "file:///etc/passwd">]>'
    "<rss><channel><item><title>&file;</title></item></channel></rss>"
)


def rss(title: str = "Down", text: str = "for 3 h", at: str = AT) -> bytes:
    return f"<rss><channel>{ITEM.format(title=title, text=text, at=at)}</channel></rss>".encode()


def feed(answer: httpx.Response | Exception) -> StatusFeed:
    def handle(_: httpx.Request) -> httpx.Response:
        if isinstance(answer, Exception):
            raise answer
        return answer

    return StatusFeed("https://status.example/rss", transport=httpx.MockTransport(handle))


def test_what_the_emulator_announces_is_read_in_its_own_words() -> None:
    with open_desk() as desk, StatusFeed(f"{desk.running.url}{PATH}") as status:
        desk.control("hands", [{"act": "incident", "title": "Slow <reports>", "text": "3 h & more"}])
        found = status.incidents()
    (incident,) = found.found
    assert (incident.title, incident.text) == ("Slow <reports>", "3 h & more")
    assert incident.published_at == desk.running.emulator.now()
    assert found.raw.startswith(b"<?xml")
    assert found.source.endswith(PATH)


def test_an_entry_is_read_with_its_time_and_blanks_made_one() -> None:
    (incident,) = incidents_in(rss("Slow\n  reports"))
    assert (incident.title, incident.text) == ("Slow reports", "for 3 h")
    assert incident.published_at == datetime(2026, 9, 14, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize("at", ["", "soon", "32 Foo 2026"])
def test_an_entry_without_a_readable_time_is_kept_without(at: str) -> None:
    assert incidents_in(rss(at=at))[0].published_at is None


def test_a_time_without_a_zone_is_utc() -> None:
    assert incidents_in(rss(at="Mon, 14 Sep 2026 09:30:00 -0000"))[0].published_at == datetime(
        2026, 9, 14, 9, 30, tzinfo=UTC
    )


def test_long_words_are_cut_and_a_missing_title_is_said() -> None:
    (incident,) = incidents_in(rss(title="", text="x" * 9000))
    assert (incident.title, len(incident.text)) == ("an incident without a title", LONGEST)


def test_an_empty_feed_has_no_entries() -> None:
    assert incidents_in(b"<rss><channel/></rss>") == ()


@pytest.mark.parametrize("document", [BOMB, OUTER, "<rss", "<html/>", "<rss/>", "", "\x00"])
def test_a_document_that_could_grow_or_is_no_feed_is_refused_for_good(document: str) -> None:
    with pytest.raises(OutsideFailed, match="the status feed") as failure:
        incidents_in(document.encode())
    assert failure.value.permanent


@pytest.mark.parametrize(("status", "permanent"), [(404, True), (503, False)])
def test_an_answer_without_a_feed_is_a_failure(status: int, *, permanent: bool) -> None:
    with pytest.raises(OutsideFailed, match=f"HTTP {status}") as failure:
        feed(httpx.Response(status)).incidents()
    assert failure.value.permanent == permanent


def test_an_endless_feed_is_not_read_to_its_end() -> None:
    with pytest.raises(OutsideFailed, match=f"more than {LARGEST} bytes"):
        feed(httpx.Response(200, content=b"x" * (LARGEST + 1))).incidents()


def test_a_feed_that_does_not_answer_may_answer_later() -> None:
    with pytest.raises(OutsideFailed, match="did not answer: ConnectError") as failure:
        feed(httpx.ConnectError("no")).incidents()
    assert not failure.value.permanent


def test_an_address_that_is_none_is_said() -> None:
    with StatusFeed("no address") as status, pytest.raises(OutsideFailed, match="did not answer"):
        status.incidents()
