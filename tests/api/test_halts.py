"""The kill switch over REST: ordered, read by a job, and there as a case; nobody else's business."""

from __future__ import annotations

import pytest

import builders as b
from services.test_halting import listing, running
from unpromote.domain.errors import OutsideFailed
from unpromote.jobs.connections import Connections
from unpromote.jobs.embedded import Embedded
from unpromote.jobs.tools import Tools
from unpromote.jobs.wiring import open_tools, worker
from unpromote.services import queries
from unpromote.store.models import CommandRow

HALTS = "/api/halts"
EU, GERMAN = "7301000000000000011", "7301000000000000012"
WHOM = {"id": "support", "counterpart": "support", "name": "TikTok", "address": "support@platform.example"}
NEW = {"client": b.BRAND, "accounts": [EU], "why": "the public is furious", "contact": WHOM}


class FakeInventory:
    """What is on, or why nobody can tell."""

    def __init__(self, *found, problem=None):
        self.found, self.problem = found, problem

    def objects(self, advertiser_id):
        if self.problem:
            raise self.problem
        return listing(*self.found, account=advertiser_id, currency="EUR" if advertiser_id == GERMAN else "USD")


@pytest.fixture
def work_off(tmp_path):
    def do(inventory):
        with open_tools(Connections(tmp_path)) as tools:
            connected = Tools(**vars(tools) | {"inventory": inventory})
            return Embedded(worker(connected)).work_off()

    return do


def order(door, **changes):
    return door.post(HALTS, NEW | changes, content_type="application/json")


def shown(client, ordered):
    return client.get(f"{HALTS}/{ordered['id']}").json()


def test_a_halt_is_read_by_a_job_and_is_then_a_case(as_, people, work_off):
    ordered = order(as_("ana"))
    assert (ordered.status_code, ordered.json()["state"]) == (202, "reading")
    assert queries.open_cases(people["ana"]) == ()
    work_off(FakeInventory(running()))
    assert shown(as_("ana"), ordered.json())["state"] == "stopped"
    case = as_("ana").get(f"/api/cases/{ordered.json()['reference']}").json()
    assert (case["emergency"]["by"], case["targets"][0]["external_id"]) == ("ana", "1801")


def test_a_halt_over_two_currencies_names_both_of_its_cases(as_, people, work_off):
    ordered = order(as_("ana"), accounts=[EU, GERMAN]).json()
    assert ordered["cases"] == []
    work_off(FakeInventory(running(spent=None)))
    found = shown(as_("ana"), ordered)
    assert [(one["currency"], one["accounts"]) for one in found["cases"]] == [("USD", [EU]), ("EUR", [GERMAN])]
    assert found["reference"] == found["cases"][0]["reference"]
    assert len(queries.open_cases(people["ana"])) == len(found["cases"])


@pytest.mark.parametrize(
    ("inventory", "why"),
    [
        (FakeInventory(), "nothing is on in Northwind"),
        (FakeInventory(problem=OutsideFailed("the token is gone", permanent=True)), "the token is gone"),
        (None, "set UNPROMOTE_TIKTOK_TOKEN"),
    ],
    ids=["nothing on", "not readable", "not connected"],
)
def test_a_halt_that_came_to_nothing_says_why(as_, people, work_off, inventory, why):
    ordered = order(as_("ana")).json()
    work_off(inventory)
    found = shown(as_("ana"), ordered)
    assert (found["state"], why in found["problem"]) == ("refused", True)
    assert queries.open_cases(people["ana"]) == ()


def test_a_second_try_after_a_crash_opens_no_second_case(as_, people, work_off):
    order(as_("ana"))
    work_off(FakeInventory(running()))
    before = queries.open_cases(people["ana"])
    CommandRow.objects.filter(kind="ReadInventory").update(status="ready")
    work_off(FakeInventory(running(), running(2)))
    assert queries.open_cases(people["ana"]) == before


@pytest.mark.parametrize(
    ("change", "status"),
    [({"accounts": []}, 422), ({"accounts": ["x"]}, 422), ({"why": " "}, 409), ({"client": b.OTHER}, 409)],
)
def test_what_makes_no_sense_is_refused_at_once(as_, people, change, status):
    assert order(as_("ana"), **change).status_code == status
    assert not CommandRow.objects.filter(kind="ReadInventory").exists()


def test_for_dan_there_is_no_such_halt(as_, people):
    ordered = order(as_("ana")).json()
    hidden = as_("dan").get(f"{HALTS}/{ordered['id']}")
    assert (hidden.status_code, hidden.json()["detail"]) == (404, f"there is no halt '{ordered['id']}'")
    assert as_("ana").get(f"{HALTS}/case_0").status_code == 404
