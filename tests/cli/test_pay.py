"""Money at the command line: where it goes, gathered, released by another, the file, and the bank's statement."""

from __future__ import annotations

import io
import sys

import pytest

import builders as b
from statements import Line, camt
from unpromote.domain.runs import end_to_end_id
from unpromote.store import cases

CASE = "UP-ABCDEFGH"
IBAN = "DE89370400440532013000"
ACCOUNT = ("pay", "account", b.BRAND, "--name=Northwind", "--iban=DE02120300000000202051")
PAYEE = ("case", "payee", CASE, "cleo", "--holder=Cleo Marsh", "--method=bank_csv")
PREPARE = ("pay", "prepare", b.BRAND, "--method=bank_csv", "--currency=USD")


@pytest.fixture
def settled(db):
    b.cast()
    return b.saved_case("emil settled")


def test_a_payment_from_the_payee_to_the_banks_statement(say, settled, tmp_path):
    assert "… 2051" in say(*ACCOUNT, by="ben").out
    assert "… 3000" in say(*PAYEE, f"--iban={IBAN}", "--law=US-CA").out
    (run,) = say(*PREPARE, "--json").json
    assert "may not approve" in say("pay", "release", run["id"]).err
    assert "written" in say("pay", "release", run["id"], by="ben").out
    say("pay", "file", run["id"], f"--to={tmp_path}", by="ben")
    assert IBAN in (tmp_path / f"{run['id']}.csv").read_text()
    statement = tmp_path / "october.xml"
    statement.write_bytes(camt(Line("-500.00", end_to_end_id("case_1/cleo", CASE)), Line("-24900.00", text="invoice")))
    told = say("pay", "import", b.BRAND, statement, "--json").json
    assert (told["state"], len(told["open_lines"])) == ("booked", 1)
    assert str(cases.load("case_1").settlements[0].paid_on) == "2026-10-08"


def test_a_line_that_waits_is_matched_or_set_aside(say, settled, tmp_path):
    statement = tmp_path / "october.xml"
    statement.write_bytes(camt(Line("-24900.00", text="invoice"), Line("1.00", text="interest")))
    assert "2 lines wait" in say("pay", "import", b.BRAND, statement).out
    assert "interest" in say("pay", "lines", b.BRAND).out
    ids = {one["amount"]: one["id"] for one in say("pay", "lines", b.BRAND, "--json").json}
    assert "Booked" in say("pay", "match", ids["-24900.00 USD"], CASE, "media").out
    assert "Set aside" in say("pay", "aside", b.BRAND, ids["1.00 USD"], "--why=interest").out


def test_what_is_no_statement_is_said_and_fails(say, settled, tmp_path):
    path = tmp_path / "page.html"
    path.write_text("<html/>")
    said = say("pay", "import", b.BRAND, path)
    assert (said.code, "no account statement" in said.out) == (1, True)


def test_a_run_is_listed_and_dropped(say, settled):
    say(*ACCOUNT, by="ben")
    say(*PAYEE, f"--iban={IBAN}")
    (run,) = say(*PREPARE, "--json").json
    assert run["id"] in say("pay", "list", b.BRAND).out
    assert "dropped" in say("pay", "drop", run["id"]).out


def test_an_account_can_be_handed_in_without_standing_in_the_shells_history(say, settled, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{IBAN}\n"))
    assert "… 3000" in say(*PAYEE, "--iban=-").out
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{IBAN}\n"))
    assert "… 3000" in say("pay", "account", b.BRAND, "--name=Northwind", "--iban=-", by="ben").out


def test_a_file_that_cannot_be_put_there_is_named(say, settled, tmp_path):
    say(*ACCOUNT, by="ben")
    say(*PAYEE, f"--iban={IBAN}")
    (run,) = say(*PREPARE, "--json").json
    say("pay", "release", run["id"], by="ben")
    assert "cannot be written" in say("pay", "file", run["id"], f"--to={tmp_path / 'nowhere'}", by="ben").err


def test_the_ledger_a_bill_an_explanation_and_a_release(say, settled):
    assert "-24900.00 USD" in say("case", "money", CASE).out
    bill = ("case", "bill", CASE, "cleo", "R-17", "1600.00 USD", "--issued=2026-10-01")
    assert "ask for a credit note" in say(*bill).out
    assert "no invoice 'R-99'" in say(*bill[:4], "K-1", *bill[5:], "--kind=correction", "--mends=R-99").err
    assert "Open with media: disputed" in say("case", "explain", CASE, "media", "--why=disputed").out
    released = say("case", "release", CASE, "media", "--json", by="ben").json
    assert released["parties"][0]["ordered"] == "-24900.00 USD"
    assert "nothing between us" in say("case", "explain", CASE, "media", "--currency=EUR", "--why=x").err


def test_a_party_with_balances_in_two_currencies_has_to_be_asked_for_by_one(say, settled):
    euros = b.movement("m", party="media", amount="-1.00")
    line = b.replace(euros, amount=b.Money("-1.00", "EUR"))
    b.record("case_1", b.e.BankLinesBooked(at=b.late(), by="ana", statement="s", movements=(line,)))
    assert "balances in EUR, USD" in say("case", "explain", CASE, "media", "--why=x").err


def test_what_came_back_is_released_again_by_the_creator_s_name(say, settled):
    b.record("case_1", b.e.BankLinesBooked(at=b.late(), by="x", statement="s", movements=(b.movement(),)))
    back = b.movement("line-2", "500.00", how="returned")
    b.record("case_1", b.e.BankLinesBooked(at=b.late(), by="x", statement="s", movements=(back,)))
    parties = say("case", "release", CASE, "cleo", "--json", by="ben").json["parties"]
    assert {one["party"]: one["ordered"] for one in parties}["creator:cleo"] == "-500.00 USD"


def test_who_prepared_a_run_cannot_release_it_at_the_command_line(say, settled):
    say(*ACCOUNT, by="ben")
    say(*PAYEE, f"--iban={IBAN}")
    (run,) = say(*PREPARE, "--json", by="ben").json
    refused = say("pay", "release", run["id"], by="ben")
    assert (refused.code, "somebody else has to release it" in refused.err) == (1, True)
    assert say("pay", "list", b.BRAND, "--json").json[0]["state"] == "prepared"
