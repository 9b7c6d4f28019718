"""Creators from the command line: import deals, keep somebody on, hand out a page, answer, finish duties."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

import builders as b
from unpromote.services.record import record

CASE = "UP-ABCDEFGH"
SHEET = """creator_id,name,email,deliverable,price,stage,advance_paid,time_zone,item,to,code,submitted_at
cleo,Cleo Marsh,cleo@creators.example,video,3000.00,draft_submitted,1000.00,Europe/Berlin,,,,2026-09-10 15:00
cleo,Cleo Marsh,cleo@creators.example,Spark,,,,,spark_code,2026-10-01,#spark1,
"""
LATER = '[{"way": "reschedule", "deliverable": "video", "on": "2027-01-15"}]'


@pytest.fixture
def at(db, data):
    b.cast()
    return b.saved_case


@pytest.fixture
def sheet(tmp_path):
    path = tmp_path / "deals.csv"
    path.write_text(SHEET)
    return path


def test_deals_are_imported_with_the_clock_on_silence(say, at, sheet):
    case = at("opened")
    creators = {**b.TERMS["creators"], "deemed_approval": {"n": 14, "unit": "days"}}
    record(case.id, replace(b.story()[2][1], terms={**b.TERMS, "creators": creators}))
    told = say("case", "deals", CASE, f"--import={sheet}")
    assert "draft submitted" in told.out
    assert "Cleo Marsh: silence approves video at 2026-09-25T07:00:00+00:00" in told.out
    shown = say("case", "deals", CASE, "--json").json
    assert shown["deals"][0]["codes"][0]["value"] == "#spark1"
    assert shown["silences"][0]["deliverable"] == "video"


def test_a_bad_row_is_named_and_an_unknown_column_is_said(say, at, sheet):
    at("ready")
    sheet.write_text(SHEET.replace("3000.00", "lots"))
    refused = say("case", "deals", CASE, f"--import={sheet}")
    assert (refused.code, "row 2, column price" in refused.err) == (2, True)
    sheet.write_text(SHEET.replace("submitted_at", "mood"))
    assert "column mood" in say("case", "deals", CASE, f"--import={sheet}").err


def test_keeping_somebody_on_is_shown_first_and_takes_an_approver(say, at):
    at("settling")
    shown = say("case", "involve", CASE, "cleo", f"--changes={LATER}")
    assert "Cleo Marsh: 0.00 USD (none)" in shown.out
    assert "video goes on: 3000.00 USD, 1000.00 USD paid ahead (advance 1000 x 3000/3000)" in shown.out
    assert "may not approve" in say("case", "involve", CASE, "cleo", f"--changes={LATER}", "--why=later").err
    done = say("case", "involve", CASE, "cleo", f"--changes={LATER}", "--why=later", "--json", by="ben").json
    assert (done["version"], done["state"]) == (2, "proposed")
    half = json.dumps([{"way": "reduce", "deliverable": "video", "share": "0.5"}])
    told = say("case", "involve", CASE, "cleo", f"--changes={half}", "--why=less", by="ben").out
    assert "video: 750.00 USD = 1500 x 0.5" in told


def test_a_link_is_printed_and_revoked(say, at):
    at("settling")
    first = say("case", "page", CASE, "cleo").out.strip()
    second = say("case", "page", CASE, "cleo", "--revoke", "--json").json["link"]
    assert first.startswith("/creator/")
    assert first != second


def test_a_proposal_is_shown_and_answered(say, at):
    case = at("settling")
    record(case.id, b.proposed())
    record(case.id, b.creator_filed())
    told = say("case", "proposal", CASE).out
    assert "I could film in January." in told
    assert "invoice.pdf" in told
    assert "--accept/--decline" in say("case", "proposal", CASE, "prop_1").err
    said = say("case", "proposal", CASE, "prop_1", "--decline", "--note=too late", "--json").json
    assert (said["proposals"][0]["state"], "path" in said["files"][0]) == ("declined", False)


def test_duties_are_shown_finished_and_let_go(say, at, sheet):
    case = at("stopping")
    record(case.id, replace(b.deals_entered(), creators=(), contacts=()))
    assert "stops working" in say("case", "duty", CASE).out
    duty = "cleo/return_product/1"
    done = say("case", "duty", CASE, duty, "--shown=it came back", f"--file={sheet}", "--done", "--json").json
    assert (done[2]["state"], done[2]["proofs"][0]["file"]) == ("done", "deals.csv")
    assert say("case", "duty", CASE, "cleo/stop_paid_use/2", "--waive=never ran", "--json").json[1]["state"] == "waived"
    assert "no duty is named" in say("case", "duty", CASE, "--done").err
    again = say("case", "duty", CASE, "cleo/stop_paid_use/1", "--shown=off", "--refuse=still on", "--json").json[0]
    assert (again["state"], again["note"]) == ("open", "still on")
