"""Inventories over REST: ordered, read by a job, listed and opened as a case; nobody else's business."""

from __future__ import annotations

import pytest

import builders as b
from services.test_inventory import EU, FakeSurveyor, found, survey
from unpromote.domain.inventory import Pass
from unpromote.jobs.connections import Connections
from unpromote.jobs.embedded import Embedded
from unpromote.jobs.tools import Tools
from unpromote.jobs.wiring import open_tools, worker
from unpromote.services import queries
from unpromote.store.models import CommandRow

PLACE = "/api/inventories"
LONG = "0018234567890123456"  # leading zeros and 19 digits: an id is text
WHOM = {"id": "support", "counterpart": "support", "name": "TikTok", "address": "support@platform.example"}
OPENING = {"title": "Autumn", "reason": "strategy_change", "wording": "we stop", "contact": WHOM}


@pytest.fixture
def work_off(tmp_path):
    def do(surveyor):
        with open_tools(Connections(tmp_path)) as tools:
            return Embedded(worker(Tools(**vars(tools) | {"surveyor": surveyor}))).work_off()

    return do


def order(door, **changes):
    return door.post(PLACE, {"client": b.BRAND, "accounts": [EU]} | changes, content_type="application/json")


@pytest.fixture
def taken(as_, people, work_off):
    ordered = order(as_("ana")).json()
    listed = survey(found(LONG, a_day=b.usd("40.00")), found("2", kind="promote"), Pass("smart_plus", EU, problem="no"))
    work_off(FakeSurveyor(listed))
    return f"{PLACE}/{ordered['id']}"


def opened(door, taken, **changes):
    return door.post(f"{taken}/cases", {"items": [LONG]} | OPENING | changes, content_type="application/json")


def test_an_inventory_is_read_by_a_job_and_no_door_waits(as_, people, work_off):
    ordered = order(as_("ana"))
    assert (ordered.status_code, ordered.json()["state"], ordered.json()["read_at"]) == (202, "reading", None)
    work_off(FakeSurveyor(survey(found("1"))))
    shown = as_("ana").get(f"{PLACE}/{ordered.json()['id']}").json()
    assert (shown["state"], shown["counts"]) == ("done", {"campaign": {"listed": 1, "on": 1}})


def test_each_list_says_how_it_went(as_, taken):
    shown = as_("ana").get(taken).json()
    told = {read["kind"]: (read["listed"], read["problem"]) for read in shown["reads"]}
    assert (told["campaign"], told["smart_plus"]) == ((2, ""), (0, "no"))
    assert (shown["unread"], "enter them by hand" in shown["unlisted"][0]) == ([f"smart plus of {EU}: no"], True)


def test_things_are_listed_with_their_ids_as_text(as_, taken):
    first, second = as_("ana").get(f"{taken}/items").json()
    assert (first["id"], first["a_day"], first["route"]["by"]) == (LONG, "40.00 USD", "api")
    assert (second["route"]["by"], second["key"]) == ("by_hand", f"{EU}/promote/2")


@pytest.mark.parametrize(
    ("asked", "ids"),
    [("?kind=promote", ["2"]), ("?account=1", []), ("?only_on=true", [LONG, "2"]), ("?skip=1&limit=1", ["2"])],
)
def test_things_are_asked_for_by_kind_account_and_part(as_, taken, asked, ids):
    assert [item["id"] for item in as_("ana").get(f"{taken}/items{asked}").json()] == ids


def test_a_case_is_opened_on_what_is_chosen(as_, taken):
    case = opened(as_("ana"), taken, start="2026-09-01", end="2026-09-11")
    (target,) = case.json()["targets"]
    assert (case.status_code, target["external_id"], target["budget"]) == (201, LONG, "400.00 USD")


@pytest.mark.parametrize(
    ("change", "status"),
    [({"items": []}, 422), ({"items": ["9"]}, 422), ({"start": "2026-09-01"}, 422), ({"time_zone": "Mars"}, 422)],
)
def test_a_case_that_makes_no_sense_is_not_opened(as_, people, taken, change, status):
    assert opened(as_("ana"), taken, **change).status_code == status
    assert queries.open_cases(people["ana"]) == ()


@pytest.mark.parametrize(("change", "status"), [({"accounts": []}, 422), ({"client": b.OTHER}, 409)])
def test_what_makes_no_sense_is_refused_at_once(as_, people, change, status):
    assert order(as_("ana"), **change).status_code == status
    assert not CommandRow.objects.filter(kind="TakeInventory").exists()


def test_for_dan_there_is_no_such_inventory(as_, people, taken):
    for path in (taken, f"{taken}/items"):
        hidden = as_("dan").get(path)
        assert (hidden.status_code, "there is no inventory" in hidden.json()["detail"]) == (404, True)
    assert opened(as_("dan"), taken).status_code == 404
    assert as_("dan").get(f"{PLACE}?client={b.BRAND}").status_code == 409
    assert as_("dan").get(f"{PLACE}?client={b.OTHER}").json() == []


def test_a_clients_inventories_are_listed_the_newest_first(as_, taken):
    (one,) = as_("ana").get(f"{PLACE}?client={b.BRAND}").json()
    assert (one["state"], one["counts"]["promote"]["on"]) == ("done", 1)
