"""Starting and stopping: fast, on loopback, many callers at once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from emulator.desk import EU, TOKEN, Desk
from unpromote.emulator import build_app, start_emulator


def test_a_stopped_emulator_answers_nobody() -> None:
    with start_emulator() as running, httpx.Client(base_url=running.url) as http:
        assert http.get("/__emulator__/clock").status_code == 200
        running.stop()
        running.stop()
        with pytest.raises(httpx.TransportError):
            http.get("/__emulator__/clock")


def test_no_thread_is_left_behind() -> None:
    before = threading.active_count()
    with start_emulator() as running:
        httpx.get(f"{running.url}/__emulator__/clock")
    assert threading.active_count() == before


def test_it_listens_on_loopback_only() -> None:
    with start_emulator() as running:
        assert running.url.startswith("http://127.0.0.1:")


def test_a_taken_port_is_refused() -> None:
    with start_emulator() as running, pytest.raises(OSError, match="in use"):
        start_emulator(port=int(running.url.rsplit(":", 1)[1]))


def test_it_can_be_mounted_without_a_socket() -> None:
    with httpx.Client(transport=httpx.WSGITransport(app=build_app()), base_url="http://emulator") as http:
        answer = http.get("/open_api/v1.3/campaign/get/", params={"advertiser_id": EU}, headers={"Access-Token": TOKEN})
    assert answer.json()["data"]["page_info"]["total_number"] == 30


def test_of_many_callers_at_once_exactly_one_changes_a_campaign(desk: Desk) -> None:
    first = desk.rows("campaign")[0]["campaign_id"]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: desk.switch([first])["code"], range(40)))
    changes = [entry["changed"] for entry in desk.control("log") if entry["changed"]]
    assert (answers, changes) == ([0] * 40, [[first]])
