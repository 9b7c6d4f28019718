"""Deadlines, calendars and how one is told, for programs."""

from __future__ import annotations

import pytest

import builders as b

CASE = "/api/cases/UP-ABCDEFGH/deadlines"


@pytest.fixture(autouse=True)
def case(people):
    return b.saved_case("quoted")


def test_deadlines_are_listed_and_met(as_):
    ana = as_("ana")
    assert {"effect", "pay_by/cleo"} <= {one["id"] for one in ana.get(CASE).json()}
    met = {"deadline_id": "pay_by/cleo", "note": "paid by hand"}
    assert ana.post(f"{CASE}/met", met, content_type="application/json").status_code == 200
    assert {one["id"]: one["moot"] for one in ana.get(CASE).json()}["pay_by/cleo"]
    assert ana.post(f"{CASE}/met", met, content_type="application/json").status_code == 409


def test_dan_sees_no_deadline_of_others(as_):
    assert as_("dan").get(CASE).status_code == 404
    wanted = as_("dan").post("/api/me/calendars", {"reference": "UP-ABCDEFGH"}, content_type="application/json")
    assert wanted.status_code == 404


def test_how_to_be_told_is_kept(as_):
    said = {"address": "ana@desk.example", "digest_at": "08:00", "time_zone": "Europe/Berlin"}
    kept = as_("ana").put("/api/me/notices", said, content_type="application/json")
    assert (kept.status_code, kept.json()["digest_at"]) == (200, "08:00")
    assert as_("ana").get("/api/me/notices").json() == kept.json()
    wrong = as_("ana").put("/api/me/notices", said | {"address": "x"}, content_type="application/json")
    assert wrong.status_code == 422


def test_a_calendar_is_made_and_taken_back(as_):
    ana = as_("ana")
    made = ana.post("/api/me/calendars", {}, content_type="application/json")
    assert (made.status_code, ana.get("/api/me/calendars").json()) == (201, [made.json()])
    assert ana.get(made.json()["path"]).status_code == 200
    assert ana.delete(f"/api/me/calendars/{made.json()['id']}").status_code == 204
    assert ana.get(made.json()["path"]).status_code == 404
