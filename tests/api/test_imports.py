"""Files of promotions over REST: handed in, asked about, answered, taken in, read row by row."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

import builders as b
from listings import ACCOUNT, HEADER, ONE, ROW
from unpromote.adapters.files.sheets_listing import open_listing
from unpromote.domain.codec import decode
from unpromote.domain.commands import ReadListing
from unpromote.services import imports
from unpromote.store.models import CommandRow

OPEN = f"campaign_id,name,advertiser_id,spent,currency,start\n{ONE},Arena,{ACCOUNT},300.00,USD,03/04/2026\n"
SOUND = f"{HEADER}\n{ROW}\n"


@pytest.fixture
def ana(as_):
    return as_("ana")


def work_off():
    for row in CommandRow.objects.filter(kind="ReadListing", status="ready").order_by("due_at", "key"):
        imports.read_listing(decode(ReadListing, row.payload), open_listing, now=b.NOW)
        CommandRow.objects.filter(key=row.key).update(status="done")


def hand_in(client, text, **more):
    form = {"client": b.BRAND, "file": SimpleUploadedFile("export.csv", text.encode()), **more}
    answer = client.post("/api/imports", form)
    work_off()
    return answer


def say(client, path, **body):
    answer = client.post(f"/api/imports/{path}", json.dumps(body), content_type="application/json")
    work_off()
    return answer


def test_a_file_is_tried_answered_and_taken_in(ana):
    handed_in = hand_in(ana, OPEN)
    one = handed_in.json()["id"]
    assert (handed_in.status_code, handed_in.json()["state"]) == (202, "reading")
    asked = ana.get(f"/api/imports/{one}").json()
    assert (asked["state"], [question["key"] for question in asked["questions"]]) == ("asking", ["dates", "kind"])
    assert say(ana, f"{one}/answers", answers={"dates": "day_first", "kind": "campaign"}).status_code == 202
    assert ana.get(f"/api/imports/{one}").json()["state"] == "ready"
    assert ana.get(f"/api/promotions/{b.BRAND}").json() == []
    assert say(ana, f"{one}/apply").status_code == 202
    assert ana.get(f"/api/promotions/{b.BRAND}").json()[0]["starts_on"] == "2026-04-03"


def test_a_sound_file_with_its_answers_is_taken_in_at_once(ana):
    one = hand_in(ana, OPEN, answers='{"dates": "month_first", "kind": "campaign"}', apply="true").json()["id"]
    found = ana.get("/api/imports", {"client": b.BRAND}).json()
    assert [(each["id"], each["state"], each["counts"]) for each in found] == [(one, "done", {"new": 1})]


def test_rows_are_read_by_outcome_and_by_page(ana):
    one = hand_in(ana, SOUND + ROW.replace(ONE, "1.8E+18") + "\n").json()["id"]
    (row,) = ana.get(f"/api/imports/{one}/rows", {"outcome": "refused"}).json()
    assert (row["row"], row["findings"][0]["column"]) == (3, "campaign_id")
    assert [each["row"] for each in ana.get(f"/api/imports/{one}/rows", {"skip": 1, "limit": 1}).json()] == [3]


@pytest.mark.parametrize("answers", ["[]", "{", '{"dates": 1}'])
def test_answers_are_an_object_of_texts(ana, answers):
    refused = hand_in(ana, SOUND, answers=answers)
    assert (refused.status_code, refused.json()["place"]) == (422, "answers")


def test_what_was_taken_in_is_not_taken_in_again(ana):
    one = hand_in(ana, SOUND, apply="true").json()["id"]
    assert say(ana, f"{one}/apply").status_code == 409


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_template_can_be_fetched(ana, ending):
    answer = ana.get(f"/api/promotions/template/{ending}")
    assert (answer.status_code, answer["Content-Disposition"]) == (200, f'attachment; filename="promotions.{ending}"')


def test_for_dan_there_is_nothing(ana, as_):
    one = hand_in(ana, SOUND).json()["id"]
    dan = as_("dan")
    looks = [
        dan.get(f"/api/imports/{one}"),
        dan.get(f"/api/imports/{one}/rows"),
        dan.get("/api/imports", {"client": b.BRAND}),
    ]
    acts = [
        say(dan, f"{one}/apply"),
        say(dan, f"{one}/answers", answers={}),
        hand_in(dan, SOUND),
        dan.get(f"/api/promotions/{b.BRAND}"),
    ]
    assert {answer.status_code for answer in looks + acts} == {409}


ORDER = {
    "order_id": "1801230000000000901",
    "advertiser_id": "7200000000000000011",
    "name": "Boots",
    "creator": "Cleo",
    "price": "1200.00 EUR",
    "stage": "ordered",
    "starts_on": "2026-09-01",
}


def enter(door, **changes):
    return door.post(f"/api/promotions/{b.BRAND}/orders", ORDER | changes, content_type="application/json")


def test_one_order_is_entered_as_the_row_of_a_file(as_, people, data):
    entered = enter(as_("ana"), paid="600.00 EUR")
    assert (entered.status_code, entered.json()["name"]) == (202, "order 1801230000000000901, typed by ana")


@pytest.mark.parametrize(
    ("change", "status"), [({"stage": "submitted"}, 422), ({"price": "12"}, 422), ({"order_id": "x"}, 422)]
)
def test_an_order_that_makes_no_sense_is_refused(as_, people, data, change, status):
    assert enter(as_("ana"), **change).status_code == status


def test_dan_enters_no_order_for_another_client(as_, people, data):
    assert enter(as_("dan")).status_code == 409
