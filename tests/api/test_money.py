"""Money by program: the ledger, bills and payees, runs that two people carry, and the bank's statements."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

import builders as b
from statements import Line, camt
from unpromote.adapters.payouts.payment_files import payment_file
from unpromote.adapters.payouts.statement import read_statement
from unpromote.services import payments, statements

JSON = "application/json"
CASE = "/api/cases/UP-ABCDEFGH/money"
PAY = "/api/pay"
PAYEE = {"holder": "Cleo Marsh", "method": "bank_csv", "iban": "DE89370400440532013000", "law": "US-CA"}
RUN = {"client": b.BRAND, "method": "bank_csv", "currency": "USD", "execute_on": "2099-01-01"}


@pytest.fixture
def prepared(as_, people):
    b.saved_case("emil settled")
    payments.set_payer(people["ben"], b.BRAND, payments.Payer("Northwind", "DE02120300000000202051"))
    as_("ana").put(f"{CASE}/cleo/payee", PAYEE, content_type=JSON)
    return as_("ana").post(f"{PAY}/runs", RUN, content_type=JSON).json()


def test_the_ledger_by_party(as_):
    b.saved_case("explained")
    told = {one["party"]: one for one in as_("ana").get(CASE).json()["parties"]}
    assert (told["media"]["owed"], told["media"]["explained"]) == ("-24900.00 USD", "their invoice is awaited")
    assert told["creator:cleo"]["pay_by"] == {"on": "2026-12-21", "source": "the agreement"}


def test_a_run_is_released_by_another_and_its_file_fetched(as_, prepared):
    run = f"{PAY}/runs/{prepared['id']}"
    assert (prepared["total"], prepared["payments"][0]["account"]) == ("500.00 USD", "… 3000")
    own, other = (as_(who).post(f"{run}/release") for who in ("ana", "ben"))
    assert (own.status_code, other.json()["released_by"]) == (409, "ben")
    payments.write_run(prepared["id"], payment_file)
    assert b"DE89370400440532013000" in as_("ben").get(f"{run}/file").content
    assert [one["state"] for one in as_("ana").get(f"{PAY}/{b.BRAND}/runs").json()] == ["written"]


def test_a_run_is_dropped(as_, prepared):
    assert as_("ana").post(f"{PAY}/runs/{prepared['id']}/drop").json()["state"] == "dropped"


def test_bills_releases_and_explanations(as_):
    b.saved_case("settling")
    bill = {"party": "cleo", "number": "R-17", "issued_on": "2026-10-01", "amount": "1600.00 USD"}
    told = as_("ana").post(f"{CASE}/bills", bill, content_type=JSON).json()
    assert (told["bills"][0]["number"], told["parties"][1]["difference"]) == ("R-17", "100.00 USD")
    about = {"currency": "USD", "why": "disputed"}
    assert (
        as_("ana").post(f"{CASE}/media/explain", about, content_type=JSON).json()["parties"][0]["explained"]
        == "disputed"
    )
    assert (
        as_("ben").post(f"{CASE}/media/release", about, content_type=JSON).json()["parties"][0]["ordered"]
        == "-24900.00 USD"
    )


def test_a_statement_and_what_waits_for_a_person(as_):
    b.saved_case("emil settled")
    ana = as_("ana")
    file = SimpleUploadedFile("october.xml", camt(Line("-24900.00"), Line("12.00")))
    given = ana.post(f"{PAY}/{b.BRAND}/statements", {"file": file})
    statements.book_statement(given.json()["id"], read_statement, now=b.late(), by="unpromote")
    lines = {one["amount"]: one["id"] for one in ana.get(f"{PAY}/{b.BRAND}/lines").json()}
    place = {"reference": "UP-ABCDEFGH", "party": "media"}
    matched = ana.post(f"{PAY}/lines/{lines['-24900.00 USD']}/match", place, content_type=JSON)
    left = ana.post(f"{PAY}/{b.BRAND}/lines/{lines['12.00 USD']}/aside", {"why": "interest"}, content_type=JSON)
    assert (given.status_code, matched.status_code, left.json()) == (202, 200, [])
    assert ana.get(f"{PAY}/{b.BRAND}/statements").json()[0]["state"] == "booked"


def test_dan_has_no_part_in_northwinds_money(as_, prepared):
    dan = as_("dan")
    assert dan.get(CASE).status_code == 404
    for path in (f"{b.BRAND}/runs", f"{b.BRAND}/lines", f"{b.BRAND}/statements", f"runs/{prepared['id']}/file"):
        assert dan.get(f"{PAY}/{path}").status_code == 409
